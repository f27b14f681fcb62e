import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getPool, Pool } from '../../src/compute/index.js';
import { signProjection } from '../../src/compute/kernels/sign-projection.js';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import { precomputeRpHgnn, propagationInput, type RpHgnnOptions } from '../../src/propagation/index.js';
import { denseSigns, denseSignsReference } from '../compute/references/sign-projection.js';
import { propagateReference } from './reference.js';

/** A random typed graph with an isolated node, self loops, parallel edges, a featureless type and sparse features. */
function randomGraph(seed: number, sizes: readonly [number, number, number]): HeteroGraph {
  const stream = new RandomStream(seed, 'graph');
  const [a, b, c] = sizes;
  const ends = (n: number, size: number) => Int32Array.from({ length: size === 0 ? 0 : n }, () => stream.nextInt(size));
  const builder = new GraphBuilder();
  const indptr = Int32Array.from({ length: a + 1 }, (_, i) => i);
  const indices = Int32Array.from({ length: a }, () => stream.nextInt(7));
  const values = stream.fillNormal(new Float32Array(a));
  builder.addNodes('a', { x: { kind: 'sparse', numRows: a, width: 7, indptr, indices, values } });
  builder.addNodes('b', {
    x: { kind: 'dense', numRows: b, width: 5, values: stream.fillNormal(new Float32Array(b * 5)) },
  });
  builder.addNodes('c', c);
  const pairs = (n: number, from: number, to: number) => {
    const count = from === 0 || to === 0 ? 0 : n;
    return { source: ends(count, from), target: ends(count, to) };
  };
  builder.addEdges(['a', 'r', 'b'], pairs(20, a, b));
  builder.addEdges(['a', 'self', 'a'], pairs(15, a, a));
  builder.addEdges(['b', 's', 'c'], pairs(12, b, c));
  return builder.build();
}

const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 }));
const options = fc.record({
  target: fc.constantFrom('a', 'b'),
  hops: fc.integer({ min: 1, max: 3 }),
  useInput: fc.boolean(),
  projection: fc.constantFrom('sparse' as const, 'very-sparse' as const),
  embeddingWidth: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(1000),
});

async function groupsOf(graph: HeteroGraph, wanted: RpHgnnOptions) {
  const result = await precomputeRpHgnn(graph, wanted);
  const groups = result.groups.map(({ name, hops, width, values }) => ({
    name,
    hops,
    width,
    values: Float32Array.from(values),
  }));
  result.dispose();
  return groups;
}

describe('sign projections', () => {
  it('equal the plain drawing, on any number of threads, and have the stated moments', () => {
    const pools = [new Pool(1), new Pool(3)];
    for (const [inWidth, outWidth, s] of [
      [1, 1, 3],
      [7, 5, 3],
      [400, 60, 20],
      [70_000, 2, 264],
    ] as const) {
      const stream = new RandomStream(9, 'signs', inWidth);
      const expected = denseSignsReference(inWidth, outWidth, s, stream);
      for (const pool of pools) {
        const w = signProjection(pool, inWidth, outWidth, s, stream);
        expect(denseSigns(pool, w)).toEqual(expected);
        w.dispose();
      }
      if (inWidth * outWidth > 10_000) {
        const n = inWidth * outWidth;
        const nonZero = expected.filter((value) => value !== 0).length;
        expect(Math.abs(nonZero / n - 1 / s)).toBeLessThan(5 * Math.sqrt(1 / s / n));
        expect(Math.abs(expected.reduce((sum, value) => sum + value, 0))).toBeLessThan(5 * Math.sqrt(nonZero));
      }
    }
    for (const pool of pools) pool.dispose();
  });
});

describe('pre-computation', () => {
  it('equals the paper written out with dense matrices, on random typed graphs', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, options, async (shape, wanted) => {
        const graph = randomGraph(wanted.seed, shape);
        const { groups: expected, isIllConditioned } = propagateReference(
          propagationInput(graph, wanted.target),
          wanted,
        );
        fc.pre(!isIllConditioned);
        const groups = await groupsOf(graph, wanted);
        expect(groups.map((group) => [group.name, group.hops, group.width])).toEqual(
          expected.map((group) => [group.name, group.hops, group.width]),
        );
        for (const [g, group] of groups.entries()) {
          for (let i = 0; i < group.values.length; i++) {
            expect(Math.abs(group.values[i]! - expected[g]!.values[i]!), `${group.name} ${i}`).toBeLessThan(5e-4);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the tensors of fewer hops are the first of those of more, and chosen rows are rows of all', async () => {
    const graph = randomGraph(5, [8, 12, 3]);
    const base = { target: 'a', embeddingWidth: 4, seed: 2 };
    const [short, long] = [await groupsOf(graph, { ...base, hops: 2 }), await groupsOf(graph, { ...base, hops: 4 })];
    for (const [g, { hops, width, values }] of short.entries()) {
      for (let row = 0; row < 8; row++) {
        const from = long[g]!.values.subarray(row * 4 * width, row * 4 * width + hops * width);
        expect([...values.subarray(row * hops * width, (row + 1) * hops * width)]).toEqual([...from]);
      }
    }
    const chosen = await groupsOf(graph, { ...base, hops: 2, rows: Int32Array.of(1, 6) });
    for (const [g, { hops, width, values }] of chosen.entries()) {
      expect([...values.subarray(hops * width)]).toEqual([
        ...short[g]!.values.subarray(6 * hops * width, 7 * hops * width),
      ]);
    }
  });

  it('aborts and leaves nothing in the arena', async () => {
    const graph = randomGraph(5, [8, 12, 3]);
    const { used } = getPool().arena.stats();
    await groupsOf(graph, { target: 'a', hops: 3, seed: 1 });
    expect(getPool().arena.stats().used).toBe(used);
    await expect(
      precomputeRpHgnn(graph, { target: 'a', hops: 3, seed: 1, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(getPool().arena.stats().used).toBe(used);
  });

  it('label groups tell a training row nothing of its own label', async () => {
    const stream = new RandomStream(1, 'labels');
    const n = 40;
    const labels = Array.from({ length: n }, () => stream.nextInt(3));
    const edges = {
      source: Int32Array.from({ length: 120 }, () => stream.nextInt(n)),
      target: Int32Array.from({ length: 120 }, () => stream.nextInt(n)),
    };
    const graphOf = (values: number[]) =>
      new GraphBuilder({
        nodes: [{ name: 'n', columns: [{ name: 'y', type: 'int32', role: 'label', classes: ['a', 'b', 'c'] }] }],
        edges: [],
      })
        .addNodes('n', { y: values })
        .addEdges(['n', 'r', 'n'], edges)
        .build();
    const trainRows = Int32Array.from({ length: 25 }, (_, i) => i);
    const wanted = { target: 'n', hops: 1, embeddingWidth: 2, seed: 3, labels: { trainRows, hops: 3, partitions: 3 } };
    const before = (await groupsOf(graphOf(labels), wanted)).filter((group) => group.name.includes('label'));
    expect(before.length).toBe(2);
    for (const row of [0, 7, 24]) {
      const flipped = labels.map((label, i) => (i === row ? (label + 1) % 3 : label));
      const after = (await groupsOf(graphOf(flipped), wanted)).filter((group) => group.name.includes('label'));
      let elsewhere = 0;
      for (const [g, { values, hops, width }] of after.entries()) {
        const size = hops * width;
        expect([...values.subarray(row * size, (row + 1) * size)]).toEqual([
          ...before[g]!.values.subarray(row * size, (row + 1) * size),
        ]);
        elsewhere += values.filter((value, i) => value !== before[g]!.values[i]).length;
      }
      expect(elsewhere).toBeGreaterThan(0);
    }
  });
});
