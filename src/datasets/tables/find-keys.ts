import { type CompositeId, compositeId, declaredId, declaredKeys } from './declared-keys.js';
import { withClocks } from './guess-clock.js';
import { type ColumnGuess, guessColumn } from './guess-column.js';
import { guessId, guessKey, type IdGuess, type KeyGuess } from './guess-keys.js';
import type { TableProfile } from './profile.js';

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
    return { table, id, composite, keys, columns: withClocks(table, columns), warnings: declared.warnings };
  });
}
