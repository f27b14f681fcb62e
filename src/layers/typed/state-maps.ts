import {
  add,
  linear,
  matMul,
  multiply,
  reshape,
  sigmoid,
  subtract,
  type Tensor,
  type Tensor2D,
} from '../../tensor/index.js';

/** A linear map of states: [D, H] and [H]. */
export interface StateMap {
  readonly weight: Tensor2D;
  readonly bias: Tensor;
}

/** (x W + b) M, the two matrices multiplied first. */
export function through(x: Tensor2D, { weight, bias }: StateMap, matrix: Tensor2D): Tensor2D {
  const width = matrix.shape[1];
  const shifted = matMul(reshape<Tensor2D>(bias, [1, matrix.shape[0]]), matrix);
  return linear(x, matMul(weight, matrix), reshape(shifted, [width]));
}

/** s next + (1 - s) own with s = sigmoid(skip), one number; next where there is no skip. */
export function mixed(next: Tensor2D, own: Tensor2D, skip: Tensor | undefined): Tensor2D {
  if (!skip) return next;
  const share = sigmoid(skip);
  return add(multiply(subtract(next, own), share), own) as Tensor2D;
}
