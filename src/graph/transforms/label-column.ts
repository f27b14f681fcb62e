import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import { numericColumn } from '../columns/make.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import type { ColumnType } from '../schema/schema.js';
import { categorise } from './categories.js';
import { findNodeColumn, withNodeColumns } from './node-column.js';

export interface LabelColumnOptions {
  readonly nodeType: string;
  /** An int32, int64, utf8 or bool column. */
  readonly column: string;
}

const optionsSchema = z.strictObject({ nodeType: names.nodeType, column: names.columnName });
const ALLOWED: readonly ColumnType[] = ['int32', 'int64', 'utf8', 'bool'];

/**
 * Makes a plain column the labels of its node type: its distinct values are the classes, ascending, numbers by size and texts by code
 * unit, whatever the order of the rows. Rows that are null, or an empty text, are unlabelled. O(N).
 *
 * @example
 * const graph = labelColumn(shop, { nodeType: 'customer', column: 'churned' });
 * graph.labels('customer', 'churned').classes; // ['no', 'yes']
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE
 */
export function labelColumn(graph: HeteroGraph, options: LabelColumnOptions): HeteroGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { nodeType, column } = options;
  const found = findNodeColumn(graph, nodeType, column, ALLOWED);
  const { categories, codes } = categorise(found.column.type, found.data());
  // An empty text is the first of them, if it is there.
  const numUnnamed = categories[0] === '' ? 1 : 0;
  const values = codes.map((code) => Math.max(code - numUnnamed, -1));
  const classes = categories.slice(numUnnamed).map(String);
  const valid = Uint8Array.from(values, (code) => Number(code >= 0));
  const labels = { name: column, type: 'int32', role: 'label', classes } as const;
  const make = () =>
    numericColumn(
      'int32',
      values.map((code) => Math.max(code, 0)),
      valid,
    );
  return withNodeColumns(graph, new Map([[nodeType, { column: labels, make }]]));
}
