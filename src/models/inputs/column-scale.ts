import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import type { Inputs } from './inputs.js';

/** What inputs are standardised by, column by column: (x - mean) / deviation; plain data, kept with a model. */
export interface ColumnScale {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

const numbers = z.array(z.number('a finite number').check(z.refine(Number.isFinite, 'a finite number')));
const scaleSchema = z.strictObject({ means: numbers, deviations: numbers });

/**
 * Mean and deviation of every input in some rows. Columns that hold nothing but -1, 0 and 1 there, such as the marks of categories, stay
 * as they are (mean 0, deviation 1): divided by their deviation, rare ones would count most. So does a column without deviation.
 */
export function columnScale({ x, width }: Inputs, rows: Int32Array): ColumnScale {
  const sums = new Float64Array(width);
  const isMark = new Uint8Array(width).fill(1);
  for (const row of rows) {
    for (let c = 0; c < width; c++) {
      const value = x[row * width + c]!;
      sums[c]! += value;
      if (value !== 0 && value !== 1 && value !== -1) isMark[c] = 0;
    }
  }
  const n = Math.max(1, rows.length);
  const squares = new Float64Array(width);
  for (const row of rows) {
    for (let c = 0; c < width; c++) squares[c]! += (x[row * width + c]! - sums[c]! / n) ** 2;
  }
  const deviations = Array.from(squares, (sum) => Math.sqrt(sum / n));
  const isScaled = deviations.map((deviation, c) => !isMark[c] && deviation > 0 && Number.isFinite(deviation));
  return {
    means: isScaled.map((is, c) => (is ? sums[c]! / n : 0)),
    deviations: deviations.map((deviation, c) => (isScaled[c] ? deviation : 1)),
  };
}

/** Standardises inputs in place. */
export function scaleColumns({ x, width }: Inputs, { means, deviations }: ColumnScale): void {
  for (let at = 0; at < x.length; at += width) {
    for (let c = 0; c < width; c++) x[at + c] = (x[at + c]! - means[c]!) / deviations[c]!;
  }
}

/** @throws {HeteroGraphError} INVALID_OPTION where it is no scale; SHAPE_MISMATCH where it is of another width */
export function checkScale(scale: unknown, width: number): ColumnScale {
  checkOptions(scaleSchema, scale, { what: 'state.scale' });
  const checked = scale as ColumnScale;
  const { means, deviations } = checked;
  if (means.length === width && deviations.length === width && deviations.every((each) => each > 0)) return checked;
  throw new HeteroGraphError('SHAPE_MISMATCH', `The scale should have ${width} means and positive deviations.`, {
    column: 'scale',
    hint: 'Save the model again.',
  });
}
