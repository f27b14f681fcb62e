import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ColumnSource, parquetWriteFile } from 'hyparquet-writer';
import { afterAll } from 'vitest';
import type { GraphMapping, TableSource } from '../../../src/datasets/index.js';
import { cellText } from '../../../src/datasets/sources/base/cell-text.js';

/** Where the real data sets lie. */
export const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const packed = join(data, 'chinook/chinook.sqlite.gz');
export const hasChinook = existsSync(packed);

export const scratch = mkdtempSync(join(tmpdir(), 'heterograph-sources-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The music shop as an SQLite file of its own. */
export function chinookFile(name = 'chinook.sqlite'): string {
  const file = join(scratch, name);
  if (!existsSync(file)) writeFileSync(file, gunzipSync(readFileSync(packed)));
  return file;
}

/** Rows of all columns of a table of a source. */
export async function rowsOf(source: TableSource, table: string, columns: readonly string[]): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const batch of source.rows(table, columns, { batchRows: 3 }))
    for (let row = 0; row < batch.numRows; row++) rows.push(batch.columns.map((cells) => cells[row]));
  return rows;
}

/** A table as CSV. */
export async function csvOf(source: TableSource, table: string, columns: readonly string[]): Promise<string> {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = await rowsOf(source, table, columns);
  const lines = rows.map((row) => row.map((each) => cell(cellText(each) ?? '')).join(','));
  return `${[columns.map(cell).join(','), ...lines].join('\n')}\n`;
}

/** All tables of a source as Parquet files of a folder, without keys: whole numbers, other numbers, times and texts as such. */
export async function writeParquet(source: TableSource, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { name, columns } of await source.tables()) {
    const rows = await rowsOf(
      source,
      name,
      columns.map((column) => column.name),
    );
    const columnData = columns.map(({ name: column, type, kind }, at): ColumnSource => {
      const cells = rows.map((row) => row[at]);
      if (/^INTEGER/.test(type)) return { name: column, data: cells, type: 'INT32' };
      if (kind === 'number') return { name: column, data: cells, type: 'DOUBLE' };
      const times = () => cells.map((cell) => (cell === null ? null : new Date(`${cell as string}Z`)));
      if (kind === 'date') return { name: column, data: times(), type: 'TIMESTAMP' };
      return { name: column, data: cells, type: 'STRING' };
    });
    parquetWriteFile({ filename: join(folder, `${name}.parquet`), columnData });
  }
}

/** A mapping for the same tables under other names. */
export function renamed(mapping: GraphMapping, nameOf: (table: string) => string): GraphMapping {
  const { nodes, edges } = mapping;
  return {
    ...mapping,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([type, node]) => [type, { ...node, table: nameOf(node.table) }]),
    ),
    edges: edges.map((edge) => ({ ...edge, table: nameOf(edge.table) })),
  };
}
