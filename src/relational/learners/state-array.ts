import type { ForecasterState } from './types.js';

type Arrays = NonNullable<ForecasterState['arrays']>;

/** An array of a state, of its kind and length. @throws {Error} where it is another one */
export function stateArray<T extends Arrays[string]>(
  arrays: Arrays,
  name: string,
  kind: new (length: number) => T,
  length?: number,
): T {
  const values = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  if (!(values instanceof kind)) throw new Error(`The array ${name} is missing, or of another kind.`);
  if (length === undefined || values.length === length) return values;
  throw new Error(`The array ${name} has ${values.length} numbers instead of ${length}.`);
}
