import { stat, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { HeteroGraphError } from '../../core/index.js';
import { writeError } from '../../files/index.js';
import { invalidOption } from '../options/options.js';

/** Checks that a file can be written. @throws {HeteroGraphError} TARGET_EXISTS, WRITE_FAILED, INVALID_OPTION */
export async function checkNew(path: string, option: string): Promise<void> {
  const folder = await stat(dirname(path)).catch((error) => {
    throw writeError(error, path);
  });
  if (!folder.isDirectory())
    throw invalidOption(`${option} ${path} lies in no folder.`, 'Give a file of a folder that is there.');
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw taken(path, option);
}

/** Checks that no two of the paths of options are the same, and none lies in a folder that is written whole. @throws {HeteroGraphError} INVALID_OPTION */
export function checkApart(
  paths: Readonly<Record<string, string | undefined>>,
  folders: Readonly<Record<string, string | undefined>> = {},
): void {
  const named = new Map<string, string>();
  for (const [option, path] of Object.entries({ ...paths, ...folders })) {
    if (path === undefined) continue;
    const other = named.get(resolve(path));
    if (other !== undefined)
      throw invalidOption(`${other} and ${option} are both ${path}.`, 'Give a path of its own to each.');
    named.set(resolve(path), option);
  }
  for (const [of, folder] of Object.entries(folders)) {
    if (folder === undefined) continue;
    for (const [path, option] of named) {
      if (path.startsWith(resolve(folder) + sep))
        throw invalidOption(`${option} lies in the folder of ${of}, ${folder}.`, 'Give a path outside of it.');
    }
  }
}

/** What is there is never overwritten. */
export async function writeNew(path: string, content: string | Uint8Array, option: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'EEXIST') throw taken(path, option);
    throw writeError(error, path);
  }
}

function taken(file: string, option: string): HeteroGraphError {
  return new HeteroGraphError('TARGET_EXISTS', 'There is a file already.', {
    file,
    hint: `Give another name with ${option}.`,
  });
}
