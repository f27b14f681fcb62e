import { type ErrorLocation, HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} DUPLICATE_NAME where two columns of a table have the same name */
export function expectDistinct(names: readonly string[], place: ErrorLocation): void {
  if (new Set(names).size === names.length) return;
  const column = names.find((name, i) => names.indexOf(name) < i)!;
  const hint = 'Rename one of them in the file.';
  throw new HeteroGraphError('DUPLICATE_NAME', 'Two columns have the same name.', { ...place, column, hint });
}
