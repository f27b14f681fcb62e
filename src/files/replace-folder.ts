import { checkReplaceable, type FolderKind } from './own-folder.js';
import { makeTemporary, moveIntoPlace, removeAtOnce, removeStale, removeTemporary } from './temporary.js';

/**
 * Writes a folder under a temporary name and gives it its own when it is whole. One that is there already is replaced where
 * it is empty or of one of the kinds; what anybody else put there is kept. With 'any', for names inside a folder of our own
 * such as entries of a cache, it is always replaced.
 *
 * @throws {HeteroGraphError} NOT_OURS, and TARGET_EXISTS where there are no kinds, before anything is written
 */
export async function replaceFolder(
  target: string,
  kinds: readonly FolderKind[] | 'any',
  write: (folder: string) => Promise<void>,
): Promise<void> {
  // A write that was killed may have left the earlier folder under a temporary name.
  await removeStale(target);
  if (kinds !== 'any') await checkReplaceable(target, kinds);
  const temporary = await makeTemporary(target);
  try {
    await write(temporary);
    if (kinds !== 'any') await checkReplaceable(target, kinds);
    await moveIntoPlace(temporary, target);
  } catch (error) {
    await removeTemporary(temporary);
    throw error;
  }
}

/** Removes a folder of one of the kinds, if it is there. @throws {HeteroGraphError} NOT_OURS where it is another one */
export async function removeOwnFolder(target: string, kinds: readonly FolderKind[]): Promise<void> {
  // A removal that was killed may have left the folder under a temporary name.
  await removeStale(target);
  await checkReplaceable(target, kinds);
  await removeAtOnce(target);
}
