import { HeteroGraphError } from './errors.js';

/** Node's modules without an import, which a bundle for browsers could not resolve; undefined elsewhere. */
export function builtin<T>(name: string): T | undefined {
  return typeof process === 'undefined' ? undefined : (process.getBuiltinModule?.(name) as T | undefined);
}

/**
 * A module of Node, for code that needs Node. Elsewhere the code can still be loaded, so that bundles for browsers need no
 * special care; its functions throw when they are called.
 *
 * @example const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
 */
export function nodeModule<T extends object>(name: string): T {
  return builtin<T>(name) ?? absentModule<T>(name);
}

/** @throws {HeteroGraphError} NEEDS_NODE when a function of it is called */
function absentModule<T extends object>(module: string): T {
  const get = (_: object, member: string | symbol) =>
    function needsNode(): never {
      throw new HeteroGraphError('NEEDS_NODE', `${String(member)} of ${module} is called, which only Node has.`, {
        hint: 'Files, caches and checkpoints are for Node; in a browser, work in memory.',
      });
    };
  return new Proxy({}, { get }) as T;
}
