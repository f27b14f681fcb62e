import type { Database } from '../../../src/relational/index.js';

/** Ids by which rows are the same rows in both databases, in another order than that of rows. */
export function withIds(
  database: Database,
  changed: Database,
  places: ReadonlyMap<string, Int32Array>,
): { before: Database; after: Database } {
  const idOf = (name: string, row: number) => `${name}${(row * 7) % 31}-${row}`;
  const named = (of: Database, ids: ReadonlyMap<string, readonly string[]>): Database => ({
    tables: new Map(
      [...of.tables].map(([name, table]) => {
        const own = ids.get(name)!;
        return [name, { ...table, ids: { idOf: (row) => own[row]!, indexOf: (id) => own.indexOf(String(id)) } }];
      }),
    ),
  });
  const old = new Map(
    [...database.tables].map(([name, { numRows }]) => [
      name,
      Array.from({ length: numRows }, (_, row) => idOf(name, row)),
    ]),
  );
  const fresh = new Map(
    [...changed.tables].map(([name, { numRows }]) => {
      const ids = Array.from({ length: numRows }, (_, row) => idOf(`${name === 'p' ? 'a' : name}new`, row));
      for (const [from, to] of places.get(name)!.entries()) if (to >= 0) ids[to] = idOf(name, from);
      return [name, ids];
    }),
  );
  return { before: named(database, old), after: named(changed, fresh) };
}
