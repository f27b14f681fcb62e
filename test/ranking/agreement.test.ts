import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kendallDistance, kendallTau, spearman } from '../../src/ranking/index.js';

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { maxLength: 25 });

test('as pair by pair', () => {
  fc.assert(
    fc.property(pairs, (rows) => {
      const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
      let [same, opposite, half, inX, inY] = [0, 0, 0, 0, 0];
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
          if (a * b > 0) same++;
          if (a * b < 0) opposite++;
          if ((a === 0) !== (b === 0)) half++;
          if (a !== 0) inX++;
          if (b !== 0) inY++;
        }
      }
      expect(kendallDistance(x, y)).toBe(opposite + half / 2);
      const tau = (same - opposite) / Math.sqrt(inX * inY);
      if (Number.isNaN(tau)) expect(kendallTau(x, y)).toBeNaN();
      else expect(kendallTau(x, y)).toBeCloseTo(tau, 12);
    }),
  );
});

test('as scipy has them, of ties, of nothing', () => {
  const [x, y] = [
    [12, 2, 1, 12, 2, 7, 3, 3],
    [1, 4, 7, 1, 0, 4, 2, 9],
  ];
  // scipy 1.17.1: stats.kendalltau and stats.spearmanr.
  expect(kendallTau(x, y)).toBeCloseTo(-0.31378581622109447, 12);
  expect(spearman(x, y)).toBeCloseTo(-0.34969983257034737, 12);
  expect(spearman([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
  expect(spearman([1, 2], [5, 5])).toBeNaN();
  expect(kendallTau([], [])).toBeNaN();
  expect(kendallDistance([Infinity, 1], [1, Infinity])).toBe(1);
});

test('what does not go together is refused', () => {
  expect(() => kendallTau([1], [1, 2])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  expect(() => spearman([1, Number.NaN], [1, 2])).toThrow(expect.objectContaining({ code: 'NON_FINITE' }));
});
