/** The best way found to part a leaf in two. Sums are in whole units. */
export interface Split {
  /** What it exceeds the gain of the leaf by. */
  readonly gain: number;
  /** Number among the columns of the matrix. */
  readonly column: number;
  readonly leftG: number;
  readonly leftH: number;
  readonly leftRows: number;
  /** Of numbers: the last bin on the left. */
  readonly bin: number;
  /** Where missing values go; undefined where the leaf has none. */
  readonly missing: 'left' | 'right' | undefined;
  /** Of categories: the bins that go left. */
  readonly bins?: readonly number[];
  /** L2 of the values of both sides. */
  readonly l2: number;
}

/** A leaf while its tree grows. */
export interface Leaf {
  /** Its place among the rows of the tree. */
  readonly begin: number;
  readonly count: number;
  /** Sums of gradients and second derivatives, in whole units. */
  readonly sumG: number;
  readonly sumH: number;
  readonly depth: number;
  /** Values it may have. */
  readonly low: number;
  readonly high: number;
  readonly value: number;
  /** Of what it is a child, with the sign of the side: node + 1 on the left, -(node + 1) on the right, 0 at the root. */
  readonly from: number;
  /** Address of its histograms; 0: none. */
  slot: number;
  split: Split | undefined;
}

/** Units of the sums, and penalties. */
export interface Scale {
  readonly unitG: number;
  readonly unitH: number;
  readonly l1: number;
  readonly l2: number;
}

/** The value that lessens the loss most, within bounds. */
export function leafValueOf(g: number, h: number, { unitG, unitH, l1, l2 }: Scale, low: number, high: number): number {
  const size = Math.max(Math.abs(g * unitG) - l1, 0);
  const second = h * unitH + l2;
  if (!(second > 0)) return 0;
  const value = g > 0 ? -size / second : size / second;
  return Math.min(Math.max(value, low), high);
}

/** Twice the decrease of the loss by a leaf of that value. */
export function gainOf(g: number, h: number, { unitG, unitH, l1, l2 }: Scale, value: number): number {
  const size = Math.max(Math.abs(g * unitG) - l1, 0);
  return -(2 * (g > 0 ? size : -size) * value + (h * unitH + l2) * value * value);
}
