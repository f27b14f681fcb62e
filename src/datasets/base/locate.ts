import { HeteroGraphError, nodeModule } from '../../core/index.js';
import type { DatasetInfo, LoadOptions } from './types.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** The path that is there: the file itself or its `.gz`. */
export function findFile(path: string): string | undefined {
  return [path, `${path}.gz`].find((candidate) => existsSync(candidate));
}

/** Paths of the files of a data set below `root`. @throws {HeteroGraphError} DATASET_FILES_MISSING */
export function locateBelowRoot(info: DatasetInfo, options: LoadOptions): ReadonlyMap<string, string> {
  const root = options.root ?? process.env.HETEROGRAPH_DATA;
  if (root === undefined) {
    throw new HeteroGraphError('DATASET_FILES_MISSING', `Where the files of ${info.name} lie is not known.`, {
      hint: `Put ${info.files.join(', ')} (from ${info.source}) into ROOT/${info.name} and name ROOT by --root or HETEROGRAPH_DATA.`,
    });
  }
  const paths = new Map<string, string>();
  for (const file of info.files) {
    const wanted = join(root, info.name, file);
    const path = findFile(wanted);
    if (path === undefined) {
      throw new HeteroGraphError('DATASET_FILES_MISSING', `A file of ${info.name} is missing.`, {
        file: wanted,
        hint: `Put it there, plain or as .gz; it comes from ${info.source}.`,
      });
    }
    paths.set(file, path);
  }
  return paths;
}
