import { HeteroGraphError, nodeModule } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { sourceName } from '../../graph/internal.js';

const { basename } = nodeModule<typeof import('node:path')>('node:path');

/** A row of a data set's file that cannot be used; `row` counts lines from 1. */
export function malformedRow(source: FileSource, row: number, why: string): HeteroGraphError {
  const file = sourceName(source);
  return new HeteroGraphError('MALFORMED_ROW', `The row cannot be used: ${why}.`, {
    file: basename(file).replace(/\.gz$/, ''),
    row,
    hint: `The file is ${file}.`,
  });
}
