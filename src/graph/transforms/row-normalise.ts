import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { denseColumn, sparseColumn } from '../columns/make.js';
import { denseMatrix, sparseMatrix, validity } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import type { ColumnSchema } from '../schema/schema.js';
import { findMatrix, missingFeatures, type NewColumn, withNodeColumns } from './node-column.js';

export interface RowNormaliseOptions {
  /** Default: every node type that has a feature matrix. */
  readonly nodeType?: string;
  /** A dense or sparse column of `nodeType`; default its first feature matrix. */
  readonly column?: string;
  /** `l1` (default): the absolute values of a row sum to 1. `l2`: their squares do. */
  readonly norm?: 'l1' | 'l2';
}

const optionsSchema = z.strictObject({
  nodeType: z.optional(names.nodeType),
  column: z.optional(names.columnName),
  norm: z.optional(z.enum(['l1', 'l2'])),
});

/**
 * Divides every row of a feature matrix by its norm, taken in float64; rows of zeros stay zero, null rows null. O(values).
 * PyG's `NormalizeFeatures` shifts rows to start at 0 and divides by the plain sum; on features that are not negative
 * and have a zero the two agree.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, MISSING_FEATURES where the named node type has
 * no feature matrix, INVALID_OPTION
 */
export function rowNormalise(graph: HeteroGraph, options: RowNormaliseOptions = {}): HeteroGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { nodeType, column: name, norm = 'l1' } = options;
  if (name !== undefined && nodeType === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', `The column "${name}" was named without its node type.`, {
      column: 'nodeType',
      hint: 'Give nodeType with it, or leave column out to take the features of every type.',
    });
  }
  const changes = new Map<string, NewColumn>();
  for (const type of nodeType === undefined ? graph.nodeTypes : [nodeType]) {
    const found = findMatrix(graph, type, name, ['dense', 'sparse']);
    if (found) changes.set(type, { column: found.column, make: () => normalised(found.column, found.data(), norm) });
    else if (nodeType !== undefined) throw missingFeatures(type);
  }
  return withNodeColumns(graph, changes);
}

function normalised({ type, width = 0 }: ColumnSchema, data: Data, norm: 'l1' | 'l2'): Data {
  if (type === 'dense') {
    const matrix = denseMatrix(data, width);
    const values = new Float32Array(matrix.values.length);
    for (let row = 0; row < matrix.numRows; row++) divide(matrix.values, values, row * width, (row + 1) * width, norm);
    return denseColumn({ ...matrix, values }, validity(data));
  }
  const matrix = sparseMatrix(data, width);
  const values = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.numRows; row++) {
    divide(matrix.values, values, matrix.indptr[row]!, matrix.indptr[row + 1]!, norm);
  }
  return sparseColumn({ ...matrix, values }, validity(data));
}

function divide(values: Float32Array, out: Float32Array, from: number, to: number, norm: 'l1' | 'l2'): void {
  let total = 0;
  for (let i = from; i < to; i++) total += norm === 'l1' ? Math.abs(values[i]!) : values[i]! * values[i]!;
  if (total === 0) return;
  const length = norm === 'l1' ? total : Math.sqrt(total);
  for (let i = from; i < to; i++) out[i] = values[i]! / length;
}
