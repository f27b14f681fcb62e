import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, checkRows, type DenseMatrix, HeteroGraphError } from '../../core/index.js';
import { denseColumn } from '../columns/make.js';
import { denseMatrix, validity } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { findMatrix, missingFeatures, withNodeColumns } from './node-column.js';

/** What standardising learnt from the training rows: by matrix column, [D]. */
export interface Standardisation {
  readonly mean: Float64Array;
  /** Standard deviation with divisor n; 0 where the training rows are all alike. */
  readonly deviation: Float64Array;
}

export type StandardiseOptions = {
  readonly nodeType: string;
  /** A dense column; default the first feature matrix. */
  readonly column?: string;
} & (
  | {
      /** Rows that mean and deviation come from; null rows among them are left out. */
      readonly trainRows: Int32Array;
    }
  | {
      /** Mean and deviation that were fitted before, for new nodes. */
      readonly fitted: Standardisation;
    }
);

const doubles = z.custom<Float64Array>((value) => value instanceof Float64Array, 'a Float64Array');
const shared = { nodeType: names.nodeType, column: z.optional(names.columnName) };
const fitSchema = z.strictObject({ ...shared, trainRows: z.custom<Int32Array>(() => true) });
const fittedSchema = z.strictObject({ ...shared, fitted: z.looseObject({ mean: doubles, deviation: doubles }) });

export interface StandardisedGraph extends Standardisation {
  readonly graph: HeteroGraph;
}

/**
 * Shifts and scales every column of a dense feature matrix to mean 0 and deviation 1 over the training rows; nothing is
 * learnt from other rows. Columns that are constant over the training rows become 0 everywhere; null rows stay null. Sums
 * are float64, two passes. O(N D).
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, MISSING_FEATURES; WRONG_DTYPE for sparse matrices, whose
 * zeros would be lost; NO_ROWS where no training row has values; INDEX_OUT_OF_RANGE; NON_FINITE naming the row;
 * SHAPE_MISMATCH where `fitted` is of another width
 */
export function standardise(graph: HeteroGraph, options: StandardiseOptions): StandardisedGraph {
  expectGraph(graph);
  checkOptions(
    typeof options === 'object' && options !== null && 'fitted' in options ? fittedSchema : fitSchema,
    options,
  );
  const { nodeType, column: name } = options;
  const found = findMatrix(graph, nodeType, name, ['dense']);
  if (!found) throw missingFeatures(nodeType);
  const { column, data } = found;
  const width = column.width!;
  const location = { type: nodeType, column: column.name };
  let fitted: Standardisation;
  if ('fitted' in options) {
    fitted = options.fitted;
    for (const part of [fitted.mean, fitted.deviation]) {
      if (part.length !== width) {
        const message = `The fitted width is ${part.length}, the column's ${width}.`;
        throw new HeteroGraphError('SHAPE_MISMATCH', message, {
          ...location,
          hint: 'Give what was fitted on a column of the same width.',
        });
      }
      const at = part.findIndex((value) => !Number.isFinite(value));
      if (at < 0) continue;
      throw new HeteroGraphError('NON_FINITE', `Number ${at} of the fitted means or deviations is ${part[at]}.`, {
        ...location,
        hint: 'Fit again on training rows of finite values.',
      });
    }
  } else {
    checkRows(options.trainRows, graph.numNodes(nodeType), 'trainRows', { type: nodeType });
    fitted = fitOn(denseMatrix(data(), width), validity(data()), options.trainRows, location);
  }
  const result = withNodeColumns(graph, new Map([[nodeType, { column, make: () => apply(data(), width, fitted) }]]));
  return { graph: result, mean: fitted.mean, deviation: fitted.deviation };
}

function fitOn(
  { values, width }: DenseMatrix,
  valid: Uint8Array | undefined,
  trainRows: Int32Array,
  location: { readonly type: string; readonly column: string },
): Standardisation {
  const rows = valid ? trainRows.filter((row) => valid[row] === 1) : trainRows;
  if (rows.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'No training row has values to fit on.', {
      ...location,
      hint: 'Pass rows of the training split.',
    });
  }
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  const first = rows[0]! * width;
  for (const row of rows) {
    for (let d = 0; d < width; d++) {
      const value = values[row * width + d]!;
      if (!Number.isFinite(value)) {
        throw new HeteroGraphError('NON_FINITE', `Number ${d} of the row is ${value}.`, {
          ...location,
          row,
          hint: 'Replace such values, or leave the row out of trainRows.',
        });
      }
      // Taken from the first row on, so that columns that are all alike have exactly their mean.
      mean[d]! += value - values[first + d]!;
    }
  }
  for (let d = 0; d < width; d++) mean[d] = values[first + d]! + mean[d]! / rows.length;
  for (const row of rows) for (let d = 0; d < width; d++) deviation[d]! += (values[row * width + d]! - mean[d]!) ** 2;
  for (let d = 0; d < width; d++) deviation[d] = Math.sqrt(deviation[d]! / rows.length);
  return { mean, deviation };
}

function apply(data: Data, width: number, { mean, deviation }: Standardisation): Data {
  const matrix = denseMatrix(data, width);
  const values = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.numRows; row++) {
    for (let d = 0; d < width; d++) {
      const i = row * width + d;
      values[i] = deviation[d]! > 0 ? (matrix.values[i]! - mean[d]!) / deviation[d]! : 0;
    }
  }
  return denseColumn({ ...matrix, values }, validity(data));
}
