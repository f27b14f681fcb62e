import { RandomStream } from '../../core/index.js';
import { canonicalRows } from './canonical-rows.js';

export interface IsolationForestOptions {
  /** Default 100. */
  readonly trees?: number;
  /** Rows that each tree is made of, at most; default 256. */
  readonly sampleSize?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** Euler's constant. */
const EULER = 0.5772156649015329;

/** Trees one after the other; a leaf has column -1 and as its value the length of the path that it ends. */
interface Tree {
  readonly column: number[];
  readonly value: number[];
  readonly left: number[];
  readonly right: number[];
}

/**
 * Isolation forest: rows that random cuts soon set apart are odd. Scores lie from 0 to 1. Liu, Ting, Zhou: Isolation forest. ICDM 2008.
 *
 * @param columns one array a column
 * @returns scores of rows, given in the same form
 */
export function fitIsolationForest(
  columns: readonly Float64Array[],
  { trees: numTrees = 100, sampleSize = 256, seed = 1 }: IsolationForestOptions = {},
): (columns: readonly Float64Array[]) => Float64Array {
  const order = canonicalRows(columns);
  const size = Math.min(sampleSize, order.length);
  const maxDepth = Math.ceil(Math.log2(Math.max(2, size)));
  const trees = Array.from({ length: numTrees }, (_, at) => {
    const random = new RandomStream(seed, 'isolation forest', at);
    const rows = random
      .permutation(order.length)
      .subarray(0, size)
      .map((place) => order[place]!);
    const tree: Tree = { column: [], value: [], left: [], right: [] };
    grow(tree, columns, rows, maxDepth, 0, random);
    return tree;
  });
  const usual = meanPath(size);
  return (given) => {
    const scores = new Float64Array(given[0]?.length ?? 0);
    for (let row = 0; row < scores.length; row++) {
      let sum = 0;
      for (const tree of trees) sum += pathOf(tree, given, row);
      scores[row] = usual === 0 ? 0.5 : 2 ** (-sum / trees.length / usual);
    }
    return scores;
  };
}

/** Mean length of a path in a binary search tree of n values that finds nothing. */
export function meanPath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

function grow(
  tree: Tree,
  columns: readonly Float64Array[],
  rows: Int32Array,
  maxDepth: number,
  depth: number,
  random: RandomStream,
): number {
  const node = tree.column.length;
  tree.left.push(-1);
  tree.right.push(-1);
  const cut = depth < maxDepth && rows.length > 1 ? drawCut(columns, rows, random) : undefined;
  tree.column.push(cut?.column ?? -1);
  tree.value.push(cut?.value ?? depth + meanPath(rows.length));
  if (!cut) return node;
  const values = columns[cut.column]!;
  const below = rows.filter((row) => values[row]! <= cut.value);
  const above = rows.filter((row) => values[row]! > cut.value);
  tree.left[node] = grow(tree, columns, below, maxDepth, depth + 1, random);
  tree.right[node] = grow(tree, columns, above, maxDepth, depth + 1, random);
  return node;
}

/** A cut of a column that is not the same in all rows; undefined where all are. */
function drawCut(columns: readonly Float64Array[], rows: Int32Array, random: RandomStream) {
  for (const column of random.permutation(columns.length)) {
    const values = columns[column]!;
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      least = Math.min(least, values[row]!);
      most = Math.max(most, values[row]!);
    }
    if (least === most) continue;
    const value = least + random.next() * (most - least);
    // Rounding may put the cut on the greatest value, which would leave nothing above.
    return { column, value: value < most ? value : least };
  }
  return undefined;
}

function pathOf(tree: Tree, columns: readonly Float64Array[], row: number): number {
  let node = 0;
  while (tree.column[node]! >= 0) {
    node = columns[tree.column[node]!]![row]! <= tree.value[node]! ? tree.left[node]! : tree.right[node]!;
  }
  return tree.value[node]!;
}
