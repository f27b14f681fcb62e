import { RandomStream, type WeightedCsr } from '../../core/index.js';

/** Trained numbers of one side, users or items: a bias and a vector of each row, and of each feature that rows have. */
export interface Side {
  readonly bias: Float64Array;
  /** [rows, width]. */
  readonly vectors: Float64Array;
  readonly featureBias: Float64Array;
  /** [features, width]. */
  readonly featureVectors: Float64Array;
  /** [rows, features], what each feature counts for. */
  readonly features: WeightedCsr;
}

/** mean + bias of the user + bias of the item + inner product of their vectors, features of both added to bias and vector. */
export interface RatingModel {
  readonly width: number;
  readonly mean: number;
  readonly users: Side;
  readonly items: Side;
}

const DEVIATION = 0.1;

export function newRatingModel(
  width: number,
  mean: number,
  userFeatures: WeightedCsr,
  itemFeatures: WeightedCsr,
  seed: number,
): RatingModel {
  const side = (name: string, features: WeightedCsr): Side => ({
    bias: new Float64Array(features.numRows),
    vectors: normals(new RandomStream(seed, 'recommend/ratings', name), features.numRows * width),
    featureBias: new Float64Array(features.numCols),
    featureVectors: new Float64Array(features.numCols * width),
    features,
  });
  return { width, mean, users: side('users', userFeatures), items: side('items', itemFeatures) };
}

function normals(stream: RandomStream, length: number): Float64Array {
  return Float64Array.from({ length }, () => DEVIATION * stream.nextNormal());
}

/** Bias and vector of a row with those of its features; the vector goes to `into`. */
export function effective(side: Side, width: number, row: number, into: Float64Array): number {
  const { bias, vectors, featureBias, featureVectors, features } = side;
  let total = bias[row]!;
  for (let c = 0; c < width; c++) into[c] = vectors[row * width + c]!;
  for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++) {
    const [feature, value] = [features.indices[e]!, features.values[e]!];
    total += value * featureBias[feature]!;
    for (let c = 0; c < width; c++) into[c]! += value * featureVectors[feature * width + c]!;
  }
  return total;
}

export interface Rate {
  readonly learningRate: number;
  readonly l2: number;
}

/** Items and ratings of one user. */
export interface UserRatings {
  readonly items: ArrayLike<number>;
  readonly ratings: ArrayLike<number>;
}

/**
 * One pass of stochastic gradient descent over a user's ratings, on half the squared error plus half l2 times the squares of what each
 * rating uses. Items are updated rating by rating, the user's own features once, by the sum.
 */
export function trainUser(model: RatingModel, user: number, { items, ratings }: UserRatings, rate: Rate): void {
  const { width, mean, users } = model;
  const own = new Float64Array(width);
  const ownStart = new Float64Array(width);
  const other = new Float64Array(width);
  let ownBias = effective(users, width, user, own);
  ownStart.set(own);
  const startBias = ownBias;
  for (let k = 0; k < items.length; k++) {
    const item = items[k]!;
    const itemBias = effective(model.items, width, item, other);
    let predicted = mean + ownBias + itemBias;
    for (let c = 0; c < width; c++) predicted += own[c]! * other[c]!;
    const error = ratings[k]! - predicted;
    descend(model.items, width, item, error, own, rate);
    ownBias += rate.learningRate * (error - rate.l2 * ownBias);
    for (let c = 0; c < width; c++) own[c]! += rate.learningRate * (error * other[c]! - rate.l2 * own[c]!);
  }
  spread(users, width, user, ownBias - startBias, own, ownStart);
}

/** A step for a row and its features, for an error of a rating whose other side has the given vector. */
function descend(side: Side, width: number, row: number, error: number, other: Float64Array, rate: Rate): void {
  const { learningRate, l2 } = rate;
  const { bias, vectors, featureBias, featureVectors, features } = side;
  bias[row]! += learningRate * (error - l2 * bias[row]!);
  for (let c = 0; c < width; c++) {
    const at = row * width + c;
    vectors[at]! += learningRate * (error * other[c]! - l2 * vectors[at]!);
  }
  for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++) {
    const [feature, value] = [features.indices[e]!, features.values[e]!];
    featureBias[feature]! += learningRate * (error * value - l2 * featureBias[feature]!);
    for (let c = 0; c < width; c++) {
      const at = feature * width + c;
      featureVectors[at]! += learningRate * (error * value * other[c]! - l2 * featureVectors[at]!);
    }
  }
}

/** Shares the change of a row's effective bias and vector out to the row and its features, in proportion to what each counts for. */
function spread(
  side: Side,
  width: number,
  row: number,
  biasChange: number,
  to: Float64Array,
  from: Float64Array,
): void {
  const { bias, vectors, featureBias, featureVectors, features } = side;
  let squares = 1;
  for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++) squares += features.values[e]! ** 2;
  bias[row]! += biasChange / squares;
  for (let c = 0; c < width; c++) vectors[row * width + c]! += (to[c]! - from[c]!) / squares;
  for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++) {
    const [feature, share] = [features.indices[e]!, features.values[e]! / squares];
    featureBias[feature]! += share * biasChange;
    for (let c = 0; c < width; c++) featureVectors[feature * width + c]! += share * (to[c]! - from[c]!);
  }
}

/**
 * Biases and vectors of all rows with their features, as vectors whose inner product is the rating: [vector, 1, mean + bias] of users,
 * [vector, bias, 1] of items; [rows, width + 2].
 */
export function ratingVectors({ width, mean, users, items }: RatingModel): {
  readonly users: Float32Array;
  readonly items: Float32Array;
  readonly width: number;
} {
  const vectors = (side: Side, last: (bias: number) => readonly [number, number]) => {
    const rows = side.bias.length;
    const out = new Float32Array(rows * (width + 2));
    const own = new Float64Array(width);
    for (let row = 0; row < rows; row++) {
      const bias = effective(side, width, row, own);
      out.set(own, row * (width + 2));
      out.set(last(bias), row * (width + 2) + width);
    }
    return out;
  };
  return {
    users: vectors(users, (bias) => [1, mean + bias]),
    items: vectors(items, (bias) => [bias, 1]),
    width: width + 2,
  };
}

/** Root of the mean squared difference of the pairs of a matrix, predictions kept within the bounds. */
export function rootMeanSquare(
  model: RatingModel,
  matrix: WeightedCsr,
  [low, high]: readonly [number, number],
): number {
  const { users, items, width } = ratingVectors(model);
  let sum = 0;
  for (let u = 0; u < matrix.numRows; u++) {
    for (let e = matrix.indptr[u]!; e < matrix.indptr[u + 1]!; e++) {
      let predicted = 0;
      for (let c = 0, i = matrix.indices[e]! * width; c < width; c++)
        predicted += users[u * width + c]! * items[i + c]!;
      sum += (Math.min(high, Math.max(low, predicted)) - matrix.values[e]!) ** 2;
    }
  }
  return Math.sqrt(sum / Math.max(1, matrix.indices.length));
}
