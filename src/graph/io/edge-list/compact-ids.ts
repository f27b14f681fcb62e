import type { NumberBlocks } from './number-blocks.js';

/** Distinct ids of a node type, ascending, and the way from an id to its row. */
export interface CompactIds {
  readonly ids: Int32Array | Float64Array;
  /** Rows of the ids in `blocks`, in order. O(length), O(length log N) where the ids are far apart. */
  rowsOf(blocks: NumberBlocks): Int32Array;
}

/**
 * Numbers the distinct ids of several columns in ascending order. Where the largest id is at most eight times the
 * count of values this takes a byte and four bytes per possible id, otherwise a sort of all values.
 */
export function compactIds(columns: readonly NumberBlocks[]): CompactIds {
  const count = columns.reduce((sum, column) => sum + column.length, 0);
  const max = columns.reduce((most, column) => Math.max(most, column.max), -1);
  return max < count * 8 + 65_536 ? byPresence(columns, max) : bySorting(columns, count);
}

function byPresence(columns: readonly NumberBlocks[], max: number): CompactIds {
  const rank = new Int32Array(max + 1);
  for (const column of columns) {
    column.forEach((block) => {
      for (let i = 0; i < block.length; i++) rank[block[i]!] = 1;
    });
  }
  let size = 0;
  for (let id = 0; id <= max; id++) if (rank[id] === 1) size++;
  const ids = new Int32Array(size);
  let row = 0;
  for (let id = 0; id <= max; id++) {
    if (rank[id] !== 1) continue;
    ids[row] = id;
    rank[id] = row++;
  }
  return { ids, rowsOf: (blocks) => mapped(blocks, (id) => rank[id]!) };
}

function bySorting(columns: readonly NumberBlocks[], count: number): CompactIds {
  const all = new Float64Array(count);
  let filled = 0;
  for (const column of columns) {
    column.forEach((block) => {
      all.set(block, filled);
      filled += block.length;
    });
  }
  all.sort();
  let size = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[size++] = all[i]!;
  const distinct = all.slice(0, size);
  const ids = size === 0 || distinct[size - 1]! < 2 ** 31 ? Int32Array.from(distinct) : distinct;
  return { ids, rowsOf: (blocks) => mapped(blocks, (id) => lowerBound(distinct, id)) };
}

function mapped(blocks: NumberBlocks, rowOf: (id: number) => number): Int32Array {
  const rows = new Int32Array(blocks.length);
  blocks.forEach((block, start) => {
    for (let i = 0; i < block.length; i++) rows[start + i] = rowOf(block[i]!);
  });
  return rows;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
