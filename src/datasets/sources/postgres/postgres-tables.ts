import { kindOf } from '../base/declared-kind.js';
import { type PlacedTable, tablesOf } from '../base/sql-tables.js';
import type { SourceColumnKind } from '../base/table-source.js';

/** Asks the database; each row an object. */
export type Ask = (sql: string) => Promise<readonly Readonly<Record<string, string | null>>[]>;

const OWN = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS "table", c.relkind::text AS kind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ${OWN}
    AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2`;

const COLUMNS = `
  SELECT n.nspname AS schema, c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    format_type(coalesce(nullif(t.typbasetype, 0), t.oid), -1) AS base, t.typtype::text AS sort, t.typcategory::text AS category
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${OWN}
  ORDER BY c.oid, a.attnum`;

const KEYS = `
  SELECT k.contype::text AS kind, k.oid::text AS key, n.nspname AS schema, c.relname AS "table", a.attname AS "column",
    fn.nspname AS to_schema, fc.relname AS to_table, fa.attname AS to_column
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (own, theirs, at)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
    LEFT JOIN pg_class fc ON fc.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
    LEFT JOIN pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = u.theirs
  WHERE k.contype IN ('p', 'f') AND k.conparentid = 0 AND ${OWN} ORDER BY k.oid, u.at`;

const derived: Readonly<Record<string, string>> = { v: 'a view', m: 'a materialised view', f: 'a foreign table' };

/** A column, and how it is asked for: what has parts as JSON, everything else as text. */
export interface PostgresColumns {
  readonly tables: readonly PlacedTable[];
  /** Names of columns that are asked for as JSON, by table. */
  readonly asJson: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Types of a user may be called anything: of what sort they are says what they hold. */
function kindOfType(base: string, category: string): { readonly kind?: SourceColumnKind } {
  if (category === 'E' || category === 'S') return { kind: 'text' };
  return /[NBDU]/.test(category) ? kindOf(base) : {};
}

/** The tables that a user may read, partitions as the table that they are parts of. */
export async function postgresTables(source: string, ask: Ask): Promise<PostgresColumns> {
  const [{ schema: defaultSchema } = { schema: 'public' }] = await ask('SELECT current_schema() AS schema');
  const columns = await ask(COLUMNS);
  const keys = (await ask(KEYS)).map((row) => ({
    ...{ kind: row.kind, key: row.key!, schema: row.schema!, table: row.table!, column: row.column! },
    ...{ toSchema: row.to_schema ?? '', toTable: row.to_table ?? '', toColumn: row.to_column ?? '' },
  }));
  const tables = tablesOf({
    source,
    defaultSchema: defaultSchema ?? 'public',
    tables: (await ask(TABLES)).map(({ schema, table, kind }) => ({
      ...{ schema: schema!, table: table! },
      ...(derived[kind!] === undefined ? {} : { derived: derived[kind!]! }),
    })),
    columns: columns.map(({ schema, table, name, type, base, category }) => ({
      ...{ schema: schema!, table: table! },
      column: { name: name!, type: type!, ...kindOfType(base!, category!) },
    })),
    primary: keys.filter(({ kind }) => kind === 'p'),
    foreign: keys.filter(({ kind }) => kind === 'f'),
  });
  const hasParts = columns.filter(({ sort, category }) => category === 'A' || sort === 'c');
  const asJson = new Map(
    tables.map(({ name, schema, table }) => [
      name,
      new Set(hasParts.filter((row) => row.schema === schema && row.table === table).map((row) => row.name!)),
    ]),
  );
  return { tables, asJson };
}
