// CSR times CSR, row by row into a dense accumulator (Gustavson 1978), keeping the largest entries of a row.
import { heapify, isWorse, keyOf, siftDown, sortNumbers } from './heap';

/** Distinct columns of row r of the product; marks[column] == stamp says that a column was seen. */
function countColumns(args: usize, r: i32, stamp: i32, marks: usize): i32 {
  const aIndptr = <usize>load<u32>(args), aIndices = <usize>load<u32>(args, 4);
  const bIndptr = <usize>load<u32>(args, 12), bIndices = <usize>load<u32>(args, 16);
  let seen = 0;
  const stop = load<i32>(aIndptr + (<usize>r << 2), 4);
  for (let e = load<i32>(aIndptr + (<usize>r << 2)); e < stop; e++) {
    const middle = bIndptr + (<usize>load<u32>(aIndices + (<usize>e << 2)) << 2);
    const last = bIndices + (<usize>load<u32>(middle, 4) << 2);
    for (let q = bIndices + (<usize>load<u32>(middle) << 2); q < last; q += 4) {
      const mark = marks + (<usize>load<u32>(q) << 2);
      seen += <i32>(load<i32>(mark) != stamp);
      store<i32>(mark, stamp);
    }
  }
  return seen;
}

/**
 * Sums of row r of the product, and the columns it touches in the order they are seen. Without branches: whether a column is new cannot
 * be foreseen. Returns the number of columns; the list has room for one more.
 */
function accumulate(args: usize, r: i32, stamp: i32, marks: usize, list: usize, sums: usize): i32 {
  const aIndptr = <usize>load<u32>(args), aIndices = <usize>load<u32>(args, 4), aValues = <usize>load<u32>(args, 8);
  const bIndptr = <usize>load<u32>(args, 12), bIndices = <usize>load<u32>(args, 16), bValues = <usize>load<u32>(args, 20);
  let touched = 0;
  const stop = load<i32>(aIndptr + (<usize>r << 2), 4);
  for (let e = load<i32>(aIndptr + (<usize>r << 2)); e < stop; e++) {
    const middle = bIndptr + (<usize>load<u32>(aIndices + (<usize>e << 2)) << 2);
    const last = <usize>load<u32>(middle, 4) << 2;
    const left = aValues ? load<f32>(aValues + (<usize>e << 2)) : <f32>1;
    for (let q = <usize>load<u32>(middle) << 2; q < last; q += 4) {
      const column = load<i32>(bIndices + q);
      const cell = <usize>column << 2;
      const fresh = load<i32>(marks + cell) != stamp;
      store<i32>(marks + cell, stamp);
      store<i32>(list + (<usize>touched << 2), column);
      touched += <i32>fresh;
      const held = select<f32>(<f32>0, load<f32>(sums + cell), fresh);
      store<f32>(sums + cell, held + (bValues ? left * load<f32>(bValues + q) : left));
    }
  }
  return touched;
}

/**
 * args: aIndptr, aIndices, aValues|0, bIndptr, bIndices, bValues|0, counts (out: entries of every row), scratch (zeroed), stride
 * (bytes a worker). Units are rows.
 */
export function multiplyCount(args: usize, begin: i32, end: i32, worker: i32): void {
  const counts = <usize>load<u32>(args, 24);
  const marks = <usize>load<u32>(args, 28) + <usize>worker * <usize>load<u32>(args, 32);
  for (let r = begin; r < end; r++) store<i32>(counts + (<usize>r << 2), countColumns(args, r, r + 1, marks));
}

/**
 * args: as above up to bValues, then outIndptr, outIndices, outValues, scratch, stride, numCols, firstStamp. The scratch of a worker
 * holds marks and bits (zeroed), list, keys and sums. A row of the output is as long as the row pointer says; where it touches more
 * columns the largest sums stay, the lower column of equals. Columns ascend. Units are rows.
 */
export function multiplyFill(args: usize, begin: i32, end: i32, worker: i32): void {
  const outIndptr = <usize>load<u32>(args, 24);
  const numCols = load<i32>(args, 44);
  const columnBytes = <usize>((numCols + 63) & ~63) << 2;
  const marks = <usize>load<u32>(args, 36) + <usize>worker * <usize>load<u32>(args, 40);
  const bits = marks + columnBytes;
  const list = bits + (columnBytes >> 5) + 64;
  const keys = list + columnBytes + 64, sums = keys + columnBytes;
  for (let r = begin; r < end; r++) {
    const first = load<i32>(outIndptr + (<usize>r << 2));
    const kept = load<i32>(outIndptr + (<usize>r << 2), 4) - first;
    if (kept == 0) continue;
    const touched = accumulate(args, r, load<i32>(args, 48) + r, marks, list, sums);
    if (kept < touched) keepLargest(list, keys, sums, touched, kept);
    const columns = <usize>load<u32>(args, 28) + (<usize>first << 2);
    const values = <usize>load<u32>(args, 32) + (<usize>first << 2);
    memory.copy(columns, list, <usize>kept << 2);
    if (kept < numCols >> 8) sortNumbers(columns, kept);
    else sortByBits(columns, kept, bits);
    for (let i: usize = 0; i < <usize>kept << 2; i += 4) store<f32>(values + i, load<f32>(sums + (<usize>load<u32>(columns + i) << 2)));
  }
}

/** Brings the `kept` largest of the listed columns to the front. */
function keepLargest(list: usize, keys: usize, sums: usize, touched: i32, kept: i32): void {
  for (let i: usize = 0; i < <usize>kept << 2; i += 4) store<f32>(keys + i, keyOf(load<f32>(sums + (<usize>load<u32>(list + i) << 2))));
  heapify(keys, list, kept);
  for (let i = kept; i < touched; i++) {
    const column = load<i32>(list + (<usize>i << 2));
    const v = keyOf(load<f32>(sums + (<usize>column << 2)));
    if (isWorse(load<f32>(keys), load<i32>(list), v, column)) siftDown(keys, list, kept, 0, v, column);
  }
}

/** Sorts distinct columns through a set of bits, which is empty before and after. */
function sortByBits(columns: usize, n: i32, bits: usize): void {
  let low = i32.MAX_VALUE, high = 0;
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const column = load<i32>(columns + i);
    const word = bits + (<usize>(column >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << (column & 63)));
    low = min(low, column >> 6);
    high = max(high, column >> 6);
  }
  let to = columns;
  for (let w = low; w <= high; w++) {
    const word = bits + (<usize>w << 3);
    let left = load<u64>(word);
    if (left == 0) continue;
    store<u64>(word, 0);
    for (; left != 0; left &= left - 1, to += 4) store<i32>(to, (w << 6) + <i32>ctz(left));
  }
}
