import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, pairedComparison } from '../../src/experiments/index.js';

describe('meanInterval', () => {
  it('of five scores worked by hand', () => {
    // Squares about the mean 3: 4 + 1 + 0 + 1 + 4 = 10, deviation sqrt(10 / 4); t(0.975, 4) = 2.776445.
    const { mean, deviation, low, high, n, level } = meanInterval([1, 2, 3, 4, 5]);
    expect({ mean, n, level }).toEqual({ mean: 3, n: 5, level: 0.95 });
    expect(deviation).toBeCloseTo(1.5811388, 6);
    expect(high - 3).toBeCloseTo((2.776445 * 1.5811388) / Math.sqrt(5), 5);
    expect(3 - low).toBeCloseTo(high - 3, 10);
  });

  it.each([
    [0.9, 2, 6.313752],
    [0.95, 2, 12.706205],
    [0.99, 10, 3.249836],
    [0.95, 31, 2.042272],
  ])('has the quantile of tables at level %s of %i scores', (level, n, t) => {
    const scores = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + i / 7));
    const { mean, deviation, high } = meanInterval(scores, { level });
    expect(((high - mean) * Math.sqrt(n)) / deviation).toBeCloseTo(t, 4);
  });

  it('has no interval of one score, and none of width of equal ones', () => {
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, deviation: NaN, low: NaN, high: NaN, level: 0.95, n: 1 });
    expect(meanInterval(Float32Array.of(0.5, 0.5))).toMatchObject({ mean: 0.5, deviation: 0, low: 0.5, high: 0.5 });
  });

  it('covers the mean of normal scores as often as it says', () => {
    let inside = 0;
    const runs = 2000;
    let state = 7;
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    for (let run = 0; run < runs; run++) {
      const { low, high } = meanInterval(Array.from({ length: 5 }, normal), { level: 0.9 });
      if (low <= 0 && 0 <= high) inside++;
    }
    expect(Math.abs(inside / runs - 0.9)).toBeLessThan(0.025);
  });
});

describe('pairedComparison', () => {
  it('of three pairs worked by hand', () => {
    // Differences 2, 1, 3: mean 2, deviation 1, t = 2 sqrt(3) = 3.4641 with 2 degrees: p = 0.07418.
    const { difference, pValue, wins, ties, losses } = pairedComparison([5, 4, 7], [3, 3, 4]);
    expect(difference).toMatchObject({ mean: 2, deviation: 1, n: 3 });
    expect(pValue).toBeCloseTo(0.0741799, 6);
    expect([wins, ties, losses]).toEqual([3, 0, 0]);
  });

  it('says nothing of one pair, and all of pairs that always or never differ', () => {
    expect(pairedComparison([1], [2]).pValue).toBeNaN();
    expect(pairedComparison([1, 2], [1, 2])).toMatchObject({ pValue: 1, ties: 2 });
    expect(pairedComparison([1, 2], [2, 3])).toMatchObject({ pValue: 0, losses: 2 });
  });

  it('turned round has the opposite difference and the same p', () => {
    const scores = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 2,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(scores, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [there, back] = [pairedComparison(a, b), pairedComparison(b, a)];
        expect(back.difference.mean).toBeCloseTo(-there.difference.mean, 12);
        expect(back.pValue).toBeCloseTo(there.pValue, 10);
        expect([back.wins, back.ties, back.losses]).toEqual([there.losses, there.ties, there.wins]);
        expect(there.pValue).toBeGreaterThanOrEqual(0);
        expect(there.pValue).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('refuses what are no scores, with a code', () => {
  expect(() => meanInterval([])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => meanInterval([1, NaN])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => meanInterval('12' as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => meanInterval([1, 2], { level: 95 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => pairedComparison([1, 2], [1])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});

it('splits that share rows: a wider interval and a larger p-value', () => {
  const [first, second] = [
    [0.93, 0.92, 0.95, 0.94],
    [0.91, 0.92, 0.92, 0.93],
  ];
  const plain = meanInterval(first);
  const shared = meanInterval(first, { testOverTrain: 0.25 });
  // 1/4 + 1/4 instead of 1/4 of the variance.
  expect(shared.high - shared.mean).toBeCloseTo(Math.SQRT2 * (plain.high - plain.mean), 12);
  expect(shared.deviation).toBe(plain.deviation);
  const compared = pairedComparison(first, second, { testOverTrain: 0.25 });
  expect(compared.pValue).toBeGreaterThan(pairedComparison(first, second).pValue);
  expect(() => meanInterval(first, { testOverTrain: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});
