import { RandomStream } from '../../../core/index.js';

/** Rows of a bag, rising: a part of all, drawn without replacement. */
export function drawRows(numRows: number, part: number, seed: number, bag: number): Int32Array {
  if (part >= 1) return Int32Array.from({ length: numRows }, (_, i) => i);
  const count = Math.max(1, Math.round(numRows * part));
  const random = new RandomStream(seed, 'gbdt', 'rows', bag);
  const rows = new Int32Array(count);
  let taken = 0;
  // Each row is taken with the chance that the rest of the bag has among the rest of the rows.
  for (let row = 0; taken < count; row++) {
    if (random.next() * (numRows - row) < count - taken) rows[taken++] = row;
  }
  return rows;
}

/** The rows that are not in a bag. */
export function otherRows(numRows: number, bag: Int32Array): Int32Array {
  const others = new Int32Array(numRows - bag.length);
  for (let row = 0, i = 0, to = 0; row < numRows; row++) {
    if (bag[i] === row) i++;
    else others[to++] = row;
  }
  return others;
}

/** [columns] zeros and ones: those a tree may split. */
export function drawColumns(numColumns: number, part: number, seed: number, tree: number): Uint8Array {
  if (part >= 1) return new Uint8Array(numColumns).fill(1);
  const isUsed = new Uint8Array(numColumns);
  const count = Math.min(numColumns, Math.max(1, Math.ceil(numColumns * part)));
  const order = new RandomStream(seed, 'gbdt', 'columns', tree).permutation(numColumns);
  for (let i = 0; i < count; i++) isUsed[order[i]!] = 1;
  return isUsed;
}
