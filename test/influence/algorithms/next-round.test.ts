import { expect, it } from 'vitest';
import { nextRound } from '../../../src/influence/algorithms/next-round.js';
import { lowerCoverage, upperCoverage } from '../../../src/influence/proof/bounds.js';

it('leaves out rounds that cannot do, and goes no further than that', () => {
  const [a, wanted, rounds] = [17, 0.53, 20];
  const can = (hits: number) => lowerCoverage(hits, a) >= wanted * upperCoverage(hits, a);
  for (const hits of [0, 1, 5, 30, 200, 1000]) {
    const next = nextRound(1, rounds, hits, a, wanted);
    expect(next).toBeGreaterThan(1);
    // Without any hit it is no more than what a few would need.
    expect(next).toBeLessThanOrEqual(9);
    if (next > 2) expect(can(hits * 2 ** (next - 2))).toBe(false);
  }
  expect(nextRound(1, rounds, 1000, a, wanted)).toBe(2);
  expect(nextRound(19, rounds, 0, a, wanted)).toBe(20);
  expect(nextRound(1, 3, 0, a, wanted)).toBe(3);
});
