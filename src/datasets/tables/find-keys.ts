import { type CompositeId, compositeId, declaredId, declaredKeys } from './declared-keys.js';
import { withClocks } from './guess-clock.js';
import { type ColumnGuess, guessColumn } from './guess-column.js';
import { couldName, guessId, guessKey, type IdGuess, type KeyGuess, numberedBy } from './guess-keys.js';
import type { ColumnProfile, TableProfile } from './profile.js';

/** A table, and what its columns are. */
export interface FoundTable {
  readonly table: TableProfile;
  readonly id: IdGuess | undefined;
  /** Where several columns name the rows together, as declared. */
  readonly composite: CompositeId | undefined;
  readonly keys: readonly KeyGuess[];
  /** Those that are neither id nor key. */
  readonly columns: ReadonlyMap<string, ColumnGuess>;
  readonly warnings: readonly string[];
  /** Sentences about columns that could be keys, and are not taken for any. */
  readonly more: readonly string[];
}

/**
 * What the columns of tables are: ids and keys as declared, and where nothing is declared as names and values suggest. In a table that declares
 * keys, others are seen by their names alone.
 */
export function findKeys(tables: readonly TableProfile[]): FoundTable[] {
  const ids = new Map(
    tables.flatMap((table) => {
      const id = declaredId(table, tables) ?? (compositeId(table) ? undefined : guessId(table));
      return id ? [[table, id] as const] : [];
    }),
  );
  const numbered = tables.flatMap((table) => {
    const column = numberedBy(table);
    return column ? [[table, { column }] as const] : [];
  });
  const likely = new Map<TableProfile, { readonly column: ColumnProfile }>([...numbered, ...ids]);
  return tables.map((table) => {
    const declared = declaredKeys(table, tables, ids);
    const taken = new Set(declared.keys.flatMap(({ column, within }) => [column, ...(within ?? [])]));
    const isByName = (table.declared?.foreignKeys.length ?? 0) > 0;
    const guessed = table.columns
      .filter((column) => !taken.has(column))
      .flatMap((column) => guessKey(column, table, ids, isByName) ?? []);
    const place = (key: KeyGuess) => table.columns.indexOf(key.column);
    const keys = [...declared.keys, ...guessed].sort((a, b) => place(a) - place(b));
    const [id, composite] = [ids.get(table), ids.has(table) ? undefined : compositeId(table)];
    const named = new Set([
      ...taken,
      ...keys.map(({ column }) => column),
      id?.column,
      composite?.id,
      ...(composite?.within ?? []),
    ]);
    const columns = new Map(
      table.columns
        .filter((column) => !named.has(column))
        .map((column) => [column.name, guessColumn(column, table)] as const),
    );
    const doubts = keys.flatMap(({ doubt }) => doubt ?? []);
    const warnings = [...declared.warnings, ...doubts];
    const more = table.columns.flatMap((column) => (columns.has(column.name) ? moreText(column, table, likely) : []));
    return { table, id, composite, keys, columns: withClocks(table, columns), warnings, more };
  });
}

/** Tables that are named; there may be many whose ids are numbers from 1. */
const MOST_NAMED = 3;

function moreText(
  column: ColumnProfile,
  table: TableProfile,
  ids: ReadonlyMap<TableProfile, { readonly column: ColumnProfile }>,
): string[] {
  const could = couldName(column, table, ids);
  if (could.length === 0) return [];
  const shown = could.slice(0, MOST_NAMED).map(([{ file }, id]) => `${file.name} (${id.name})`);
  const rest = could.length > shown.length ? ` and ${could.length - shown.length} more` : '';
  return [
    `${table.file.name}, column ${column.name}: all ${column.distinct.size} values are ids of ${shown.join(', ')}${rest}, which may be chance.`,
  ];
}
