import { describe, expect, it } from 'vitest';
import {
  effective,
  newRatingModel,
  type RatingModel,
  ratingVectors,
  trainUser,
} from '../../../src/recommend/rating-factors/rating-model.js';
import { joinedFeatures } from '../../../src/recommend/side/joined-features.js';
import { csrOf, largestDifference, normals, slopes } from '../training/matrices.js';

const width = 3;
const l2 = 0.07;

function filled(): RatingModel {
  const model = newRatingModel(
    width,
    3.5,
    joinedFeatures(2, [csrOf([[0, 2], [1]], 3), csrOf([[], [0, 1]], 2)]),
    joinedFeatures(3, [csrOf([[0], [0, 1], []], 2)]),
    4,
  );
  for (const [k, side] of [model.users, model.items].entries()) {
    side.bias.set(normals(side.bias.length, 10 + k));
    side.featureBias.set(normals(side.featureBias.length, 20 + k));
    side.featureVectors.set(normals(side.featureVectors.length, 30 + k));
  }
  return model;
}

/** The prediction as it is defined. */
function predicted(model: RatingModel, user: number, item: number): number {
  const [p, q] = [new Float64Array(width), new Float64Array(width)];
  const biases = effective(model.users, width, user, p) + effective(model.items, width, item, q);
  return model.mean + biases + p.reduce((sum, value, c) => sum + value * q[c]!, 0);
}

describe('the model of ratings', () => {
  it('features count one over the root of how many a row has, relation by relation', () => {
    const { indptr, indices, values, numCols } = joinedFeatures(2, [csrOf([[0, 2], [1]], 3), csrOf([[], [0, 1]], 2)]);
    expect([...indptr]).toEqual([0, 2, 5]);
    expect([...indices]).toEqual([0, 2, 1, 3, 4]);
    expect(numCols).toBe(5);
    expect(largestDifference(values, [Math.SQRT1_2, Math.SQRT1_2, 1, Math.SQRT1_2, Math.SQRT1_2])).toBeLessThan(1e-7);
  });

  it('vectors have the prediction as inner product', () => {
    const model = filled();
    const { users, items, width: all } = ratingVectors(model);
    for (let u = 0; u < 2; u++) {
      for (let i = 0; i < 3; i++) {
        let product = 0;
        for (let c = 0; c < all; c++) product += users[u * all + c]! * items[i * all + c]!;
        expect(product).toBeCloseTo(predicted(model, u, i), 5);
      }
    }
  });

  it('one rating moves an item and its features down the gradient of the loss', () => {
    const model = filled();
    const [user, item, rating, learningRate] = [1, 1, 5, 1e-6];
    const { items } = model;
    const loss = () => (rating - predicted(model, user, item)) ** 2 / 2;
    const arrays = [items.bias, items.vectors, items.featureBias, items.featureVectors];
    const wanted = arrays.map((array) => slopes(array, loss));
    const before = arrays.map((array) => array.slice());
    trainUser(model, user, { items: [item], ratings: [rating] }, { learningRate, l2 });
    for (const [a, array] of arrays.entries()) {
      for (let k = 0; k < array.length; k++) {
        const change = (array[k]! - before[a]![k]!) / learningRate;
        const isUsed = change !== 0;
        const penalty = isUsed ? l2 * before[a]![k]! : 0;
        expect(change).toBeCloseTo(-wanted[a]![k]! - penalty, 4);
      }
    }
  });

  it('one rating moves the vector and bias of a user with features down the gradient', () => {
    const model = filled();
    const [user, item, rating, learningRate] = [1, 1, 5, 1e-6];
    const [own, other, after] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
    const bias = effective(model.users, width, user, own);
    effective(model.items, width, item, other);
    const error = rating - predicted(model, user, item);
    trainUser(model, user, { items: [item], ratings: [rating] }, { learningRate, l2 });
    expect((effective(model.users, width, user, after) - bias) / learningRate).toBeCloseTo(error - l2 * bias, 4);
    for (let c = 0; c < width; c++) {
      expect((after[c]! - own[c]!) / learningRate).toBeCloseTo(error * other[c]! - l2 * own[c]!, 4);
    }
  });
});
