import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { readError } from '../../files/index.js';
import { unzip } from '../numpy/zip.js';
import type { SourceTable, TableSource } from '../sources/base/table-source.js';
import { columnFile, isColumnFile } from '../sources/column-files.js';
import { isAddress, openSource } from '../sources/open-source.js';
import { isRelbenchFolder } from '../sources/relbench/manifest.js';
import { relbenchSource } from '../sources/relbench/relbench-source.js';
import { besideMapping } from './mapping-path.js';
import type { SourceFile, TableFile, TextFile } from './table.js';

const { readdir, readFile, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, join } = nodeModule<typeof import('node:path')>('node:path');

const formats: readonly [RegExp, TextFile['format']][] = [
  [/\.(csv|tsv|tab)(\.gz)?$/i, 'csv'],
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonl'],
];

/** How the file of a table would be read, by its name; undefined where it is none. */
export function tableFormat(name: string): TextFile['format'] | undefined {
  return formats.find(([ending]) => ending.test(name))?.[1];
}

/** Whether a name is that of a table. */
export function isTableFile(name: string): boolean {
  return tableFormat(name) !== undefined || isColumnFile(name);
}

/** The name of a file without its ending: `orders` of `orders.csv.gz`. */
function tableStem(name: string): string {
  return basename(name).replace(/(\.(csv|tsv|tab|jsonl|ndjson|txt|parquet|pq|arrow|feather|ipc))?(\.gz)?$/i, '');
}

/** A file or folder beside the tables that is none. */
export interface OtherFile {
  readonly name: string;
  /** Of a folder: the tables that lie directly in it. */
  readonly numTables?: number;
  /** What it is, where it is neither a file nor a folder. */
  readonly problem?: string;
}

/** What lies in a folder, an archive or a source. */
export interface FolderContent {
  readonly tables: readonly TableFile[];
  readonly others: readonly OtherFile[];
  /** Gives back what was opened to look into it. */
  close(): Promise<void>;
}

const nothingOpen = async () => {};

/**
 * The tables that lie directly in a folder (or in its `db`, where it is one of RelBench), anywhere in a zip archive, or in a source, by name, and what else is there; hidden files are not. A
 * mapping in the place of the tables stands for what it lies beside. A source that is given stays open.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE; of an archive CORRUPT_FILE, TOO_LARGE, DUPLICATE_NAME; as `openSource` does
 */
export async function lookInto(from: string | TableSource): Promise<FolderContent> {
  if (typeof from !== 'string') return { tables: await sourceFiles(from), others: [], close: nothingOpen };
  if (/\.ya?ml$/i.test(from)) return lookInto(await besideMapping(from));
  if (/\.zip$/i.test(from)) return lookIntoArchive(from);
  const isOfFiles = !isAddress(from) && (await isFolder(from));
  const isRelbench = isOfFiles && (await isRelbenchFolder(from));
  if (isOfFiles && !isRelbench) return lookIntoFolder(from);
  const source = isRelbench ? await relbenchSource(from) : await openSource(from);
  try {
    return { tables: await sourceFiles(source), others: [], close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function sourceFiles(source: TableSource): Promise<SourceFile[]> {
  const tables = [...(await source.tables())].sort((a, b) => (a.name < b.name ? -1 : 1));
  return tables.map((table) => {
    const { name, stem = name } = table;
    return { name, stem, format: 'source', source, describe: async () => table };
  });
}

async function tableOf(source: TableSource): Promise<SourceTable> {
  const [table] = await source.tables();
  return table!;
}

async function closeAll(tables: readonly TableFile[]): Promise<void> {
  for (const { source, format } of tables) if (format === 'source') await source.close();
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw readError(cause, path);
  }
}

async function lookIntoFolder(path: string): Promise<FolderContent> {
  try {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
    const shown = await Promise.all(names.map(async (name) => ({ name, kind: await kindOf(join(path, name)) })));
    const tables = shown
      .filter(({ kind }) => kind === 'file')
      .flatMap(({ name }): TableFile[] => {
        const format = tableFormat(name);
        const source = columnFile(join(path, name));
        if (source) return [{ name, stem: tableStem(name), format: 'source', source, describe: () => tableOf(source) }];
        return format ? [{ name, stem: tableStem(name), format, source: join(path, name) }] : [];
      });
    const isTable = new Set(tables.map(({ name }) => name));
    const others = shown
      .filter(({ name }) => !isTable.has(name))
      .map(async ({ name, kind }): Promise<OtherFile> => {
        if (kind === 'file') return { name };
        if (kind !== 'folder') return { name, problem: kind };
        const inside = await readdir(join(path, name)).catch(() => []);
        return { name, numTables: inside.filter(isTableFile).length };
      });
    return { tables, others: await Promise.all(others), close: () => closeAll(tables) };
  } catch (cause) {
    throw readError(cause, path);
  }
}

/** What lies at a path: a pipe or a device would be read without end. */
async function kindOf(path: string): Promise<'file' | 'folder' | 'a link that leads nowhere' | 'no file'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'a link that leads nowhere';
  return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'no file';
}

async function lookIntoArchive(path: string): Promise<FolderContent> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw readError(cause, path);
  }
  const shown = [...unzip(bytes, path)].filter(([name]) => !/(^|\/)(__MACOSX\/|\.)|\/$/.test(name));
  const tables = shown
    .filter(([name]) => tableFormat(name))
    .map(([name, content]): TextFile => {
      const place = `${path}, ${name}`;
      const source = name.endsWith('.gz')
        ? new File([content as Uint8Array<ArrayBuffer>], place)
        : { name: place, bytes: content };
      return { name: basename(name), stem: tableStem(name), format: tableFormat(name)!, source };
    });
  const names = new Set<string>();
  for (const { name } of tables) {
    if (names.has(name)) {
      throw new HeteroGraphError('DUPLICATE_NAME', `Two tables of the archive are called ${name}.`, {
        file: path,
        hint: 'Unpack it, and give the files names of their own.',
      });
    }
    names.add(name);
  }
  const others = shown.filter(([name]) => !tableFormat(name)).map(([name]) => ({ name: basename(name) }));
  return { tables: tables.sort((a, b) => (a.name < b.name ? -1 : 1)), others, close: nothingOpen };
}
