import { HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE unless every row is one of the node type's */
export function checkRows(rows: Int32Array, numNodes: number, type: string): void {
  for (let i = 0; i < rows.length; i++) {
    // One comparison: negative numbers become large ones.
    if (rows[i]! >>> 0 < numNodes) continue;
    const message = `There is no node ${rows[i]}: the type has ${numNodes} nodes.`;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', message, { type });
  }
}

/** Ascending rows of a 0/1 mask. */
export function rowsOfMask(mask: Uint8Array): Int32Array {
  const rows = new Int32Array(mask.length);
  let count = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows[count++] = row;
  return rows.slice(0, count);
}
