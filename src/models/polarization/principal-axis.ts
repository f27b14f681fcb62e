import * as z from 'zod/mini';
import { checkOptions, checkRows, expectMembers, HeteroGraphError, RandomStream } from '../../core/index.js';
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

const MOST_STEPS = 10_000;
const TOLERANCE = 1e-12;

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
  const { axis, variance } = firstAxis(covariance, width);
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

/** Largest eigenvalue and its vector, by powers of the matrix from a vector by chance, which is orthogonal to none. */
function firstAxis(matrix: Float64Array, width: number): { readonly axis: Float64Array; readonly variance: number } {
  const stream = new RandomStream(1, 'principal axis');
  let axis = Float64Array.from({ length: width }, () => stream.nextNormal());
  unit(axis);
  let variance = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS && variance > 0; step++) {
    const next = new Float64Array(width);
    for (let a = 0; a < width; a++) for (let b = 0; b < width; b++) next[a]! += matrix[a * width + b]! * axis[b]!;
    variance = unit(next);
    let moved = 0;
    for (let c = 0; c < width; c++) moved = Math.max(moved, Math.abs(next[c]! - axis[c]!));
    axis = next;
    if (moved < TOLERANCE) break;
  }
  const largest = axis.reduce((at, value, c) => (Math.abs(value) > Math.abs(axis[at]!) ? c : at), 0);
  return { axis: axis[largest]! < 0 ? axis.map((value) => 0 - value) : axis, variance };
}

/** Scales to length 1 in place; returns the length it had. */
function unit(vector: Float64Array): number {
  const length = Math.hypot(...vector);
  if (length > 0) for (let c = 0; c < vector.length; c++) vector[c]! /= length;
  return length;
}
