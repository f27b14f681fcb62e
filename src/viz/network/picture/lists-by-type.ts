import { expectArgument } from '../../../core/index.js';

/** A list a node type, by row: a record of them, or what gives them, such as `NodeValues` of `heterograph/analytics`. */
export type ByType<T> =
  | Readonly<Record<string, ArrayLike<T>>>
  | { readonly types: readonly string[]; of(type: string): ArrayLike<T> };

/** As a record. @throws {HeteroGraphError} INVALID_OPTION */
export function listsByType<T>(given: ByType<T> | undefined, what: string): Record<string, ArrayLike<T>> | undefined {
  if (given === undefined) return undefined;
  expectArgument(given, 'object', what);
  if (typeof given.of !== 'function') return given as Record<string, ArrayLike<T>>;
  const { types, of } = given as Exclude<ByType<T>, Readonly<Record<string, ArrayLike<T>>>>;
  expectArgument(types, 'list', `${what}.types`);
  return Object.fromEntries(types.map((type) => [type, of.call(given, type)]));
}
