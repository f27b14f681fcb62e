import { type HeteroGraphError, isHeteroGraphError } from '../../core/index.js';

/**
 * What could not be written, for results that are told all the same; every other error is thrown.
 *
 * @param write may also answer what could not be written before
 */
export async function writeProblemOf(
  write: () => Promise<HeteroGraphError | undefined>,
): Promise<HeteroGraphError | undefined> {
  try {
    return await write();
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'WRITE_FAILED') return error;
    throw error;
  }
}
