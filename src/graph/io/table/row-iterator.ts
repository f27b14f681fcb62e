import {
  expectArgument,
  type RunOptions,
  throwIfAborted,
  wrongArgument,
  yieldToEventLoop,
} from '../../../core/index.js';
import { assembleGraph, type FillOptions, type GraphSpec, type ReadTables } from './assemble.js';
import type { BadRows } from './bad-rows.js';
import type { ValueOptions } from './cell-converter.js';
import type { TableSink } from './table-sink.js';

/** Rows as objects, from an array, a generator, a database cursor, a parsed stream, ... */
export interface RowSource extends ValueOptions {
  readonly rows: Iterable<object> | AsyncIterable<object>;
}

export interface RowGraphSpec extends GraphSpec<RowSource, RowSource>, RunOptions {}

const BREATHE_EVERY = 16_384;

/**
 * Builds a graph from iterators of row objects; keys are columns, absent keys, null and undefined are nulls. A `Date` becomes
 * seconds since 1970 in a column with the role time. A row is not kept: its values go into typed arrays at once.
 *
 * @throws {HeteroGraphError} as `readCsvGraph` does for bad rows; the `file` named is `rows`, rows count from 1.
 */
export async function graphFromRows(spec: RowGraphSpec): Promise<ReadTables> {
  const fill = async ({ rows }: RowSource, table: TableSink, bad: BadRows) => {
    for await (const _ of feedRows(rows, table, bad, spec));
  };
  return assembleGraph<RowSource & FillOptions, RowSource & FillOptions>(spec, fill, fill);
}

/** Feeds row objects into a table; yields whenever it holds `maxRows` rows, and at the end. */
export async function* feedRows(
  rows: RowSource['rows'],
  table: TableSink,
  bad: BadRows,
  { signal, onProgress, maxRows = Number.POSITIVE_INFINITY }: RunOptions & { maxRows?: number },
): AsyncGenerator<void> {
  throwIfAborted(signal);
  let row = 0;
  const take = (values: object) => {
    row++;
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      bad.report({ file: 'rows', row, code: 'MALFORMED_ROW', message: 'The row is no object.' });
    } else table.appendObject(values as Record<string, unknown>, bad, 'rows', row);
  };
  const pause = async () => {
    table.flush();
    onProgress?.({ stage: 'read rows', done: row, unit: 'rows' });
    await yieldToEventLoop();
    throwIfAborted(signal);
  };
  expectArgument(rows, 'object', 'rows');
  if (Symbol.iterator in rows) {
    for (const values of rows) {
      take(values);
      if (table.length >= maxRows) yield;
      if (row % BREATHE_EVERY === 0) await pause();
    }
  } else {
    if (!(Symbol.asyncIterator in rows)) throw wrongArgument(rows, 'rows', 'an array of objects, or an iterable');
    for await (const values of rows) {
      take(values);
      if (table.length >= maxRows) yield;
      if (row % BREATHE_EVERY === 0) await pause();
    }
  }
  table.flush();
  yield;
}
