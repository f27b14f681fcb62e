import type { RecordBatch } from 'apache-arrow';
import { expectArgument } from '../../core/index.js';
import { asFileList, type FileSource } from './bytes/source.js';
import type { CsvFiles } from './csv/csv.js';
import type { CsvDialect } from './csv/csv-dialect.js';
import { feedCsv } from './csv/csv-rows.js';
import { feedJsonLines } from './json-lines.js';
import type { FillOptions } from './table/assemble.js';
import type { BadCell, BadCellPolicy } from './table/bad-cells.js';
import { BadRows, type BatchReadOptions } from './table/bad-rows.js';
import type { ValueOptions } from './table/cell-converter.js';
import type { ColumnDeclaration, ColumnDeclarations } from './table/column-plan.js';
import { recordBatch } from './table/record-batch.js';
import { feedRows, type RowSource } from './table/row-iterator.js';
import { TableSink } from './table/table-sink.js';

/** Options of the readers of tables that give Arrow record batches. */
export interface BatchOptions extends BatchReadOptions {
  readonly columns?: ColumnDeclarations;
  /** What to do with columns that are not declared, default `infer`. */
  readonly rest?: 'infer' | 'skip';
  /** What to do with a cell that is no value of its column's type, default `fail`: its row is bad. */
  readonly onBadCell?: BadCellPolicy;
  /** Called with each cell that was taken as missing under the policy `collect`. */
  readonly onCell?: (cell: BadCell) => void;
}

/** Runs `feed` over each source in turn; it yields whenever the table may be full. */
type Feed = (table: TableSink, bad: BadRows, maxRows: number) => AsyncGenerator<void>;

/**
 * The rows of CSV files as Arrow record batches of at most `batchRows` rows, all of one schema. Nothing is read before a
 * batch is asked for; memory is bounded by one batch. Types not declared are found out from the first batch; later rows
 * that do not fit them are bad rows (declare the type as `utf8` or `float64` to be safe).
 *
 * @throws {HeteroGraphError} as `readCsvGraph` does
 */
export function csvBatches(
  files: FileSource | readonly FileSource[],
  options: BatchOptions & CsvDialect & Pick<CsvFiles, 'convert'> = {},
): AsyncGenerator<RecordBatch> {
  return batches(options, async function* (table, bad, maxRows) {
    for (const source of asFileList(files)) yield* feedCsv(source, options, table, bad, { ...options, maxRows });
  });
}

/** The objects of JSON lines files as Arrow record batches; see {@link csvBatches}. */
export function jsonLinesBatches(
  files: FileSource | readonly FileSource[],
  options: BatchOptions & ValueOptions = {},
): AsyncGenerator<RecordBatch> {
  return batches(options, async function* (table, bad, maxRows) {
    for (const source of asFileList(files)) yield* feedJsonLines(source, table, bad, { ...options, maxRows });
  });
}

/** Row objects as Arrow record batches; see {@link csvBatches}. */
export function rowBatches(
  rows: RowSource['rows'],
  options: BatchOptions & ValueOptions = {},
): AsyncGenerator<RecordBatch> {
  return batches(options, (table, bad, maxRows) => feedRows(rows, table, bad, { ...options, maxRows }));
}

async function* batches(options: BatchOptions & FillOptions, feed: Feed): AsyncGenerator<RecordBatch> {
  expectArgument(options, 'object', 'options');
  const { batchRows = 65_536, rest, nullText, convert, onBadRow, onBad, onBadCell, onCell } = options;
  const bad = new BadRows(onBadRow, onBadCell);
  const columns = new Map(Object.entries(options.columns ?? {}).map(([name, each]) => [name, textLabel(each)]));
  const table = new TableSink({
    columns,
    ...(rest ? { rest } : {}),
    ...(nullText === undefined ? {} : { nullText }),
    ...(convert ? { convert } : {}),
    required: [],
  });
  let isFirst = true;
  const cut = () => {
    bad.drain(onBad);
    bad.cells.drain(onCell);
    table.declareAll();
    const finished = table.finish();
    if (isFirst) table.freeze(finished);
    isFirst = false;
    const vectors = finished.columns.map(({ schema, vector }) => [schema.name, vector] as const);
    return recordBatch(vectors, finished.length);
  };
  for await (const _ of feed(table, bad, batchRows)) if (table.length >= batchRows) yield cut();
  if (table.length > 0 || isFirst) yield cut();
  bad.drain(onBad);
  bad.cells.drain(onCell);
}

/** Classes cannot be numbered before the last row is known: such labels stay text. */
function textLabel(declaration: ColumnDeclaration): ColumnDeclaration {
  if (typeof declaration === 'string') return declaration;
  const { role, type, classes } = declaration;
  return role === 'label' && type === undefined && !classes
    ? { ...declaration, type: 'utf8', role: 'text' }
    : declaration;
}
