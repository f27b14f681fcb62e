import { makeTemporary, moveIntoPlace, removeStale, removeTemporary } from './temporary.js';

/** Writes a folder under a temporary name and gives it its own when it is whole; one that is there already is replaced. */
export async function replaceFolder(target: string, write: (folder: string) => Promise<void>): Promise<void> {
  await removeStale(target);
  const temporary = await makeTemporary(target);
  try {
    await write(temporary);
    await moveIntoPlace(temporary, target);
  } catch (error) {
    await removeTemporary(temporary);
    throw error;
  }
}
