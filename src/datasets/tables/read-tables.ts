import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { BadRows } from '../../graph/internal.js';
import type { GraphMapping } from '../mapping/mapping.js';
import type { TableSource } from '../sources/base/table-source.js';
import { readTable, type TableRows } from './read-table.js';
import type { TextFile } from './table.js';
import { lookInto } from './table-files.js';
import { tableRequests } from './table-requests.js';

/** How tables are read, and who is told what there is to know of them. */
export interface ReadTablesOptions {
  readonly mayBeAbsent: boolean;
  readonly bad: BadRows;
  readonly nulls: readonly string[];
  readonly remarks: string[];
}

/**
 * Reads what a mapping wants of each table that it names, once.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND for a table that is not there; and as `lookInto` and `readTable` do
 */
export async function readTables(
  from: string | TableSource,
  mapping: GraphMapping,
  { mayBeAbsent, bad, nulls, remarks }: ReadTablesOptions,
  run: RunOptions,
): Promise<ReadonlyMap<string, TableRows>> {
  const content = await lookInto(from);
  try {
    const place = typeof from === 'string' ? from : from.name;
    const files = new Map(content.tables.map((file) => [file.name, file]));
    const requests = tableRequests(mapping, mayBeAbsent);
    const names = [...requests.keys()];
    const absent = (table: string) => absentTable(table, place, [...files.keys()]);
    if (names.length > 0 && !names.some((table) => files.has(table))) throw absent(names[0]!);
    const tables = new Map<string, TableRows>();
    for (const [table, request] of requests) {
      const file = files.get(table);
      if (!file && !mayBeAbsent) throw absent(table);
      if (!file) remarks.push(`There is no table ${table}: what is made of it is empty.`);
      const rows = await readTable(file ?? emptyTable(table), request, { bad, nulls }, run);
      if (file && rows.absent.length > 0) remarks.push(`${table} lacks ${rows.absent.join(', ')}: taken as missing.`);
      for (const [column, count] of rows.binary)
        remarks.push(`${rows.file}, column ${column}: ${count} cells hold bytes, which are no value, and are missing.`);
      tables.set(table, rows);
    }
    return tables;
  } finally {
    await content.close();
  }
}

function emptyTable(name: string): TextFile {
  return { name, stem: name, format: 'jsonl', source: { name, text: '' } };
}

function absentTable(table: string, file: string, names: readonly string[]): HeteroGraphError {
  return new HeteroGraphError('FILE_NOT_FOUND', `The mapping names a table ${table} that is not there.`, {
    file,
    hint: `There are: ${names.slice(0, 20).join(', ') || 'none'}. Put it there, or take it out of the mapping.`,
  });
}
