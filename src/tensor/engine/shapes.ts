import type { Tensor } from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} SHAPE_MISMATCH where `tensor` is not of the shape (-1: any extent) */
export function expectShape(what: string, tensor: Tensor, shape: readonly number[]): void {
  const fits = tensor.shape.length === shape.length && shape.every((n, i) => n < 0 || n === tensor.shape[i]);
  if (fits) return;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `${what} has the shape [${tensor.shape}], expected is [${shape.map((n) => (n < 0 ? 'any' : n))}].`,
  );
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH */
export function expectLength(what: string, values: { readonly length: number }, length: number): void {
  if (values.length === length) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${values.length} values, expected are ${length}.`);
}
