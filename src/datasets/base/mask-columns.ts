import type { ColumnSchema } from '../../graph/index.js';

/** A mask column for every entry: 0/1 per row, under the name of the entry. */
export function maskColumns(masks: Readonly<Record<string, Uint8Array>>): [ColumnSchema, Uint8Array][] {
  return Object.entries(masks).map(([name, mask]) => [{ name, type: 'bool', role: 'mask' }, mask]);
}
