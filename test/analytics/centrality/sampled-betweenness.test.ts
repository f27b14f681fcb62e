import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropyError, varianceError } from '../../../src/analytics/centrality/mean-bounds.js';
import { betweenness, sampledBetweenness } from '../../../src/analytics/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { kite } from '../known-graphs.js';
import { smallGraph, testGraph } from '../small-graphs.js';

test.each(['paths', 'sources'] as const)('estimates by %s are as near as their errors say', async (method) => {
  const weights = fc.integer({ min: 1, max: 3 });
  await fc.assert(
    fc.asyncProperty(smallGraph({ weights, maxNodes: 12 }), fc.integer({ min: 1, max: 4 }), async ({ graph }, few) => {
      const samples = method === 'paths' ? 500 * few : few;
      const found = await sampledBetweenness(graph, { method, samples, delta: 1e-6 });
      const exact = (await betweenness(graph)).scores.values;
      expect(found.epsilon).toBe(Math.max(0, ...found.errors.values));
      exact.forEach((value, v) => {
        expect(Math.abs(found.scores.values[v]! - value)).toBeLessThanOrEqual(found.errors.values[v]! + 1e-12);
      });
    }),
    { numRuns: 500 },
  );
});

test('many paths come near the exact values', async () => {
  const exact = (await betweenness(kite.graph)).scores.values;
  const found = await sampledBetweenness(kite.graph, { epsilon: 0.01 });
  expect(found.epsilon).toBeLessThanOrEqual(0.01);
  // Three standard errors of ten values, the largest of variance 1/4.
  exact.forEach((value, v) => void expect(Math.abs(found.scores.values[v]! - value)).toBeLessThan(0.008));
  const weighted = testGraph(
    4,
    [
      [0, 1, 1],
      [1, 3, 1],
      [0, 2, 1],
      [2, 3, 1],
      [0, 3, 2],
    ],
    { isDirected: true, hasWeights: true },
  );
  const { scores } = await sampledBetweenness(weighted.graph, { samples: 40_000 });
  // One of 12 pairs has three paths, one through each of the two nodes: 1/3 of one of six pairs.
  expect(scores.values[1]).toBeCloseTo(1 / 18, 2);
  expect(scores.values[2]).toBeCloseTo(1 / 18, 2);
  expect(scores.values[0]).toBe(0);
});

test('all sources give the exact values without an error', async () => {
  const exact = (await betweenness(kite.graph)).scores.values;
  const found = await sampledBetweenness(kite.graph, { method: 'sources', epsilon: 0.001 });
  expect([found.samples, found.epsilon]).toEqual([10, 0]);
  exact.forEach((value, v) => void expect(found.scores.values[v]).toBeCloseTo(value, 12));
});

test('the same seed gives the same samples, another one others', async () => {
  for (const method of ['paths', 'sources'] as const) {
    const values = async (seed: number) =>
      (await sampledBetweenness(kite.graph, { method, samples: 4, seed })).scores.values;
    expect(await values(1)).toEqual(await values(1));
    const seeds = await Promise.all([1, 2, 3, 4, 5].map(values));
    expect(new Set(seeds.map((found) => found.join())).size).toBeGreaterThan(1);
  }
});

test('bounds hold about as seldom as they may fail', () => {
  const random = new RandomStream(7, 'bounds');
  const population = Float64Array.from({ length: 200 }, () => (random.next() < 0.1 ? random.next() : 0));
  const mean = population.reduce((a, b) => a + b, 0) / population.length;
  let [entropyFails, varianceFails] = [0, 0];
  const [rounds, k, delta] = [2000, 50, 0.2];
  for (let round = 0; round < rounds; round++) {
    const drawn = [...random.permutation(population.length).subarray(0, k)].map((i) => population[i]!);
    const found = drawn.reduce((a, b) => a + b, 0) / k;
    const variance = drawn.reduce((a, b) => a + (b - found) ** 2, 0) / k;
    if (Math.abs(found - mean) > entropyError(found, k, Math.log(2 / delta))) entropyFails++;
    if (Math.abs(found - mean) > varianceError(variance, k, population.length, Math.log(10 / delta))) varianceFails++;
  }
  expect(entropyFails / rounds).toBeLessThan(delta);
  expect(varianceFails / rounds).toBeLessThan(delta);
  // With no hit in k draws the chance of a coin is below 1 - exp(-level / k).
  expect(entropyError(0, k, 3)).toBeCloseTo(1 - Math.exp(-3 / k), 9);
  // Few have a bound at most that of Hoeffding.
  for (const p of [0, 0.1, 0.5, 1]) expect(entropyError(p, k, 3)).toBeLessThanOrEqual(Math.sqrt(3 / (2 * k)) + 1e-9);
});

test('what cannot be counted is refused', async () => {
  const { graph } = testGraph(
    3,
    [
      [0, 1, 0],
      [1, 2, 1],
    ],
    { isDirected: true, hasWeights: true },
  );
  for (const method of ['paths', 'sources'] as const) {
    await expect(sampledBetweenness(graph, { method })).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
  }
  for (const options of [{ samples: 0 }, { epsilon: 0 }, { delta: 1 }, { seed: -1 }, { method: 'nodes' as never }]) {
    await expect(sampledBetweenness(kite.graph, options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  }
});

test('a mean that rounding took above 1 has an error', () => {
  expect(entropyError(1 + Number.EPSILON, 100, 2)).toBe(entropyError(1, 100, 2));
});
