import { HeteroGraphError } from '../../../core/index.js';
import type { SourceColumn, SourceKey, SourceTable } from './table-source.js';

/** A table in its schema, as a database lists it. */
export interface ListedTable {
  readonly schema: string;
  readonly table: string;
  readonly derived?: string;
}

/** A column of a primary or foreign key, in the order of the key. */
export interface ListedKey extends ListedTable {
  /** Of foreign keys: their name. */
  readonly key: string;
  readonly column: string;
  readonly toSchema?: string;
  readonly toTable?: string;
  readonly toColumn?: string;
}

/** What a database declares, as its catalogue lists it. */
export interface Catalogue {
  readonly source: string;
  /** The schema whose tables need not name it. */
  readonly defaultSchema: string;
  readonly tables: readonly ListedTable[];
  readonly columns: readonly (ListedTable & { readonly column: SourceColumn })[];
  readonly primary: readonly ListedKey[];
  readonly foreign: readonly ListedKey[];
}

/** A table, with where it lies. */
export interface PlacedTable extends SourceTable {
  readonly schema: string;
  readonly table: string;
}

/**
 * The tables of a catalogue. Those of other schemas than the default one have its name before theirs.
 *
 * @throws {HeteroGraphError} DUPLICATE_NAME where two tables would be called the same
 */
export function tablesOf({ source, defaultSchema, tables, columns, primary, foreign }: Catalogue): PlacedTable[] {
  const nameOf = (schema: string, table: string) => (schema === defaultSchema ? table : `${schema}.${table}`);
  const byTable = <T extends ListedTable>(all: readonly T[], of: ListedTable) =>
    all.filter(({ schema, table }) => schema === of.schema && table === of.table);
  const found = tables.map((listed): PlacedTable => {
    const keys = new Map<string, SourceKey & { columns: string[]; to: string[] }>();
    for (const { key, column, toSchema, toTable, toColumn } of byTable(foreign, listed)) {
      const known = keys.get(key) ?? { columns: [], table: nameOf(toSchema!, toTable!), to: [] };
      keys.set(key, known);
      known.columns.push(column);
      known.to.push(toColumn!);
    }
    return {
      name: nameOf(listed.schema, listed.table),
      ...{ stem: listed.table, schema: listed.schema, table: listed.table },
      columns: byTable(columns, listed).map(({ column }) => column),
      primaryKey: byTable(primary, listed).map(({ column }) => column),
      foreignKeys: [...keys.values()],
      ...(listed.derived === undefined ? {} : { derived: listed.derived }),
    };
  });
  const names = new Set<string>();
  for (const { name } of found) {
    if (names.has(name)) {
      throw new HeteroGraphError('DUPLICATE_NAME', `Two tables of the database are called ${name}.`, {
        file: source,
        hint: 'One is of another schema: rename one of them, or hide it from the user who reads.',
      });
    }
    names.add(name);
  }
  return found;
}
