import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type CsvGraphSpec, readCsvGraph } from '../../io/csv/csv.js';
import type { ReadTables } from '../../io/table/assemble.js';
import { isNamedLabel } from '../../io/table/column-plan.js';
import { numberText, type PlainValue } from '../../io/table/row-values.js';
import type { ColumnSchema } from '../../schema/schema.js';
import { csvFolder, type TextFile, type WriteOptions } from '../graph-folders.js';
import { readTextFolder, type TextTable, writeTextFolder } from './text-folder.js';

/**
 * Writes the graph as a folder of CSV files, one a type, and `graph.json` with the schema; {@link readCsvFolder} gives an
 * equal graph. Edges name nodes by external id, or by row number where the type has none. A dense row is numbers with
 * blanks between, a sparse one `index:value` pairs; a label is the name of its class; null is the empty cell, or a word
 * that does not occur where there is empty text.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS, NOT_OURS, WRITE_FAILED, ABORTED
 */
export async function writeCsv(graph: HeteroGraph, folder: string, options: WriteOptions = {}): Promise<void> {
  await writeTextFolder(graph, folder, { folderFormat: csvFolder, extension: 'csv', write: csvPieces }, options);
}

/** Reads a folder that {@link writeCsv} wrote. @throws {HeteroGraphError} CORRUPT_FILE and as `readCsvGraph` does. */
export async function readCsvFolder(
  folder: string,
  options: Pick<CsvGraphSpec, 'onBadRow' | 'onBadCell' | 'signal' | 'onProgress'> = {},
): Promise<ReadTables> {
  const { schema, nodes, edges } = await readTextFolder(folder, csvFolder);
  const dialect = (entry: TextFile & { path: string }, names: string[]) => ({
    files: names.length > 0 ? entry.path : [],
    numRows: entry.numRows,
    names,
    header: true,
    delimiter: ',',
    nullText: entry.nullText ?? '',
  });
  const namesOf = (columns: readonly ColumnSchema[]) => columns.map(({ name }) => name);
  return readCsvGraph({
    ...options,
    schema,
    nodes: Object.fromEntries(
      nodes.map(({ type, ...entry }) => [type.name, dialect(entry, namesOf(type.columns))] as const),
    ),
    edges: edges.map(({ type: { type, columns }, ...entry }) => ({
      type,
      ...dialect(entry, ['source', 'target', ...namesOf(columns)]),
    })),
  });
}

function csvPieces(table: TextTable): { pieces: Iterable<string>; nullText: string } {
  const nullText = unusedWord(table);
  return { nullText, pieces: lines(table, nullText) };
}

function* lines(table: TextTable, nullText: string): Generator<string> {
  const { columns, numRows } = table;
  if (columns.length === 0) return;
  yield `${columns.map(({ name }) => quoted(name)).join(',')}\n`;
  for (let row = 0; row < numRows; row++) {
    let line = '';
    for (const [i, column] of columns.entries()) {
      const value = table.value(i, row);
      line += `${i === 0 ? '' : ','}${value === null ? nullText : cellText(value, column)}`;
    }
    yield `${line}\n`;
  }
}

function cellText(value: Exclude<PlainValue, null>, { type }: ColumnSchema): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value, type);
  if (typeof value !== 'object') return String(value);
  const words = value.map((each) =>
    typeof each === 'number' ? numberText(each, type) : `${each[0]}:${numberText(each[1], type)}`,
  );
  return words.join(' ');
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The empty word, or where that is a value the first of \N, \N1, ... that no text cell spells. */
function unusedWord(table: TextTable): string {
  const used = new Set<string>();
  const places = [...table.columns.keys()].filter((i) => {
    const column = table.columns[i]!;
    return column.type === 'utf8' || (column.classes && isNamedLabel(column));
  });
  // An empty sparse row is written as an empty cell too, and a dense one of width 0.
  const matrices = [...table.columns.keys()].filter((i) => ['sparse', 'dense'].includes(table.columns[i]!.type));
  for (let row = 0; row < table.numRows; row++) {
    for (const i of places) {
      const value = table.value(i, row) as string | null;
      if (value === '' || value?.startsWith('\\N')) used.add(value);
    }
    for (const i of matrices) if ((table.value(i, row) as readonly unknown[] | null)?.length === 0) used.add('');
  }
  let word = '';
  for (let n = 0; used.has(word); n++) word = n === 0 ? '\\N' : `\\N${n}`;
  return word;
}
