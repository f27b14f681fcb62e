import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { sparseColumn } from '../columns/make.js';
import { textReader } from '../columns/text.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { checkHashWords, type HashWordsOptions, hashWords, hashWordsSchema } from './hash-words.js';
import { checkNewColumn, findNodeColumn, withNodeColumns } from './node-column.js';

export interface HashedTextOptions extends HashWordsOptions {
  readonly nodeType: string;
  /** Text columns, whose words count together. */
  readonly columns: readonly string[];
  /** Name of the new column; default `words`. */
  readonly name?: string;
}

const optionsSchema = z.strictObject({
  ...hashWordsSchema,
  nodeType: names.nodeType,
  columns: names.columnNames,
  name: z.optional(names.columnName),
});

/**
 * Adds a sparse feature matrix with the hashed words of text columns, see {@link hashWords}. The new column comes last.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE, DUPLICATE_NAME, INVALID_OPTION
 */
export function hashedText(graph: HeteroGraph, options: HashedTextOptions): HeteroGraph {
  checkOptions(optionsSchema, options);
  const { nodeType, columns, name = 'words', ...hashing } = options;
  const found = columns.map((column) => findNodeColumn(graph, nodeType, column, ['utf8']));
  if (found.length === 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'No text column was named.', {
      type: nodeType,
      column: 'columns',
      hint: 'Name at least one column of texts.',
    });
  }
  checkNewColumn(graph, nodeType, name);
  const { width } = checkHashWords(hashing);
  const description = `hashed words of ${columns.join(', ')}`;
  const make = () => {
    const readers = found.map(({ data }) => nullableReader(data()));
    return sparseColumn(hashWords(graph.numNodes(nodeType), (row) => readers.map((read) => read(row)), hashing));
  };
  const column = { name, type: 'sparse', role: 'feature', width, description } as const;
  return withNodeColumns(graph, new Map([[nodeType, { column, make }]]));
}

function nullableReader(data: Data): (row: number) => string | null {
  const read = textReader(data);
  return data.nullCount === 0 ? read : (row) => (data.getValid(row) ? read(row) : null);
}
