import { HeteroGraphError } from '../../../core/index.js';

/**
 * An npm package that only some sources need.
 *
 * @throws {HeteroGraphError} NEEDS_PACKAGE where it is not installed
 */
export async function loadPackage<T>(name: string, what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason =
      (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' ? 'is not installed' : 'cannot be loaded';
    throw new HeteroGraphError('NEEDS_PACKAGE', `${what} is read with the npm package ${name}, which ${reason}.`, {
      hint: `Run: npm install ${name}`,
      cause,
    });
  }
}
