import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { expectArgument, HeteroGraphError, type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { asFileList, type FileSource, readBytes, sourceName } from '../bytes/source.js';
import { assembleGraph, type FillOptions, type GraphSpec, type ReadTables } from '../table/assemble.js';
import type { BadRows } from '../table/bad-rows.js';
import type { ValueOptions } from '../table/cell-converter.js';
import type { TableSink } from '../table/table-sink.js';
import { soundBatch } from './arrow-data.js';
import { arrowMessages, type OnUnreadable } from './arrow-messages.js';
import { arrowReader, columnOfArrow, unsupported } from './arrow-types.js';

export interface ArrowFiles extends ValueOptions {
  readonly files: FileSource | readonly FileSource[];
}

export interface ArrowGraphSpec extends GraphSpec<ArrowFiles, ArrowFiles>, RunOptions {}

/**
 * Reads a graph from Arrow IPC files or streams, one or several a type, batch by batch. Types of columns come from the
 * files: small integers int32, FixedSizeList<Float> dense, List<Struct<index, value>> sparse, timestamps float64 seconds,
 * dictionaries what they hold.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE where a file is damaged, WRONG_DTYPE, and as `readCsvGraph` does; rows count
 * from 1 through all batches of a file.
 */
export async function readArrowGraph(spec: ArrowGraphSpec): Promise<ReadTables> {
  expectArgument(spec, 'object', 'spec');
  const fill = async ({ files }: ArrowFiles, table: TableSink, bad: BadRows) => {
    for (const source of asFileList(files)) await feedArrow(source, table, bad, spec);
  };
  return assembleGraph<ArrowFiles & FillOptions, ArrowFiles & FillOptions>(spec, fill, fill);
}

export interface ArrowBatchOptions extends RunOptions {
  /**
   * Columns that need not be read: where the Arrow library does not know their type (views of lists, run-end encoding, small
   * decimals), they are null columns instead of an error.
   */
  readonly skip?: readonly string[];
}

/**
 * Record batches of Arrow IPC files or streams, one file after another, checked so that no length exceeds its buffers and
 * every key is in its dictionary. Buffers packed with LZ4 or ZSTD are unpacked. Dictionary keys of 64 bits become int32.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE, WRONG_DTYPE naming the column, TOO_LARGE, FILE_NOT_FOUND, FILE_UNREADABLE, ABORTED
 */
export async function* arrowBatches(
  files: FileSource | readonly FileSource[],
  given: ArrowBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectArgument(given, 'object', 'options');
  const { skip = [], ...options } = given;
  for (const source of asFileList(files)) {
    yield* batchesOf(source, options, (column, type) => {
      if (!skip.includes(column)) throw unsupported(type, column, sourceName(source), `skip: ['${column}']`);
    });
  }
}

async function* batchesOf(
  source: FileSource,
  options: RunOptions,
  onUnreadable: OnUnreadable,
): AsyncGenerator<RecordBatch> {
  const messages = arrowMessages(readBytes(source, options), onUnreadable);
  const checked = new WeakSet<object>();
  let row = 1;
  try {
    const reader = await RecordBatchReader.from(messages);
    await reader.open();
    if (!reader.schema) throw new RangeError('There is no schema.');
    for await (const batch of reader) {
      yield soundBatch(batch, checked);
      row += batch.numRows;
    }
  } catch (cause) {
    const file = sourceName(source);
    if (cause instanceof HeteroGraphError) {
      cause.location.file ??= file;
      throw cause;
    }
    throw new HeteroGraphError('CORRUPT_FILE', 'The file is no sound Arrow IPC file or stream.', {
      file,
      row,
      cause,
      hint: 'Write or fetch it again.',
    });
  } finally {
    // Whoever stops early leaves no file open.
    await messages.return(undefined);
  }
}

async function feedArrow(source: FileSource, table: TableSink, bad: BadRows, options: RunOptions): Promise<void> {
  const file = sourceName(source);
  const unreadable = new Map<string, string>();
  let row = 0;
  let isFirst = true;
  for await (const batch of batchesOf(source, options, (column, type) => unreadable.set(column, type))) {
    const { fields } = batch.schema;
    if (isFirst) {
      for (const { name, type } of fields) table.suggest(name, columnOfArrow(type) ?? { type: 'utf8' });
      const names = fields.map(({ name }) => name);
      table.setColumns(names, file);
      for (const { name, type } of fields) {
        if (!table.has(name) || (columnOfArrow(type) !== undefined && !unreadable.has(name))) continue;
        throw unsupported(unreadable.get(name) ?? String(type), name, file, `columns: {'${name}': 'skip'}`);
      }
      isFirst = false;
    }
    const readers = fields.map(({ name }, i) => (table.has(name) ? arrowReader(batch.getChildAt(i)!) : () => null));
    const values = new Array<unknown>(fields.length);
    for (let i = 0; i < batch.numRows; i++) {
      for (let k = 0; k < values.length; k++) values[k] = readers[k]!(i);
      table.appendValues(values, bad, file, ++row);
    }
    table.flush();
    await yieldToEventLoop();
  }
}
