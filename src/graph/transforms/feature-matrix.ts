import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { denseColumn } from '../columns/make.js';
import { booleans, denseMatrix, numbers, validity } from '../columns/read.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import type { ColumnSchema, ColumnType } from '../schema/schema.js';
import { checkNewColumn, findNodeColumn, missingFeatures, withNodeColumns } from './node-column.js';

export interface FeatureMatrixOptions {
  readonly nodeType: string;
  /** Numeric, bool or dense columns, in the order of the matrix; default: all such columns with the role `feature`. */
  readonly columns?: readonly string[];
  /** Name of the new column; default `features`. */
  readonly name?: string;
  /** Takes the place of null; by default null is an error. */
  readonly missing?: number;
}

const optionsSchema = z.strictObject({
  nodeType: names.nodeType,
  columns: z.optional(names.columnNames),
  name: z.optional(names.columnName),
  missing: z.optional(z.number('a finite number')),
});

const ALLOWED: readonly ColumnType[] = ['int32', 'int64', 'float32', 'float64', 'bool', 'dense'];

/**
 * Gathers scalar columns into one dense feature matrix, [N, columns]: numbers as float32, false and true as 0 and 1. Dense
 * columns may be among them and count with their width. The gathered columns stay; the new one comes last. O(N D).
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, DUPLICATE_NAME, INVALID_OPTION; MISSING_FEATURES
 * where there is no column to gather; NULL_VALUE naming column and row, unless `missing` is given
 */
export function featureMatrix(graph: HeteroGraph, options: FeatureMatrixOptions): HeteroGraph {
  checkOptions(optionsSchema, options);
  const { nodeType, name = 'features', missing } = options;
  const isFeature = ({ role, type }: ColumnSchema) => role === 'feature' && ALLOWED.includes(type);
  const names =
    options.columns ??
    graph
      .nodeSchema(nodeType)
      .columns.filter(isFeature)
      .map((column) => column.name);
  const found = names.map((column) => findNodeColumn(graph, nodeType, column, ALLOWED));
  checkNewColumn(graph, nodeType, name);
  if (found.length === 0) throw missingFeatures(nodeType);
  if (missing === undefined) for (const { column, data } of found) checkNoNull(data(), column.name, nodeType);
  const numRows = graph.numNodes(nodeType);
  const width = found.reduce((total, { column }) => total + (column.width ?? 1), 0);
  const make = () => {
    const values = new Float32Array(numRows * width);
    let at = 0;
    for (const { column, data } of found) {
      fill(values, at, width, column, data(), missing ?? 0);
      at += column.width ?? 1;
    }
    return denseColumn({ kind: 'dense', numRows, width, values });
  };
  const column = { name, type: 'dense', role: 'feature', width, description: names.join(', ') } as const;
  return withNodeColumns(graph, new Map([[nodeType, { column, make }]]));
}

function checkNoNull(data: Data, column: string, type: string): void {
  const row = validity(data)?.indexOf(0) ?? -1;
  if (row < 0) return;
  throw new HeteroGraphError('NULL_VALUE', 'A value is missing.', {
    type,
    column,
    row,
    hint: 'Pass `missing` with the number that takes the place of null.',
  });
}

/** Writes a column to the `at`-th and following columns of a matrix. */
function fill(out: Float32Array, at: number, width: number, column: ColumnSchema, data: Data, missing: number): void {
  const own = column.width ?? 1;
  const values =
    column.type === 'dense'
      ? denseMatrix(data, own).values
      : column.type === 'bool'
        ? booleans(data)
        : (numbers(data) as ArrayLike<number | bigint>);
  const valid = validity(data);
  for (let row = 0; row < data.length; row++) {
    for (let d = 0; d < own; d++) {
      out[row * width + at + d] = valid?.[row] === 0 ? missing : Number(values[row * own + d]!);
    }
  }
}
