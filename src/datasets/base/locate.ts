import { HeteroGraphError, nodeModule } from '../../core/index.js';
import { checkPath } from '../../files/index.js';
import type { DatasetInfo, LoadOptions } from './types.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** The path that is there: the file itself or its `.gz`. */
export function findFile(path: string): string | undefined {
  return [path, `${path}.gz`].find((candidate) => existsSync(candidate));
}

/**
 * Paths by name of files in a folder, plain or as `.gz`.
 *
 * @param hint what to do where one is missing
 * @throws {HeteroGraphError} DATASET_FILES_MISSING
 */
export function filesIn(
  folder: string,
  names: readonly string[],
  hint = 'Put it there, plain or as .gz.',
): ReadonlyMap<string, string> {
  checkPath(folder);
  const paths = new Map<string, string>();
  for (const name of names) {
    const file = join(folder, name);
    const path = findFile(file);
    if (path === undefined) {
      throw new HeteroGraphError('DATASET_FILES_MISSING', 'A file of the data set is missing.', { file, hint });
    }
    paths.set(name, path);
  }
  return paths;
}

/**
 * Paths of the files of a data set below `root`.
 *
 * @param folder where they lie below it; default: that of its name
 * @throws {HeteroGraphError} DATASET_FILES_MISSING
 */
export function locateBelowRoot(
  info: DatasetInfo,
  options: LoadOptions,
  folder: string = info.name,
): ReadonlyMap<string, string> {
  const root = options.root ?? process.env.HETEROGRAPH_DATA;
  if (root === undefined) {
    throw new HeteroGraphError('DATASET_FILES_MISSING', `Where the files of ${info.name} lie is not known.`, {
      hint: `Put ${info.files.join(', ')} (from ${info.source}) into ROOT/${folder} (heterograph datasets --fetch ${info.name} --root ROOT) and name ROOT by --root or HETEROGRAPH_DATA.`,
    });
  }
  const hint = `Fetch it (heterograph datasets --fetch ${info.name}), or put it there, plain or as .gz; it comes from ${info.source}.`;
  return filesIn(join(root, folder), info.files, hint);
}
