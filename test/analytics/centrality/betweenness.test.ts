import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betweenness, type ProjectedGraph } from '../../../src/analytics/index.js';
import { directed, directedOnes, kite, undirected } from '../known-graphs.js';
import { smallGraph, testGraph } from '../small-graphs.js';
import { slowBetweenness } from './slow-betweenness.js';

async function valuesOf(graph: ProjectedGraph, options: { readonly normalized: boolean }): Promise<Float64Array> {
  return (await betweenness(graph, options)).scores.values;
}

function expectClose(found: Float64Array, expected: readonly number[]) {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, v) => void expect(found[v]).toBeCloseTo(value, 10));
}

test('the shares of shortest paths by definition', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraph({ weights: fc.integer({ min: 1, max: 4 }) }), async (made) => {
      const { graph, numNodes, isDirected } = made;
      const sums = slowBetweenness(made);
      const plain = await valuesOf(graph, { normalized: false });
      expectClose(
        plain,
        sums.map((sum) => (isDirected ? sum : sum / 2)),
      );
      const pairs = (numNodes - 1) * (numNodes - 2);
      const normalized = await valuesOf(graph, { normalized: true });
      expectClose(
        normalized,
        sums.map((sum) => (pairs > 0 ? sum / pairs : 0)),
      );
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (betweenness_centrality)', async () => {
  const normalized = { normalized: true };
  expectClose(await valuesOf(kite.graph, normalized), [
    ...[0.023148148148, 0.023148148148, 0, 0.101851851852, 0],
    ...[0.231481481481, 0.231481481481, 0.388888888889, 0.222222222222, 0],
  ]);
  expectClose(await valuesOf(kite.graph, { normalized: false }), [
    ...[0.833333333333, 0.833333333333, 0, 3.666666666667, 0, 8.333333333333, 8.333333333333, 14, 8, 0],
  ]);
  expectClose(await valuesOf(directedOnes.graph, normalized), [
    ...[0.047619047619, 0.428571428571, 0.214285714286, 0.095238095238],
    ...[0.309523809524, 0.071428571429, 0.309523809524, 0],
  ]);
  expectClose(await valuesOf(directed.graph, normalized), [
    ...[0.047619047619, 0.464285714286, 0.321428571429, 0.166666666667, 0.309523809524, 0, 0.309523809524, 0],
  ]);
  expectClose(await valuesOf(directed.graph, { normalized: false }), [2, 19.5, 13.5, 7, 13, 0, 13, 0]);
  expectClose(await valuesOf(undirected.graph, { normalized: false }), [
    ...[0, 4.833333333333, 1.666666666667, 2, 5, 0, 3, 0],
  ]);
  // A MultiGraph: parallel edges are one step there, too, of the smallest weight.
  const parallel = testGraph(
    5,
    [
      [0, 1, 3],
      [0, 1, 1],
      [1, 2, 1],
      [0, 3, 1],
      [3, 2, 1],
      [2, 2, 1],
      [2, 4, 1],
    ],
    { isDirected: false, hasWeights: true },
  );
  expectClose(await valuesOf(parallel.graph, normalized), [
    ...[0.083333333333, 0.166666666667, 0.583333333333, 0.166666666667, 0],
  ]);
});

test('paths are counted where a weight is too small to change a distance', async () => {
  const made = testGraph(
    4,
    [
      [0, 1, 1e20],
      [1, 2, 1],
      [2, 3, 1],
    ],
    { isDirected: true, hasWeights: true },
  );
  expectClose(await valuesOf(made.graph, { normalized: false }), [0, 2, 2, 0]);
});

test('weights that are no lengths are refused, and so are more paths than a number counts', async () => {
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const { graph } = testGraph(2, [[0, 1, weight]], { isDirected: true, hasWeights: true });
    await expect(betweenness(graph, { normalized: true })).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
  }
  // A self loop is part of no shortest path, whatever it weighs.
  const looped = testGraph(
    3,
    [
      [0, 1, 1],
      [1, 1, 0],
      [1, 2, 1],
      [2, 2, 0],
    ],
    { isDirected: true, hasWeights: true },
  );
  expectClose(await valuesOf(looped.graph, { normalized: false }), [0, 1, 0]);
  // 1,100 diamonds in a row: 2^1100 shortest paths.
  const numDiamonds = 1100;
  const edges = Array.from({ length: numDiamonds }, (_, i) =>
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ].map(([a, b]) => [3 * i + a!, 3 * i + b!] as const),
  ).flat();
  const { graph } = testGraph(3 * numDiamonds + 1, edges, { isDirected: true });
  await expect(betweenness(graph, { normalized: true })).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE' });
});

test('an aborted call throws ABORTED', async () => {
  const { graph } = kite;
  const signal = AbortSignal.abort();
  await expect(betweenness(graph, { normalized: true, signal })).rejects.toMatchObject({ code: 'ABORTED' });
});
