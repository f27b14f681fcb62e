import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { fitRecommender, interactionsFrom, predictRatings } from '../../../src/recommend/index.js';

/** Ratings from biases and one hidden taste, with a tenth held out. */
function ratings() {
  const stream = new RandomStream(5, 'test/ratings');
  const draw = (n: number) => Float64Array.from({ length: n }, () => stream.nextNormal());
  const [userBias, itemBias, taste, kind] = [draw(60), draw(40), draw(60), draw(40)];
  const rows = { users: [] as number[], items: [] as number[], weights: [] as number[] };
  const held = { users: [] as number[], items: [] as number[], weights: [] as number[] };
  for (let u = 0; u < 60; u++) {
    for (let i = 0; i < 40; i++) {
      if (stream.next() < 0.3) continue;
      const part = stream.next() < 0.1 ? held : rows;
      part.users.push(u);
      part.items.push(i);
      part.weights.push(Math.max(0.5, 5 + userBias[u]! / 2 + itemBias[i]! / 2 + taste[u]! * kind[i]!));
    }
  }
  return { rows, held };
}

const error = (predicted: Float32Array, true_: readonly number[]) =>
  Math.sqrt(true_.reduce((sum, value, k) => sum + (value - predicted[k]!) ** 2, 0) / true_.length);

it('predicts held-out ratings far better than biases can, within the range of the ratings', async () => {
  const { rows, held } = ratings();
  const recommender = await fitRecommender('rating-factors', interactionsFrom(rows), {
    settings: { width: 4, learningRate: 0.03, l2: 0.01 },
    seed: 1,
  });
  const predicted = predictRatings(recommender, held.users, held.items);
  expect(error(predicted, held.weights)).toBeLessThan(0.5);
  expect(predicted.every((value) => value >= 0.5 && value <= Math.max(...rows.weights))).toBe(true);
  const [stranger, newItem, both] = predictRatings(recommender, ['nobody', 0, 'nobody'], [0, 'new', 'new']);
  const mean = rows.weights.reduce((sum, value) => sum + value, 0) / rows.weights.length;
  expect(both).toBeCloseTo(mean, 4);
  expect(Math.abs(stranger! - mean)).toBeGreaterThan(0.01);
  expect(Math.abs(newItem! - mean)).toBeGreaterThan(0.01);
});

it('asks for a recommender of ratings, and as many users as items', async () => {
  const { rows } = ratings();
  const data = interactionsFrom(rows);
  const popular = await fitRecommender('popularity', data);
  expect(() => predictRatings(popular, [0], [0])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  const rated = await fitRecommender('rating-factors', data, { settings: { epochs: 1, width: 2 } });
  expect(() => predictRatings(rated, [0, 1], [0])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});
