import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { BadRows } from '../../graph/internal.js';
import type { ColumnMapping } from '../mapping/mapping.js';
import { keyText } from './cell-values.js';
import { ColumnValues } from './column-values.js';
import { readCells } from './read-cells.js';
import { type TableFile, tablePlace } from './table.js';

/** What is wanted of a table. */
export interface TableRequest {
  /** Columns with ids: of the rows or of others. */
  readonly keys: ReadonlySet<string>;
  /** Other columns, each under a name of its own. */
  readonly columns: ReadonlyMap<string, { readonly column: string; readonly mapping: ColumnMapping }>;
  /** Whether the whole rows are wanted as texts, to bring them into an order. */
  readonly hasContent: boolean;
  /** Columns that the file may lack. */
  readonly mayBeAbsent: (column: string) => boolean;
}

/** The rows of a table, in the order of the file. */
export interface TableRows {
  /** In errors and remarks. */
  readonly file: string;
  readonly numRows: number;
  /** Of each row, its number in the file from 1, a header included. */
  readonly rowNumbers: readonly number[];
  readonly keys: ReadonlyMap<string, readonly (string | undefined)[]>;
  readonly columns: ReadonlyMap<string, ColumnValues>;
  /** Of each row, all of its wanted cells. */
  readonly content: readonly string[];
  /** Wanted columns that the file lacks. */
  readonly absent: readonly string[];
  /** Cells that hold bytes and are taken as missing, by column. */
  readonly binary: ReadonlyMap<string, number>;
}

/** @throws {HeteroGraphError} UNKNOWN_COLUMN, and as `readCells` does */
export async function readTable(
  file: TableFile,
  { keys, columns, hasContent, mayBeAbsent }: TableRequest,
  { bad, nulls }: { readonly bad: BadRows; readonly nulls: readonly string[] },
  run: RunOptions,
): Promise<TableRows> {
  const named = [...columns.values()].flatMap(({ column, mapping: { clock } }) =>
    clock === undefined ? [column] : [column, clock],
  );
  const wanted = [...new Set([...keys, ...named])].sort();
  const place = new Map(wanted.map((column, i) => [column, i]));
  const keyCells = new Map([...keys].map((column) => [column, [] as (string | undefined)[]]));
  const values = new Map([...columns].map(([name, { mapping }]) => [name, new ColumnValues(mapping, nulls)]));
  const keyPlaces = [...keyCells].map(([column, cells]) => [place.get(column)!, cells] as const);
  const valuePlaces = [...values].map(([name, each]) => {
    const { column, mapping } = columns.get(name)!;
    const clock = mapping.clock === undefined ? -1 : place.get(mapping.clock)!;
    return { column, at: place.get(column)!, clock, values: each };
  });
  const rowNumbers: number[] = [];
  const content: string[] = [];
  const found = new Set<string>();
  const name = tablePlace(file);
  const binary = new Map<string, number>();
  // Lines of JSON name their columns one by one.
  const isKnown = file.format !== 'jsonl';
  await readCells(file, {
    ...run,
    columns: wanted,
    bad,
    onBinary: (column) => binary.set(column, (binary.get(column) ?? 0) + 1),
    onColumns: (names) => {
      for (const each of names) found.add(each);
      const missing = wanted.find((column) => !found.has(column) && !mayBeAbsent(column));
      if (missing !== undefined && isKnown) throw lacking(missing, name, names);
    },
    onRow: (cells, row) => {
      const read = valuePlaces.map(({ at, clock, values: each }) => each.read(cells[at], cells[clock]));
      const badAt = bad.cells.policy === 'fail' ? read.indexOf(undefined) : -1;
      if (badAt >= 0) {
        const { column, values: each } = valuePlaces[badAt]!;
        const message = `${JSON.stringify(shown(cells, valuePlaces[badAt]!).slice(0, 40))} is no ${each.mapping.kind}.`;
        return bad.report({ file: name, row, column, code: 'WRONG_DTYPE', message });
      }
      rowNumbers.push(row);
      for (const [at, texts] of keyPlaces) texts.push(keyText(cells[at]));
      for (const [i, place] of valuePlaces.entries()) {
        const text = read[i] === undefined ? shown(cells, place) : undefined;
        place.values.append(read[i], text, row);
        if (read[i] === undefined) bad.cells.add(name, row, place.column, text);
      }
      if (hasContent) content.push(JSON.stringify(cells));
    },
  });
  const absent = wanted.filter((column) => !found.has(column));
  const missing = absent.find((column) => !mayBeAbsent(column));
  if (missing !== undefined && rowNumbers.length > 0) throw lacking(missing, name, [...found]);
  const columnsRead = { keys: keyCells, columns: values, content, absent, binary };
  return { file: name, numRows: rowNumbers.length, rowNumbers, ...columnsRead };
}

/** What a cell says, with the time of day of its date. */
function shown(
  cells: readonly (string | undefined)[],
  { at, clock }: { readonly at: number; readonly clock: number },
): string {
  return [cells[at], cells[clock]].filter((cell) => cell !== undefined).join(' ');
}

function lacking(column: string, file: string, names: readonly string[]): HeteroGraphError {
  return new HeteroGraphError('UNKNOWN_COLUMN', 'The mapping names a column that the table lacks.', {
    file,
    column,
    hint: `It has: ${names.slice(0, 20).join(', ')}. Change the mapping, or let \`heterograph init --force\` make it anew.`,
  });
}
