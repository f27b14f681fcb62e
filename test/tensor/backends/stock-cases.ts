import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../src/tensor/index.js';

/** Shapes of the operands of stock operations. */
export const stockShapes = {
  x: [6, 5],
  y: [6, 5],
  row: [5],
  column: [6, 1],
  square: [5, 5],
  batch: [2, 3, 4],
} as const;

export type StockInputs = Record<keyof typeof stockShapes, Tensor>;

const positive = (t: Tensor) => tf.add(tf.square(t), 0.5);

/** Stock operations and compositions of them that models are made of. */
export const stockCases: Record<string, (inputs: StockInputs) => Tensor> = {
  add: ({ x, y }) => tf.add(x, y),
  addRow: ({ x, row }) => tf.add(x, row),
  rowMinus: ({ x, row }) => tf.sub(row, x),
  minusColumn: ({ x, column }) => tf.sub(x, column),
  timesScalar: ({ x }) => tf.mul(x, 3),
  timesColumn: ({ x, column }) => tf.mul(column, x),
  outer: ({ column, row }) => tf.mul(column, row),
  divide: ({ x, y }) => tf.div(x, positive(y)),
  divideByRow: ({ x, row }) => tf.div(x, positive(row)),
  addN: ({ x, y }) => tf.addN([x, y, x]),
  maximum: ({ x, y }) => tf.maximum(x, y),
  minimumOfRow: ({ x, row }) => tf.minimum(x, row),
  prelu: ({ x, row }) => tf.prelu(x, row),
  neg: ({ x }) => tf.neg(x),
  relu: ({ x }) => tf.relu(x),
  leakyRelu: ({ x }) => tf.leakyRelu(x, 0.2),
  abs: ({ x }) => tf.abs(x),
  square: ({ x }) => tf.square(x),
  sqrt: ({ x }) => tf.sqrt(positive(x)),
  rsqrt: ({ x }) => tf.rsqrt(positive(x)),
  exp: ({ x }) => tf.exp(x),
  log: ({ x }) => tf.log(positive(x)),
  sigmoid: ({ x }) => tf.sigmoid(x),
  tanh: ({ x }) => tf.tanh(x),
  sumAll: ({ x }) => tf.sum(x),
  sumRows: ({ x }) => tf.sum(x, 0),
  sumColumns: ({ x }) => tf.sum(x, -1, true),
  mean: ({ x }) => tf.mean(x),
  meanRows: ({ x }) => tf.mean(x, 0, true),
  meanColumns: ({ x }) => tf.mean(x, 1),
  softmax: ({ x }) => tf.softmax(x as tf.Tensor2D),
  logSoftmax: ({ x }) => tf.logSoftmax(x as tf.Tensor2D),
  matMul: ({ x, square }) => tf.matMul(x, square),
  matMulNT: ({ x, y }) => tf.matMul(x, y, false, true),
  matMulTN: ({ x, y }) => tf.matMul(x, y, true, false),
  matMulTT: ({ x, square }) => tf.matMul(square, x, true, true),
  matMulBatch: ({ batch }) => tf.matMul(batch, batch, false, true),
  transpose: ({ x }) => tf.transpose(x),
  concatColumns: ({ x, y, column }) => tf.concat([x, column, y], 1),
  concatRows: ({ x, y }) => tf.concat([x, y], 0),
  split: ({ x }) => tf.split(x, [2, 3], 1)[1]!,
  slice: ({ x }) => tf.slice(x, [1, 0], [5, 3]),
  reshape: ({ x }) => tf.reshape(x, [3, 10]),
  gather: ({ x }) => tf.gather(x, tf.tensor1d([5, 0, 5], 'int32')),
  layerNorm: ({ x, row }) => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    return tf.mul(tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), 1e-3))), row);
  },
};
