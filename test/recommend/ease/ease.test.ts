import { expect, it } from 'vitest';
import { ease } from '../../../src/recommend/ease/model.js';
import { asTrain, dense, flipped, furthest, inverse, randomMatrix, times } from '../algebra/random-matrix.js';

const settings = { ...ease.defaults, regularization: 3 };
const matrix = randomMatrix(150, 110, 2, true);
const train = asTrain(matrix);

it('weighs pairs of items as the closed form says', async () => {
  const { scorer } = await ease.fit({ train }, settings, { seed: 0 });
  const x = dense(matrix);
  const p = inverse(times(flipped(x), x).map((row, i) => row.map((value, j) => value + (i === j ? 3 : 0))));
  const weights = p.map((row, i) => row.map((value, j) => (i === j ? 0 : -value / p[j]![j]!)));
  const users = Int32Array.from({ length: 150 }, (_, i) => i);
  expect(furthest(scorer.scoreUsers(users), times(x, weights).flat())).toBeLessThan(2e-4);
  expect(scorer.scoreHistories(matrix)).toEqual(scorer.scoreUsers(users));
  expect(furthest(scorer.scoreSimilar(Int32Array.of(5)), weights[5]!)).toBeLessThan(1e-4);
});

it('explains a score by shares that sum to it, and is made again from its weights', async () => {
  const { scorer } = await ease.fit({ train }, settings, { seed: 0 });
  const [from, to] = [matrix.indptr[7]!, matrix.indptr[8]!];
  const history = { items: matrix.indices.slice(from, to), strengths: matrix.values.slice(from, to) };
  const scores = scorer.scoreUsers(Int32Array.of(7));
  const sum = scorer.explain!(history, 20).reduce((total, { value }) => total + value, 0);
  expect(sum).toBeCloseTo(scores[20]!, 5);
  expect(ease.load(scorer.state(), settings, train).scoreUsers(Int32Array.of(7))).toEqual(scores);
  expect(() => ease.load({}, settings, train)).toThrow(expect.objectContaining({ code: 'CORRUPT_FILE' }));
});

it('refuses, before any work, items whose pairs do not fit', () => {
  const many = asTrain({ ...matrix, numCols: 40_981 });
  expect(() => ease.check!({ train: many }, settings)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  ease.check!({ train }, settings);
  expect(() => ease.check!({ train }, { ...settings, maxBytes: 1000 })).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE' }),
  );
});
