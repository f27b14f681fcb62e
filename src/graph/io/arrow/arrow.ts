import { DataType, type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { HeteroGraphError, type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { asFileList, type FileSource, readBytes, sourceName } from '../bytes/source.js';
import { assembleGraph, type GraphSpec, type ReadGraph } from '../table/assemble.js';
import type { BadRows } from '../table/bad-rows.js';
import type { TableSink } from '../table/table-sink.js';
import { arrowMessages } from './arrow-messages.js';
import { arrowReader, checkData, columnOfArrow, unsupported } from './arrow-types.js';

export interface ArrowFiles {
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
export async function readArrowGraph(spec: ArrowGraphSpec): Promise<ReadGraph> {
  const fill = async ({ files }: ArrowFiles, table: TableSink, bad: BadRows) => {
    for (const source of asFileList(files)) await feedArrow(source, table, bad, spec);
  };
  type Files = ArrowFiles & { nullText?: string };
  return assembleGraph<Files, Files>(spec, fill, fill);
}

/**
 * Record batches of Arrow IPC files or streams, one file after another, checked so that no length exceeds its buffers.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE, FILE_NOT_FOUND, FILE_UNREADABLE, ABORTED
 */
export async function* arrowBatches(
  files: FileSource | readonly FileSource[],
  options: RunOptions = {},
): AsyncGenerator<RecordBatch> {
  for (const source of asFileList(files)) {
    let row = 1;
    try {
      const reader = await RecordBatchReader.from(arrowMessages(readBytes(source, options)));
      await reader.open();
      if (!reader.schema) throw new RangeError('There is no schema.');
      for await (const batch of reader) {
        checkBatch(batch);
        yield batch;
        row += batch.numRows;
      }
    } catch (cause) {
      if (cause instanceof HeteroGraphError) throw cause;
      throw new HeteroGraphError('CORRUPT_FILE', 'The file is no sound Arrow IPC file or stream.', {
        file: sourceName(source),
        row,
        cause,
        hint: 'Write or fetch it again.',
      });
    }
  }
}

/** A batch without a single buffer could claim any number of rows. */
const MAX_BARE_ROWS = 1 << 24;

function checkBatch(batch: RecordBatch): void {
  for (const child of batch.data.children) checkData(child, batch.numRows);
  const isBare = batch.schema.fields.every(({ type }) => DataType.isNull(type));
  if (isBare && !(batch.numRows <= MAX_BARE_ROWS)) throw new RangeError('A batch of no data has too many rows.');
}

async function feedArrow(source: FileSource, table: TableSink, bad: BadRows, options: RunOptions): Promise<void> {
  const file = sourceName(source);
  let row = 0;
  let isFirst = true;
  for await (const batch of arrowBatches(source, options)) {
    const { fields } = batch.schema;
    if (isFirst) {
      for (const { name, type } of fields) table.suggest(name, columnOfArrow(type) ?? { type: 'utf8' });
      const names = fields.map(({ name }) => name);
      table.setColumns(names, file);
      for (const { name, type } of fields) {
        if (table.has(name) && columnOfArrow(type) === undefined) throw unsupported(type, name, file);
      }
      isFirst = false;
    }
    const readers = fields.map(({ name, type }, i) => {
      if (!table.has(name)) return () => null;
      const vector = batch.getChildAt(i)!;
      return arrowReader(type, (at) => vector.get(at));
    });
    const values = new Array<unknown>(fields.length);
    for (let i = 0; i < batch.numRows; i++) {
      for (let k = 0; k < values.length; k++) values[k] = readers[k]!(i);
      table.appendValues(values, bad, file, ++row);
    }
    table.flush();
    await yieldToEventLoop();
  }
}
