import { HeteroGraphError } from './errors.js';

/**
 * An npm package that only some calls need. By default it is looked for by its name when it is asked for, and bundlers leave it alone:
 * drivers of databases and the like hold native code and modules of Node, which no bundle for browsers can take in.
 *
 * @param what needs it: `DuckDB is read`
 * @throws {HeteroGraphError} NEEDS_PACKAGE where it is not installed
 */
export async function loadPackage<T>(
  name: string,
  what: string,
  load: () => Promise<T> = () => import(/* @vite-ignore */ /* webpackIgnore: true */ name),
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason =
      (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' ? 'is not installed' : 'cannot be loaded';
    throw new HeteroGraphError('NEEDS_PACKAGE', `${what} with the npm package ${name}, which ${reason}.`, {
      hint: `Run: npm install ${name}`,
      cause,
    });
  }
}
