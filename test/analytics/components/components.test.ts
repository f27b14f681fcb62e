import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bfs,
  type ProjectedGraph,
  projectEdges,
  strongComponents,
  weakComponents,
} from '../../../src/analytics/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { entriesOf, type RandomEdges, randomEdges } from '../random-edges.js';

/** Edges on the shortest way between all nodes, by Floyd and Warshall. */
function distances(edges: RandomEdges): number[][] {
  const n = edges.numNodes;
  const d = entriesOf(edges).map((row, u) => row.map((w, v) => (u === v ? 0 : w > 0 ? 1 : Number.POSITIVE_INFINITY)));
  for (let k = 0; k < n; k++) {
    for (let u = 0; u < n; u++) for (let v = 0; v < n; v++) d[u]![v] = Math.min(d[u]![v]!, d[u]![k]! + d[k]![v]!);
  }
  return d;
}

/** Numbers parts by their first node. */
function parts(n: number, isSame: (u: number, v: number) => boolean): number[] {
  const of: number[] = [];
  let count = 0;
  for (let v = 0; v < n; v++) {
    const u = of.findIndex((_, u) => isSame(u, v));
    of.push(u < 0 ? count++ : of[u]!);
  }
  return of;
}

const sparse = fc.oneof(randomEdges(), randomEdges({ maxNodes: 25, maxEdges: 22 }));

describe('components', () => {
  it('weak ones are those of the graph without direction', async () => {
    await fc.assert(
      fc.asyncProperty(sparse, async (edges) => {
        const d = distances({ ...edges, isDirected: false });
        const { components, numComponents, sizes } = await weakComponents(await projectEdges(edges));
        const expected = parts(edges.numNodes, (u, v) => Number.isFinite(d[u]![v]));
        expect([...components.values]).toEqual(expected);
        expect(numComponents).toBe(new Set(expected).size);
        expect([...sizes]).toEqual(
          Array.from({ length: numComponents }, (_, c) => expected.filter((x) => x === c).length),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('strong ones reach each other', async () => {
    await fc.assert(
      fc.asyncProperty(sparse, async (edges) => {
        const d = distances(edges);
        const { components } = await strongComponents(await projectEdges(edges));
        const expected = parts(edges.numNodes, (u, v) => Number.isFinite(d[u]![v]! + d[v]![u]!));
        expect([...components.values]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('agree with a plain search where one part is large', async () => {
    const stream = new RandomStream(3, 'components');
    for (const numEdges of [3000, 6000, 12_000]) {
      const numNodes = 6000;
      const draw = () => Int32Array.from({ length: numEdges }, () => stream.nextInt(numNodes));
      const graph = await projectEdges({ numNodes, source: draw(), target: draw() });
      expect([...(await weakComponents(graph)).components.values]).toEqual(searched(graph));
    }
  });

  it('follow a path of a hundred thousand nodes without recursion', async () => {
    const numNodes = 100_000;
    const source = Int32Array.from({ length: numNodes - 1 }, (_, v) => v);
    const graph = await projectEdges({ numNodes, source, target: source.map((v) => v + 1) });
    expect((await strongComponents(graph)).numComponents).toBe(numNodes);
    expect((await weakComponents(graph)).numComponents).toBe(1);
    expect(await codeOfPromise(() => weakComponents(graph, { signal: AbortSignal.abort() }))).toBe('ABORTED');
  });
});

function searched({ numNodes, forward, backward }: ProjectedGraph): number[] {
  const of = new Array<number>(numNodes).fill(-1);
  let count = 0;
  for (let first = 0; first < numNodes; first++) {
    if (of[first]! >= 0) continue;
    const list = [first];
    of[first] = count;
    for (const v of list) {
      for (const { indptr, indices } of [forward, backward]) {
        for (const u of indices.subarray(indptr[v]!, indptr[v + 1]!)) {
          if (of[u]! >= 0) continue;
          of[u] = count;
          list.push(u);
        }
      }
    }
    count++;
  }
  return of;
}

describe('bfs', () => {
  it('counts the edges of shortest ways', async () => {
    const case_ = fc.tuple(
      fc.oneof(randomEdges(), randomEdges({ maxNodes: 20, maxEdges: 60 })),
      fc.nat(),
      fc.nat(),
      fc.nat(4),
    );
    await fc.assert(
      fc.asyncProperty(case_, async ([edges, a, b, maxLevel]) => {
        const n = edges.numNodes;
        fc.pre(n > 0);
        const from = [a % n, b % n];
        const d = distances(edges);
        const expected = Array.from({ length: n }, (_, v) => Math.min(...from.map((u) => d[u]![v]!)));
        const graph = await projectEdges(edges);
        const { levels, numReached, depth } = await bfs(graph, { from });
        expect([...levels.values]).toEqual(expected.map((x) => (Number.isFinite(x) ? x : -1)));
        const found = expected.filter(Number.isFinite);
        expect([numReached, depth]).toEqual([found.length, Math.max(...found)]);
        const near = await bfs(graph, { from, maxLevel });
        expect([...near.levels.values]).toEqual(expected.map((x) => (x <= maxLevel ? x : -1)));
      }),
      { numRuns: 500 },
    );
  });

  it('names what is wrong', async () => {
    const graph = await projectEdges({ numNodes: 2, source: [0], target: [1] });
    expect(await codeOfPromise(() => bfs(graph, { from: 7 }))).toBe('UNKNOWN_ID');
    expect(await codeOfPromise(() => bfs(graph, {} as never))).toBe('INVALID_OPTION');
    expect(await codeOfPromise(() => bfs(graph, { from: 0, maxLevel: -1 }))).toBe('INVALID_OPTION');
  });
});
