import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { TableSource } from '../sources/base/table-source.js';
import { type PassedOver, passedOver } from './passed-over.js';
import { profileTable, type TableProfile } from './profile.js';
import type { TableFile } from './table.js';
import { lookInto } from './table-files.js';

/** What the tables of a folder or a source are like, and what is there beside them. */
export interface ProfiledTables {
  /** Those with rows. */
  readonly tables: readonly TableProfile[];
  /** Tables that are not read, and why. */
  readonly ignored: Readonly<Record<string, string>>;
  readonly passedOver: readonly PassedOver[];
}

/**
 * Looks at all tables, at most so many rows of each. Views are left out where there are tables: they show the same rows again.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND where there is no table; and as `lookInto` and `profileTable` do
 */
export async function profileTables(
  from: string | TableSource,
  maxRows: number,
  run: RunOptions,
): Promise<ProfiledTables> {
  const { tables: files, others, close } = await lookInto(from);
  try {
    const over = passedOver(others);
    if (files.length === 0) throw noTable(from, over);
    const derived = await derivedTables(files);
    const tables: TableProfile[] = [];
    const ignored = new Map<string, string>();
    for (const file of files) {
      const why = file.format === 'source' ? (await file.describe()).unreadable : undefined;
      if (why !== undefined) {
        ignored.set(file.name, why);
        continue;
      }
      const what = derived.get(file);
      if (what !== undefined && derived.size < files.length) {
        ignored.set(file.name, `${what}: put it under nodes to have its rows`);
        continue;
      }
      const table = await profileTable(file, maxRows, run).catch((error: unknown) => {
        if (error instanceof HeteroGraphError && error.code === 'EMPTY_FILE') return undefined;
        throw error;
      });
      if (table && table.numRows > 0) tables.push(table);
      else ignored.set(file.name, 'it has no rows');
    }
    return { tables, ignored: Object.fromEntries(ignored), passedOver: over };
  } finally {
    await close();
  }
}

async function derivedTables(files: readonly TableFile[]): Promise<ReadonlyMap<TableFile, string>> {
  const found = new Map<TableFile, string>();
  for (const file of files) {
    if (file.format !== 'source') continue;
    const { derived } = await file.describe();
    if (derived !== undefined) found.set(file, derived);
  }
  return found;
}

function noTable(from: string | TableSource, over: readonly PassedOver[]): HeteroGraphError {
  if (typeof from !== 'string')
    return new HeteroGraphError('FILE_NOT_FOUND', 'There is no table.', { file: from.name });
  const there = over.slice(0, 5).map(({ name, why }) => `There is ${name}, ${why}. `);
  return new HeteroGraphError('FILE_NOT_FOUND', 'There is no table.', {
    file: from,
    hint: `${there.join('')}Put files such as customers.csv, orders.tsv or events.jsonl into the folder itself; the first line of CSV names the columns.`,
  });
}
