import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simRank } from '../../../src/analytics/index.js';
import { kite } from '../known-graphs.js';
import { smallGraph, type TestGraph, testGraph } from '../small-graphs.js';

/** The recursion of the paper, as it stands. */
function slowSimRank({ numNodes, arcs }: TestGraph, decay: number, iterations: number): number[][] {
  const nodes = Array.from({ length: numNodes }, (_, v) => v);
  const before = nodes.map((v) => [...new Set(arcs.filter(([, b]) => b === v).map(([a]) => a))]);
  let now = nodes.map((a) => nodes.map((b) => Number(a === b)));
  for (let i = 0; i < iterations; i++) {
    const last = now;
    now = nodes.map((a) =>
      nodes.map((b) => {
        if (a === b) return 1;
        if (before[a]!.length * before[b]!.length === 0) return 0;
        let sum = 0;
        for (const u of before[a]!) for (const v of before[b]!) sum += last[u]![v]!;
        return (decay * sum) / (before[a]!.length * before[b]!.length);
      }),
    );
  }
  return now;
}

test('the recursion of the paper', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraph(), fc.integer({ min: 1, max: 6 }), async (made, maxIterations) => {
      const found = await simRank(made.graph, { decay: 0.8, maxIterations, tolerance: 1e-300 });
      const expected = slowSimRank(made, 0.8, found.iterations);
      expect(found.similarities.length).toBe(made.numNodes ** 2);
      expected.flat().forEach((value, i) => void expect(found.similarities[i]).toBeCloseTo(value, 12));
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (simrank_similarity)', async () => {
  const found = await simRank(kite.graph);
  expect(found.hasConverged).toBe(true);
  const golden = [1, 0.470514, 0.519656, 0.502602, 0.519147, 0.478513, 0.506053, 0.437927, 0.344139, 0.32436];
  // networkx stops where np.allclose says so, here where nothing changes by more than 1e-4.
  golden.forEach((value, v) => void expect(Math.abs(found.of(0).values[v]! - value)).toBeLessThan(1e-3));
  const edges = [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 4],
    [3, 0],
    [4, 0],
    [4, 4],
    [1, 4],
  ] as const;
  const { similarities } = await simRank(testGraph(5, edges, { isDirected: true }).graph, { decay: 0.8 });
  const row = [0.156469, 1, 0.8, 0.125122, 0.157608];
  row.forEach((value, v) => void expect(Math.abs(similarities[5 + v]! - value)).toBeLessThan(1e-3));
});

test('what is wrong is named', async () => {
  const large = { ...kite.graph, numNodes: 20_000 };
  const adjacency = { indptr: new Int32Array(20_001), indices: new Int32Array(0) };
  const types = [{ name: 'node', start: 0, count: 20_000 }];
  const call = simRank({ ...large, types, forward: adjacency, backward: adjacency });
  await expect(call).rejects.toMatchObject({ code: 'TOO_LARGE' });
  await expect(simRank(kite.graph, { decay: 1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(simRank(kite.graph, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
});
