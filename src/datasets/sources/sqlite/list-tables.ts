import type { Database } from 'node-sqlite3-wasm';

/** A table as it stands in the catalogue. */
export interface ListedTable {
  readonly name: string;
  /** A table is one with rows of its own; whatever is anything else is made by SQL of the file itself. */
  readonly kind: 'table' | 'a view' | 'a virtual table';
}

/** Tables that modules of SQLite make for themselves, by what follows the name of the virtual table. */
const SHADOWS: Readonly<Record<string, readonly string[]>> = {
  fts3: ['content', 'segments', 'segdir', 'docsize', 'stat'],
  fts4: ['content', 'segments', 'segdir', 'docsize', 'stat'],
  fts5: ['data', 'idx', 'content', 'docsize', 'config'],
  rtree: ['node', 'rowid', 'parent'],
  rtree_i32: ['node', 'rowid', 'parent'],
  geopoly: ['node', 'rowid', 'parent'],
};

/** The module of a virtual table, behind its name, which may be quoted in four ways. */
const MODULE =
  /^CREATE\s+VIRTUAL\s+TABLE\s+(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|'(?:[^']|'')*'|\[[^\]]*\]|[^\s"'`[]+)\s*USING\s+["'`[]?(\w+)/i;

/**
 * The tables of a database, without those that modules make for themselves: from the catalogue itself, since `pragma_table_list` works out every
 * view, however long that takes.
 */
export function listTables(database: Database): ListedTable[] {
  const rows = database.all(
    "SELECT name, type, substr(sql, 1, 2000) AS sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
  );
  const shadows = new Set<string>();
  const listed = rows.map((row): ListedTable => {
    const { name, type, sql } = row as { name: unknown; type: unknown; sql: unknown };
    if (type === 'view') return { name: String(name), kind: 'a view' };
    // Whoever writes the catalogue by hand can write a virtual table in many ways.
    if (/^CREATE TABLE\s/i.test(String(sql))) return { name: String(name), kind: 'table' };
    const module = MODULE.exec(String(sql))?.[1]?.toLowerCase() ?? '';
    const own = Object.hasOwn(SHADOWS, module) ? SHADOWS[module]! : [];
    for (const end of own) shadows.add(`${String(name)}_${end}`);
    return { name: String(name), kind: 'a virtual table' };
  });
  return listed.filter(({ name, kind }) => kind !== 'table' || !shadows.has(name));
}
