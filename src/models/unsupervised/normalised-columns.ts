import { batchNorm, reshape, type Tensor, type Tensor2D, tensor2d } from '../../tensor/index.js';

/** Columns of x [B, W] with mean 0 and variance 1 over its rows, those that do not vary 0. The caller tidies. */
export function normalisedColumns(x: Tensor2D): Tensor2D {
  const width = x.shape[1];
  const row = (value: number): Tensor => reshape(tensor2d(new Float32Array(width).fill(value), [1, width]), [width]);
  return batchNorm(x, row(1), row(0)).out;
}
