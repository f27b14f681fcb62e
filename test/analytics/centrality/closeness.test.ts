import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeness, harmonic } from '../../../src/analytics/index.js';
import { directed, directedOnes, kite, undirected } from '../known-graphs.js';
import { allDistances, smallGraph, testGraph } from '../small-graphs.js';

function expectClose(found: Float64Array, expected: readonly number[]) {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, v) => void expect(found[v]).toBeCloseTo(value, 10));
}

test('means and sums of inverses of the distances to a node', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraph(), async (made) => {
      const { graph, numNodes } = made;
      const all = allDistances(made);
      const into = Array.from({ length: numNodes }, (_, v) =>
        all.flatMap((row, u) => (u !== v && Number.isFinite(row[v]) ? [row[v]!] : [])),
      );
      const plain = into.map((distances) => {
        const sum = distances.reduce((a, b) => a + b, 0);
        return sum > 0 ? distances.length / sum : 0;
      });
      expectClose((await closeness(graph, { wassermanFaust: false })).scores.values, plain);
      const shares = plain.map((value, v) => (numNodes > 1 ? (value * into[v]!.length) / (numNodes - 1) : 0));
      expectClose((await closeness(graph)).scores.values, shares);
      const sums = into.map((distances) => distances.reduce((sum, d) => (d > 0 ? sum + 1 / d : sum), 0));
      expectClose((await harmonic(graph)).scores.values, sums);
      const means = sums.map((sum) => (numNodes > 1 ? sum / (numNodes - 1) : 0));
      expectClose((await harmonic(graph, { normalized: true })).scores.values, means);
    }),
    { numRuns: 500 },
  );
});

test('more nodes than go side by side', async () => {
  // A ring of 100 nodes: from each, two at every distance below 50, and one at 50.
  const ring = testGraph(
    100,
    Array.from({ length: 100 }, (_, v) => [v, (v + 1) % 100] as const),
    { isDirected: false },
  );
  const sum = 2 * ((49 * 50) / 2) + 50;
  expectClose((await closeness(ring.graph)).scores.values, new Array(100).fill(99 / sum));
});

test('values of networkx 3.6.1 (closeness_centrality, harmonic_centrality)', async () => {
  expectClose((await closeness(kite.graph)).scores.values, [
    ...[0.529411764706, 0.529411764706, 0.5, 0.6, 0.5],
    ...[0.642857142857, 0.642857142857, 0.6, 0.428571428571, 0.310344827586],
  ]);
  expectClose((await harmonic(kite.graph)).scores.values, [
    ...[6.083333333333, 6.083333333333, 5.583333333333, 7.083333333333, 5.583333333333],
    ...[6.833333333333, 6.833333333333, 6, 4.666666666667, 3.416666666667],
  ]);
  expectClose((await closeness(directedOnes.graph)).scores.values, [
    ...[0.257142857143, 0.428571428571, 0.321428571429, 0.321428571429],
    ...[0.467532467532, 0.342857142857, 0.367346938776, 0],
  ]);
  expectClose((await closeness(directed.graph)).scores.values, [
    ...[0.138996138996, 0.244897959184, 0.233766233766, 0.233766233766],
    ...[0.233766233766, 0.12543554007, 0.233766233766, 0],
  ]);
  expectClose((await closeness(directedOnes.graph, { wassermanFaust: false })).scores.values, [
    ...[0.3, 0.5, 0.375, 0.375, 0.545454545455, 0.4, 0.428571428571, 0],
  ]);
  expectClose((await harmonic(directed.graph)).scores.values, [
    ...[1.128968253968, 1.983333333333, 2.283333333333, 2.366666666667],
    ...[2.416666666667, 0.948412698413, 2.42619047619, 0],
  ]);
  expectClose((await harmonic(undirected.graph)).scores.values, [
    ...[1.7, 3.083333333333, 3.25, 2.916666666667, 3.366666666667, 2.5, 2.916666666667, 0],
  ]);
  const zero = testGraph(
    3,
    [
      [0, 1, 0],
      [1, 2, 1],
    ],
    { isDirected: false, hasWeights: true },
  );
  expectClose((await closeness(zero.graph)).scores.values, [2, 2, 1]);
  expectClose((await harmonic(zero.graph)).scores.values, [1, 1, 2]);
});

test('negative weights are refused', async () => {
  const { graph } = testGraph(2, [[0, 1, -1]], { isDirected: true, hasWeights: true });
  for (const call of [closeness, harmonic]) await expect(call(graph)).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
});
