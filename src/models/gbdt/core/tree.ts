/**
 * One tree, in the arrays of LightGBM's text format: S splits, S + 1 leaves. A child below 0 is the leaf of number -1 - child. A row
 * goes left where its value is at most the threshold, or in the set of categories of that number.
 */
export interface Tree {
  readonly numLeaves: number;
  /** [S], numbers of columns. */
  readonly splitFeature: Int32Array;
  /** [S] */
  readonly splitGain: Float64Array;
  /** [S]; of categories: the number of the set. */
  readonly threshold: Float64Array;
  /** [S], bits: 1 categories, 2 missing values go left, from 4: what is missing ({@link missingType}). */
  readonly decisionType: Uint8Array;
  /** [S] each. */
  readonly leftChild: Int32Array;
  readonly rightChild: Int32Array;
  /** [S + 1] each: value, sum of second derivatives, training rows. */
  readonly leafValue: Float64Array;
  readonly leafWeight: Float64Array;
  readonly leafCount: Float64Array;
  /** [S] each, the same of the nodes. */
  readonly internalValue: Float64Array;
  readonly internalWeight: Float64Array;
  readonly internalCount: Float64Array;
  /** [sets + 1], where the words of each set begin. */
  readonly catBoundaries: Int32Array;
  /** Bits of the categories that go left. */
  readonly catThreshold: Uint32Array;
  /** What the values of the leaves were multiplied by. */
  readonly shrinkage: number;
}

export const categoryBit = 1;
export const defaultLeftBit = 2;
/** What a split takes for missing: nothing (NaN is 0), zero and NaN, NaN. */
export const missingType = { none: 0, zero: 1, nan: 2 } as const;
/** Numbers of at most this size count as zero where zero is missing. */
export const zeroSize = 1.0000000180025095e-35;

/** Arrays of a tree of S splits, zeroed. */
export function emptyTree(
  numSplits: number,
  catBoundaries = new Int32Array(1),
  catThreshold = new Uint32Array(),
): Tree {
  const floats = (length: number) => new Float64Array(length);
  return {
    numLeaves: numSplits + 1,
    splitFeature: new Int32Array(numSplits),
    splitGain: floats(numSplits),
    threshold: floats(numSplits),
    decisionType: new Uint8Array(numSplits),
    leftChild: new Int32Array(numSplits),
    rightChild: new Int32Array(numSplits),
    leafValue: floats(numSplits + 1),
    leafWeight: floats(numSplits + 1),
    leafCount: floats(numSplits + 1),
    internalValue: floats(numSplits),
    internalWeight: floats(numSplits),
    internalCount: floats(numSplits),
    catBoundaries,
    catThreshold,
    shrinkage: 1,
  };
}

/** Whether a row of that value goes left at a node. */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  const decision = tree.decisionType[node]!;
  if (decision & categoryBit) return isInSet(tree, tree.threshold[node]!, value);
  const missing = (decision >> 2) & 3;
  let number = value;
  if (Number.isNaN(number)) {
    if (missing === missingType.nan) return (decision & defaultLeftBit) !== 0;
    number = 0;
  }
  if (missing === missingType.zero && Math.abs(number) <= zeroSize) return (decision & defaultLeftBit) !== 0;
  return number <= tree.threshold[node]!;
}

/** Whether a set has the category; a number is cut to a whole one, and those below 0 and NaN are in none. */
function isInSet(tree: Tree, set: number, value: number): boolean {
  const start = tree.catBoundaries[set]!;
  const bits = (tree.catBoundaries[set + 1]! - start) * 32;
  const category = Math.trunc(value);
  if (!(category >= 0 && category < bits)) return false;
  return ((tree.catThreshold[start + (category >>> 5)]! >>> (category & 31)) & 1) === 1;
}

/** The leaf of a row, whose values begin at `at`. */
export function leafOf(tree: Tree, values: Float64Array, at: number): number {
  if (tree.numLeaves === 1) return 0;
  const { splitFeature, decisionType, threshold, leftChild, rightChild } = tree;
  let node = 0;
  do {
    const value = values[at + splitFeature[node]!]!;
    // The usual case of its own: a number that is there.
    const isPlain = (decisionType[node]! & 5) === 0 && !Number.isNaN(value);
    const isLeft = isPlain ? value <= threshold[node]! : goesLeft(tree, node, value);
    node = isLeft ? leftChild[node]! : rightChild[node]!;
  } while (node >= 0);
  return ~node;
}
