import { expect, test } from 'vitest';
import { kendallTau, type RankOptions, rank } from '../../src/ranking/index.js';
import { plantedMeasurements } from './planted.js';

/** Shares of intervals of strengths and of ranks that hold what was planted, and the mean of tau. */
async function recovered(seeds: readonly number[], numTasks: number, options: RankOptions, isBinary = false) {
  let [held, ranksHeld, count, tau] = [0, 0, 0, 0];
  for (const seed of seeds) {
    const { names, strengths, measurements } = plantedMeasurements(100, numTasks, 0.05, seed, {
      isBinary,
      spread: isBinary ? 1.5 : 2,
    });
    const found = await rank({ measurements }, options);
    const truth = found.contestants.map((name) => strengths[names.indexOf(name)]!);
    const order = [...truth].sort((a, b) => b - a);
    tau += kendallTau(truth, found.strengths) / seeds.length;
    for (const [i, planted] of truth.entries()) {
      const place = order.indexOf(planted) + 1;
      count++;
      if (found.low![i]! <= planted && planted <= found.high![i]!) held++;
      if (found.bestRanks![i]! <= place && place <= found.worstRanks![i]!) ranksHeld++;
    }
  }
  return { tau, held: held / count, ranksHeld: ranksHeld / count };
}

// Intervals of one repeat are not independent; 500 of them hold 95 % within 3.5 % nearly always. The benchmark has many repeats.
test.each(['sandwich', 'information'] as const)(
  'intervals by %s: 100 contestants with 1 of 20 measurements are found again',
  { timeout: 120_000 },
  async (intervals) => {
    const { tau, held, ranksHeld } = await recovered([1, 2, 3, 4, 5], 2000, { intervals });
    expect(tau).toBeGreaterThan(0.9);
    expect(held).toBeGreaterThan(0.915);
    expect(held).toBeLessThan(0.985);
    expect(ranksHeld).toBeGreaterThan(0.95);
  },
);

test('right and wrong alone, by conditional choices', { timeout: 120_000 }, async () => {
  const { tau, held } = await recovered([1, 2], 4000, {}, true);
  expect(tau).toBeGreaterThan(0.85);
  expect(held).toBeGreaterThan(0.9);
});
