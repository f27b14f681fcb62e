import { kindOf } from '../base/declared-kind.js';
import { type PlacedTable, tablesOf } from '../base/sql-tables.js';
import type { SourceColumnKind } from '../base/table-source.js';

/** Asks the database; each row its cells as texts. */
export type Ask = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

const TABLES = `SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1`;
const COLUMNS = `SELECT table_name, column_name, column_type, data_type FROM information_schema.columns
  WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`;
const KEYS = `SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name
  FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
    AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL)
  ORDER BY table_name, constraint_name, ordinal_position`;

const SHAPES = /^(geometry|point|linestring|polygon|multi\w+|geom\w*collection|vector)$/;

function kindOfType(type: string, base: string): { readonly kind?: SourceColumnKind } {
  if (base === 'bit') return { kind: type === 'bit(1)' ? 'boolean' : 'number' };
  return SHAPES.test(base) ? { kind: 'binary' } : kindOf(base);
}

/** The tables of the database that is connected to. */
export async function mysqlTables(source: string, ask: Ask): Promise<PlacedTable[]> {
  const [[database] = ['']] = await ask('SELECT DATABASE()');
  const schema = database ?? '';
  const keys = (await ask(KEYS)).map(([table, key, column, toSchema, toTable, toColumn]) => ({
    ...{ schema, table: table!, key: `${table} ${key}`, isPrimary: key === 'PRIMARY', column: column! },
    ...{ toSchema: toSchema ?? '', toTable: toTable ?? '', toColumn: toColumn ?? '' },
  }));
  return tablesOf({
    source,
    defaultSchema: schema,
    tables: (await ask(TABLES)).map(([table, type]) => ({
      ...{ schema, table: table! },
      ...(type === 'BASE TABLE' ? {} : { derived: 'a view' }),
    })),
    columns: (await ask(COLUMNS)).map(([table, name, type, base]) => ({
      ...{ schema, table: table! },
      column: { name: name!, type: type!, ...kindOfType(type!, base!) },
    })),
    primary: keys.filter(({ isPrimary }) => isPrimary),
    foreign: keys.filter(({ isPrimary }) => !isPrimary),
  });
}
