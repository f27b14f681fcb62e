import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { readError } from '../../files/index.js';
import type { FileSource } from '../../graph/index.js';
import { unzip } from '../numpy/zip.js';

const { readdir, readFile, stat } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, dirname, join } = nodeModule<typeof import('node:path')>('node:path');

/** A table as a file of a folder or of a zip archive. */
export interface TableFile {
  /** Its name in the folder. */
  readonly name: string;
  readonly format: 'csv' | 'jsonl';
  readonly source: FileSource;
}

/** The name of a mapping beside the tables of a folder. */
export const MAPPING_FILE = 'graph.yaml';

const formats: readonly [RegExp, TableFile['format']][] = [
  [/\.(csv|tsv|tab)(\.gz)?$/i, 'csv'],
  [/\.(jsonl|ndjson)(\.gz)?$/i, 'jsonl'],
];

/** How the file of a table would be read, by its name; undefined where it is none. */
export function tableFormat(name: string): TableFile['format'] | undefined {
  return formats.find(([ending]) => ending.test(name))?.[1];
}

/** The name of a file without its ending: `orders` of `orders.csv.gz`. */
export function tableStem(name: string): string {
  return basename(name).replace(/(\.(csv|tsv|tab|jsonl|ndjson|txt))?(\.gz)?$/i, '');
}

/** Where the mapping of a folder, of a zip archive, or the mapping that is named itself, lies. */
export function mappingPath(path: string): string {
  if (/\.ya?ml$/i.test(path)) return path;
  return /\.zip$/i.test(path) ? path.replace(/\.zip$/i, `.${MAPPING_FILE}`) : join(path, MAPPING_FILE);
}

/** A file or folder beside the tables that is none. */
export interface OtherFile {
  readonly name: string;
  /** Of a folder: the tables that lie directly in it. */
  readonly numTables?: number;
}

/** What lies in a folder or an archive. */
export interface FolderContent {
  readonly tables: readonly TableFile[];
  readonly others: readonly OtherFile[];
}

/** The tables that `lookInto` finds. @throws {HeteroGraphError} as `lookInto` does */
export async function listTables(path: string): Promise<readonly TableFile[]> {
  return (await lookInto(path)).tables;
}

/**
 * The tables that lie directly in a folder, or anywhere in a zip archive, by name, and what else is there; hidden files are not. A mapping in
 * the place of the folder stands for it.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE; of an archive CORRUPT_FILE, TOO_LARGE, DUPLICATE_NAME
 */
export async function lookInto(path: string): Promise<FolderContent> {
  if (/\.ya?ml$/i.test(path)) return lookInto((await archiveOf(path)) ?? dirname(path));
  if (/\.zip$/i.test(path)) return lookIntoArchive(path);
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
    const tables = shown
      .filter((entry) => !entry.isDirectory())
      .flatMap(({ name }): TableFile[] => {
        const format = tableFormat(name);
        return format ? [{ name, format, source: join(path, name) }] : [];
      });
    const isTable = new Set(tables.map(({ name }) => name));
    const others = shown
      .filter(({ name }) => !isTable.has(name))
      .map(async (entry): Promise<OtherFile> => {
        if (!entry.isDirectory()) return { name: entry.name };
        const inside = await readdir(join(path, entry.name)).catch(() => []);
        return { name: entry.name, numTables: inside.filter(tableFormat).length };
      });
    return { tables, others: await Promise.all(others) };
  } catch (cause) {
    throw readError(cause, path);
  }
}

/** The archive that a mapping lies beside. */
async function archiveOf(path: string): Promise<string | undefined> {
  const archive = path.replace(/\.graph\.ya?ml$/i, '.zip');
  if (archive === path) return undefined;
  return (await stat(archive).catch(() => undefined))?.isFile() ? archive : undefined;
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
    .map(([name, content]): TableFile => {
      const source = name.endsWith('.gz')
        ? new File([content as Uint8Array<ArrayBuffer>], name)
        : { name, bytes: content };
      return { name: basename(name), format: tableFormat(name)!, source };
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
  return { tables: tables.sort((a, b) => (a.name < b.name ? -1 : 1)), others };
}
