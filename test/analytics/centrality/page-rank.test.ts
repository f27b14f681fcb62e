import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageRank, projectEdges } from '../../../src/analytics/index.js';
import { Pool } from '../../../src/compute/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { entriesOf, type RandomEdges, randomEdges } from '../random-edges.js';

/** Solves the equations of PageRank by elimination. */
function reference(edges: RandomEdges, damping: number, chance: readonly number[]): number[] {
  const n = edges.numNodes;
  const matrix = entriesOf(edges);
  const follow = matrix.map((row) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return sum === 0 ? chance : row.map((weight) => weight / sum);
  });
  const rows = Array.from({ length: n }, (_, v) => [
    ...Array.from({ length: n }, (_, u) => (u === v ? 1 : 0) - damping * follow[u]![v]!),
    (1 - damping) * chance[v]!,
  ]);
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j <= n; j++) rows[k]![j]! -= factor * rows[i]![j]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

const even = (n: number) => new Array<number>(n).fill(1 / n);
const closeTo = (found: Float64Array, expected: readonly number[]) =>
  expected.forEach((value, v) => {
    expect(found[v]).toBeCloseTo(value, 7);
  });

describe('pageRank', () => {
  it('solves its equations', async () => {
    const damping = fc.constantFrom(0, 0.5, 0.85);
    await fc.assert(
      fc.asyncProperty(randomEdges(), damping, async (edges, damping) => {
        const { scores, hasConverged } = await pageRank(await projectEdges(edges), { damping });
        closeTo(scores.values, reference(edges, damping, even(edges.numNodes)));
        expect(hasConverged).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('restarts where it is told to', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomEdges({ maxNodes: 7 }),
        fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
        async (edges, picks) => {
          const n = edges.numNodes;
          fc.pre(n > 0);
          const sources = [...new Set(picks.map((pick) => pick % n))];
          const chance = Array.from({ length: n }, (_, v) => (sources.includes(v) ? 1 / sources.length : 0));
          const graph = await projectEdges(edges);
          const expected = reference(edges, 0.85, chance);
          closeTo((await pageRank(graph, { sources })).scores.values, expected);
          closeTo(
            (await pageRank(graph, { restart: Float64Array.from(chance, (x) => 3 * x) })).scores.values,
            expected,
          );
        },
      ),
    );
  });

  // networkx 3.6.1: pagerank(G, 0.85, tol=1e-15) of the MultiDiGraph of these edges, and with personalization={0: 1, 3: 2}; node 3 leads
  // nowhere, node 4 has no edges, two edges are parallel.
  it('gives the values of networkx', async () => {
    const edges = {
      numNodes: 5,
      source: [0, 0, 1, 2, 2, 0],
      target: [1, 2, 2, 0, 3, 1],
      weights: [1, 2, 1, 1, 3, 0.5],
    };
    const { scores } = await pageRank(await projectEdges(edges), { tolerance: 1e-13 });
    closeTo(
      scores.values,
      [0.1596640332282924, 0.15340149472058806, 0.303180540696524, 0.2885157630243144, 0.09523816833028143],
    );
    const { scores: near } = await pageRank(await projectEdges(edges), { restart: Float64Array.of(1, 0, 0, 2, 0) });
    closeTo(near.values, [0.23101857533732328, 0.08415676673002487, 0.18374227402722057, 0.501082383905431, 0]);
  });

  it('gives the same bits on any number of threads', async () => {
    const numNodes = 5000;
    const draw = (factor: number) => Int32Array.from({ length: 30_000 }, (_, e) => ((e * factor) % 7919) % numNodes);
    const graph = await projectEdges({ numNodes, source: draw(104_729), target: draw(15_485) });
    const runs = [];
    for (const threads of [1, 2, 3, 8]) {
      const pool = new Pool(threads);
      runs.push((await pageRank(graph, { pool })).scores.values);
      pool.dispose();
    }
    for (const run of runs) expect(run).toEqual(runs[0]);
  });

  it('says where it did not converge, and stops where it is told to', async () => {
    const graph = await projectEdges({ numNodes: 3, source: [0, 1], target: [1, 2] });
    const { iterations, hasConverged } = await pageRank(graph, { maxIterations: 2 });
    expect([iterations, hasConverged]).toEqual([2, false]);
    const ring = await projectEdges({ numNodes: 2, source: [0, 1], target: [1, 0] });
    expect((await pageRank(ring, { tolerance: 0 })).hasConverged).toBe(true);
    const seen: number[] = [];
    const { iterations: all } = await pageRank(graph, {
      onProgress: ({ stage, done }) => stage === 'pagerank' && seen.push(done),
    });
    expect(seen).toEqual(Array.from({ length: all }, (_, i) => i + 1));
    expect(await codeOfPromise(() => pageRank(graph, { signal: AbortSignal.abort() }))).toBe('ABORTED');
  });

  it('names what is wrong', async () => {
    const graph = await projectEdges({ numNodes: 2, source: [0], target: [1], weights: [-1] });
    expect(await codeOfPromise(() => pageRank(graph))).toBe('INVALID_WEIGHT');
    const tiny = await projectEdges({ numNodes: 2, source: [0], target: [1], weights: [1e-320] });
    expect(await codeOfPromise(() => pageRank(tiny))).toBe('INVALID_WEIGHT');
    const plain = await projectEdges({ numNodes: 2, source: [0], target: [1] });
    const code = (options: object) => codeOfPromise(() => pageRank(plain, options));
    expect(await code({ damping: 1 })).toBe('INVALID_OPTION');
    expect(await code({ dampening: 0.5 })).toBe('INVALID_OPTION');
    expect(await code({ relations: ['cites'] })).toBe('INVALID_OPTION');
    expect(await code({ sources: 2 })).toBe('UNKNOWN_ID');
    expect(await code({ sources: [] })).toBe('INVALID_OPTION');
    await expect(pageRank(plain, { sources: [] })).rejects.toMatchObject({ location: { column: 'sources' } });
    expect(await code({ sources: 0, restart: { node: 1 } })).toBe('INVALID_OPTION');
    expect(await code({ restart: { author: 1 } })).toBe('UNKNOWN_TYPE');
    expect(await code({ restart: { node: 0 } })).toBe('INVALID_OPTION');
    expect(await code({ restart: Float64Array.of(1) })).toBe('SHAPE_MISMATCH');
    expect(await code({ restart: Float64Array.of(1, -1) })).toBe('INVALID_OPTION');
    expect(await codeOfPromise(() => pageRank({} as never))).toBe('INVALID_OPTION');
  });
});
