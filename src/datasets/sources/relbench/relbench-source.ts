import { expectArgument, nodeModule } from '../../../core/index.js';
import { checkTable } from '../base/check-table.js';
import type { SourceTable, TableSource } from '../base/table-source.js';
import { parquetFile } from '../parquet/parquet-source.js';
import { checkManifestTable, readManifest } from './manifest.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The tables of a data set as RelBench 3 lays it out: `manifest.yaml` declares primary keys, foreign keys and columns of times, `db/NAME.parquet`
 * holds the rows.
 *
 * @param path of the folder
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE (also where a key or a time is a column that is not there), TOO_LARGE;
 *   NEEDS_PACKAGE
 */
export async function relbenchSource(path: string): Promise<TableSource> {
  expectArgument(path, 'text', 'path');
  const manifest = await readManifest(path);
  const files = new Map([...manifest.keys()].map((name) => [name, parquetFile(join(path, 'db', `${name}.parquet`))]));
  const close = async () => {
    for (const file of files.values()) await file.close();
  };
  let tables: readonly SourceTable[];
  try {
    tables = await Promise.all(
      [...manifest].map(async ([name, declared]): Promise<SourceTable> => {
        const [table] = await files.get(name)!.tables();
        const { pkey, time_col: timeColumn, fkeys } = declared;
        const columns = table!.columns.map((column) => column.name);
        checkManifestTable(path, name, declared, columns);
        const primaryKey = pkey === null ? [] : [pkey];
        const foreignKeys = Object.entries(fkeys).map(([column, to]) => ({ columns: [column], table: to, to: [] }));
        return {
          ...{ ...table!, name, stem: name, primaryKey, foreignKeys },
          ...(timeColumn === undefined ? {} : { timeColumn }),
        };
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: path,
    tables: async () => tables,
    async *rows(table, columns, options = {}) {
      checkTable({ name: path }, tables, table, columns, options);
      yield* files.get(table)!.rows(`${table}.parquet`, columns, options);
    },
    close,
  };
}
