import * as z from 'zod/mini';
import {
  checkOptions,
  checkRows,
  type Direction,
  expectMembers,
  HeteroGraphError,
  largestDirections,
} from '../../core/index.js';
import type { Embedding } from '../core/types.js';

/** Where vectors lie along the direction in which they differ most. */
export interface PrincipalAxis {
  /** Signed distance of every vector from their mean along the axis, [N]. */
  readonly scores: Float64Array;
  /** Of length 1, [width]; its largest entry is positive. Zeros where all vectors are equal. */
  readonly axis: Float64Array;
  /** Of the variance, the share that lies along the axis; 0 where there is none. */
  readonly share: number;
}

export interface PrincipalAxisOptions {
  /** Rows that the mean and the axis are computed of; default all. */
  readonly rows?: Int32Array;
}

const optionsSchema = z.strictObject({
  rows: z.optional(z.custom<Int32Array>((value) => value instanceof Int32Array, 'an Int32Array')),
});

/**
 * The first principal axis of vectors and their place along it: which of two sides each is on, and how far, without any label. Which side is
 * positive means nothing. O(N width^2).
 *
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH where values make no whole rows; INDEX_OUT_OF_RANGE; NON_FINITE
 * @example
 * const { scores } = principalAxis({ values: embeddings.valuesOf('user'), width: embeddings.width });
 */
export function principalAxis(vectors: Embedding, options: PrincipalAxisOptions = {}): PrincipalAxis {
  expectMembers(vectors, 'vectors', { values: 'numbers' });
  checkOptions(optionsSchema, options);
  const { values, width } = vectors;
  const count = values.length / width;
  if (!(width >= 1 && Number.isInteger(width) && Number.isInteger(count))) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${values.length} values make no rows of ${width}.`, {
      column: 'vectors',
      hint: 'Give width values a vector.',
    });
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new HeteroGraphError('NON_FINITE', `A value is ${values[bad]}.`, {
      ...{ column: 'vectors', row: Math.floor(bad / width) },
      hint: 'Give finite numbers.',
    });
  }
  if (options.rows) checkRows(options.rows, count, 'rows');
  const rows = options.rows ?? Int32Array.from({ length: count }, (_, row) => row);
  const mean = new Float64Array(width);
  for (const row of rows) for (let c = 0; c < width; c++) mean[c]! += values[row * width + c]! / rows.length;
  const covariance = covarianceOf(values, rows, mean, width);
  const { weights: axis, variance } = largestDirections(covariance, width)[0] ?? nowhere(width);
  let total = 0;
  for (let c = 0; c < width; c++) total += covariance[c * width + c]!;
  const scores = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    for (let c = 0; c < width; c++) scores[row]! += (values[row * width + c]! - mean[c]!) * axis[c]!;
  }
  return { scores, axis, share: total > 0 ? variance / total : 0 };
}

function covarianceOf(values: Float32Array, rows: Int32Array, mean: Float64Array, width: number): Float64Array {
  const covariance = new Float64Array(width * width);
  const centred = new Float64Array(width);
  for (const row of rows) {
    for (let c = 0; c < width; c++) centred[c] = values[row * width + c]! - mean[c]!;
    for (let a = 0; a < width; a++) {
      const scaled = centred[a]! / rows.length;
      for (let b = 0; b < width; b++) covariance[a * width + b]! += scaled * centred[b]!;
    }
  }
  return covariance;
}

function nowhere(width: number): Direction {
  return { weights: new Float64Array(width), variance: 0 };
}
