import { HeteroGraphError } from '../core/index.js';

/** @throws {HeteroGraphError} INVALID_OPTION where a path from outside the type system is not a text */
export function checkPath(path: unknown): asserts path is string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new HeteroGraphError('INVALID_OPTION', 'The path of a folder is not a text, or not one that a path may be.', {
    hint: "Give a text such as 'runs/first'.",
  });
}
