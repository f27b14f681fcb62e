import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
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

/** What is there is never overwritten. */
export async function writeNew(path: string, text: string, option: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
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
