import { rowOrder } from './sort-rows.js';

/** Rows of codes, each once. */
export interface DistinctRows {
  /** [different rows, columns], sorted by the first column of `order`, then by the second and so on. */
  readonly codes: Int32Array;
  readonly numRows: number;
  /** The columns, those with the fewest values first, so that rows one after the other have much in common. */
  readonly order: Int32Array;
  /** By row that was given, which of the different ones it is. */
  readonly of: Int32Array;
  /** By different row, how often it is there. */
  readonly counts: Float64Array;
}

/**
 * @param codes [rows, columns], 0 for unseen values
 * @param sizes values of each column
 */
export function distinctRows(codes: Int32Array, sizes: readonly number[]): DistinctRows {
  const width = sizes.length;
  const order = Int32Array.from(sizes.keys()).sort((a, b) => sizes[a]! - sizes[b]! || a - b);
  const sorted = rowOrder(codes, sizes, order);
  const of = new Int32Array(sorted.length);
  const [firsts, counts]: [number[], number[]] = [[], []];
  for (let at = 0; at < sorted.length; at++) {
    const from = sorted[at]! * width;
    if (at === 0 || !areEqual(codes, from, sorted[at - 1]! * width, width)) {
      firsts.push(from);
      counts.push(0);
    }
    counts[counts.length - 1]!++;
    of[sorted[at]!] = counts.length - 1;
  }
  const distinct = new Int32Array(firsts.length * width);
  for (const [row, from] of firsts.entries()) {
    for (let column = 0; column < width; column++) distinct[row * width + column] = codes[from + column]!;
  }
  return { codes: distinct, numRows: firsts.length, order, of, counts: Float64Array.from(counts) };
}

function areEqual(codes: Int32Array, a: number, b: number, width: number): boolean {
  for (let column = 0; column < width; column++) if (codes[a + column] !== codes[b + column]) return false;
  return true;
}
