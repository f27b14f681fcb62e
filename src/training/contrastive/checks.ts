import { expectMembers, HeteroGraphError } from '../../core/index.js';
import { rowNorm, type Tensor2D, tensor2d } from '../../tensor/index.js';

/** Rows of length 1: products of two are cosines. */
export function directions(x: Tensor2D): Tensor2D {
  return rowNorm(x);
}

/** 0, and on the diagonal a number that no softmax counts, [n, n]. */
export function withoutSelf(n: number): Tensor2D {
  const values = new Float32Array(n * n);
  for (let i = 0; i < n; i++) values[i * n + i] = -1e9;
  return tensor2d(values, [n, n]);
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkTemperature(temperature: number): void {
  if (temperature > 0 && Number.isFinite(temperature)) return;
  throw new HeteroGraphError('INVALID_OPTION', `The temperature is ${temperature}.`, {
    column: 'temperature',
    hint: 'Use a number above 0, such as 0.5.',
  });
}

/** @throws {HeteroGraphError} INVALID_OPTION where it is no matrix */
export function checkMatrix(x: Tensor2D, what: string): void {
  expectMembers(x, what, { shape: 'list' });
}
