import type { Leak } from './types.js';

/** A sentence on a column that is left out. */
export function leakRemark({ column, why }: Leak): string {
  return `${column} is no input: it ${why}. Where it is known by then all the same, keep it.`;
}
