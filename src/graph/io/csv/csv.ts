import { expectArgument, type RunOptions } from '../../../core/index.js';
import { asFileList, type FileSource } from '../bytes/source.js';
import {
  assembleGraph,
  type EdgeTableSpec,
  type GraphSpec,
  type NodeTableSpec,
  type ReadTables,
} from '../table/assemble.js';
import type { BadRows } from '../table/bad-rows.js';
import type { ConvertedCell } from '../table/cell-converter.js';
import type { TableSink } from '../table/table-sink.js';
import type { CsvDialect } from './csv-dialect.js';
import { feedCsv } from './csv-rows.js';

/** Files of one type: one or several, of the same or of different columns. */
export interface CsvFiles extends CsvDialect {
  readonly files: FileSource | readonly FileSource[];
  /**
   * By column, what makes a value of the text of a cell: `{ price: (text) => Number(text.replace(',', '.')) }`. Missing cells are not given to
   * it; null means missing, undefined and an error that the cell is no value (see `onBadCell`).
   */
  readonly convert?: Readonly<Record<string, (text: string) => ConvertedCell>>;
}

export type CsvNodeSpec = CsvFiles & NodeTableSpec;
export type CsvEdgeSpec = CsvFiles & EdgeTableSpec;

/** What to read; the dialect given here holds for all files that do not say otherwise. */
export interface CsvGraphSpec extends GraphSpec<CsvFiles, CsvFiles>, Omit<CsvDialect, 'names' | 'header'>, RunOptions {}

/**
 * Reads a graph from CSV files: streaming, in memory bounded by the columns. Types that are not declared are found out
 * from the cells (true/false -> bool, whole numbers -> int32, then float64, then text; nothing is lost on the way).
 * Empty cells are null. Stretches of plain numbers are read by the byte scanner, the rest by papaparse.
 *
 * @example
 * const { graph, badCells } = await readCsvGraph({
 *   nodes: { order: { files: 'orders.csv', id: 'order_id', columns: { price: 'float64' } } },
 *   onBadCell: 'collect', // "unknown" in the column price is missing then
 * });
 * @throws {HeteroGraphError} for a row that cannot be taken under the policy `fail`, with file, row (records from 1, the
 * header included) and column: MALFORMED_ROW, WRONG_DTYPE, NULL_VALUE,
 * LABEL_OUT_OF_RANGE, DUPLICATE_ID, UNKNOWN_ID. Always: FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE,
 * EMPTY_FILE, INVALID_UTF8, TOO_LARGE (a line above 4 MiB, more than 10,000 columns), UNKNOWN_COLUMN, DUPLICATE_NAME, ABORTED.
 * @remarks O(bytes).
 */
export async function readCsvGraph(spec: CsvGraphSpec): Promise<ReadTables> {
  expectArgument(spec, 'object', 'spec');
  const { delimiter, quote, comment, nullText, encoding, signal, onProgress } = spec;
  const common = definedOnly({ delimiter, quote, comment, nullText, encoding });
  const options = definedOnly({ signal, onProgress });
  const fill = async (files: CsvFiles, table: TableSink, bad: BadRows) => {
    for (const source of asFileList(files.files)) {
      for await (const _ of feedCsv(source, { ...common, ...files }, table, bad, options));
    }
  };
  const withNull = <T extends CsvFiles>(each: T): T => ({ ...definedOnly({ nullText }), ...each });
  const nodes = Object.fromEntries(Object.entries(spec.nodes ?? {}).map(([type, each]) => [type, withNull(each)]));
  return assembleGraph({ ...spec, nodes, edges: spec.edges?.map(withNull) }, fill, fill);
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
