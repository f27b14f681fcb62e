import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { sparseColumn } from '../columns/make.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import type { ColumnType } from '../schema/schema.js';
import { type Category, categorise } from './categories.js';
import { checkNewColumn, findNodeColumn, withNodeColumns } from './node-column.js';

export interface OneHotOptions {
  readonly nodeType: string;
  /** An int32, int64, utf8 or bool column. */
  readonly column: string;
  /** Name of the new column; default the column's and ` one-hot`. */
  readonly name?: string;
  /** Categories in the order of the new matrix's columns, such as those an earlier call returned; default: those found. */
  readonly categories?: readonly Category[];
}

const optionsSchema = z.strictObject({
  nodeType: names.nodeType,
  column: names.columnName,
  name: z.optional(names.columnName),
  categories: z.optional(z.array(z.unknown(), 'a list of categories')),
});

export interface OneHotGraph {
  readonly graph: HeteroGraph;
  /** The category of every column of the new matrix; bigint for int64. */
  readonly categories: readonly Category[];
}

const ALLOWED: readonly ColumnType[] = ['int32', 'int64', 'utf8', 'bool'];

/**
 * Adds a sparse feature matrix, [N, categories], with a 1 in the column of the row's category; rows that are null are
 * empty. Categories found are ascending: numbers by size, texts by code unit; a bool column has false and true. The
 * new column comes last. O(N).
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, DUPLICATE_NAME; INVALID_OPTION where a
 * category is given twice; UNKNOWN_CATEGORY naming the row whose value is none of the given ones
 */
export function oneHot(graph: HeteroGraph, options: OneHotOptions): OneHotGraph {
  checkOptions(optionsSchema, options);
  const { nodeType, column, name = `${column} one-hot`, categories: given } = options;
  const found = findNodeColumn(graph, nodeType, column, ALLOWED);
  checkNewColumn(graph, nodeType, name);
  const location = { type: nodeType, column };
  if (given && new Set(given).size !== given.length) {
    throw new HeteroGraphError('INVALID_OPTION', 'A category was given twice.', {
      ...location,
      hint: 'Give each once, such as by [...new Set(categories)].',
    });
  }
  let { categories, codes } = categorise(found.column.type, found.data());
  if (given) {
    const places = new Map(given.map((category, i) => [category, i]));
    const moved = Int32Array.from(categories, (category) => places.get(category) ?? -1);
    const row = codes.findIndex((code) => code >= 0 && moved[code]! < 0);
    if (row >= 0) {
      const message = `The value ${String(categories[codes[row]!])} is none of the given categories.`;
      const hint = 'List it, or set such rows to null.';
      throw new HeteroGraphError('UNKNOWN_CATEGORY', message, { ...location, row, hint });
    }
    categories = given;
    codes = codes.map((code) => (code < 0 ? -1 : moved[code]!));
  }
  const width = categories.length;
  const description = `one-hot ${column}`;
  const change = {
    column: { name, type: 'sparse', role: 'feature', width, description } as const,
    make: () => hotRows(codes, width),
  };
  return { graph: withNodeColumns(graph, new Map([[nodeType, change]])), categories };
}

function hotRows(codes: Int32Array, width: number): Data {
  const indptr = new Int32Array(codes.length + 1);
  for (let row = 0; row < codes.length; row++) indptr[row + 1] = indptr[row]! + (codes[row]! >= 0 ? 1 : 0);
  const indices = codes.filter((code) => code >= 0);
  const values = new Float32Array(indices.length).fill(1);
  return sparseColumn({ kind: 'sparse', numRows: codes.length, width, indptr, indices, values });
}
