import type { Anchors, Column, Database, SqlAnchors, SqlTables } from '../../../src/relational/index.js';

/** A name that has to be quoted. */
export const odd = (name: string) => `"${name}" of \`select\``;

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const number = (value: number) =>
  Number.isNaN(value) ? 'NULL' : Number.isFinite(value) ? String(value) : `'${value > 0 ? '' : '-'}Infinity'`;

function cellOf(column: Column, row: number): string {
  if (column.kind === 'category') {
    const code = column.codes[row]!;
    return code < 0 ? 'NULL' : `'${column.categories[code]!.replaceAll("'", "''")}'`;
  }
  const value = column.values[row]!;
  return column.kind === 'boolean' && !Number.isNaN(value) ? String(value === 1) : number(value);
}

function kindsOf(columns: readonly Column[]): NonNullable<SqlTables[string]['columns']> {
  const kinds = { boolean: 'boolean', date: 'seconds' } as const;
  return Object.fromEntries(
    columns.flatMap(({ name, kind }) => (kind === 'boolean' || kind === 'date' ? [[name, { kind: kinds[kind] }]] : [])),
  );
}

/** SQL that makes the tables of a database and its anchors, under odd names, and what says where they are. */
export function asSql(database: Database, { rows, times, seenUntil }: Anchors) {
  const statements: string[] = [];
  const create = (name: string, columns: Record<string, string>, cells: readonly string[][]) => {
    const list = Object.entries(columns).map(([column, type]) => `${quote(column)} ${type}`);
    statements.push(`DROP TABLE IF EXISTS ${quote(name)}`, `CREATE TABLE ${quote(name)} (${list.join(', ')})`);
    // Engines take long over long statements.
    for (let at = 0; at < cells.length; at += 500) {
      const some = cells.slice(at, at + 500).map((row) => `(${row.join(', ')})`);
      statements.push(`INSERT INTO ${quote(name)} VALUES ${some.join(', ')}`);
    }
  };
  const types = { number: 'double precision', date: 'double precision', boolean: 'boolean', category: 'text' };
  const tables: Record<string, SqlTables[string]> = {};
  for (const { name, numRows, time, columns, keys } of database.tables.values()) {
    create(
      odd(name),
      Object.fromEntries([
        ['id', 'integer'],
        ...(time ? [['when', 'double precision']] : []),
        ...keys.map((key) => [`to ${key.name}`, 'integer']),
        ...columns.map((column) => [column.name, types[column.kind]]),
      ]),
      Array.from({ length: numRows }, (_, row) => [
        ...[String(row), ...(time ? [number(time[row]!)] : [])],
        ...keys.map((key) => (key.rows[row]! < 0 ? 'NULL' : String(key.rows[row]!))),
        ...columns.map((column) => cellOf(column, row)),
      ]),
    );
    tables[name] = {
      ...{ name: odd(name), id: 'id', columns: kindsOf(columns) },
      ...(time ? { time: { column: 'when', kind: 'seconds' } } : {}),
      keys: Object.fromEntries(keys.map((key) => [key.name, { column: `to ${key.name}`, table: key.table }])),
    };
  }
  create(
    'asked',
    { row: 'integer', time: 'double precision', until: 'double precision' },
    Array.from(rows, (row, i) => [String(row), number(times[i]!), number((seenUntil ?? times)[i]!)]),
  );
  const anchors: SqlAnchors = {
    ...{ name: 'asked', id: 'row', time: { column: 'time', kind: 'seconds' } },
    seenUntil: { column: 'until', kind: 'seconds' },
  };
  return { statements, tables, anchors };
}
