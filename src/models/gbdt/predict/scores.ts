import type { TreeColumn } from '../core/column.js';
import { goesLeft, leafOf, type Tree } from '../core/tree.js';

/** Rows whose values are laid side by side at once. */
const block = 256;

/**
 * Sums of the trees [rows, outputs]; tree t belongs to the output t modulo their number.
 *
 * @param columns in the order of the model's features
 */
export function scoresOf(trees: readonly Tree[], columns: readonly TreeColumn[], numRows: number, outputs: number) {
  const scores = new Float64Array(numRows * outputs);
  forBlocks(columns, numRows, (values, width, begin, count) => {
    for (const [t, tree] of trees.entries()) {
      const { leafValue } = tree;
      for (let i = 0, to = begin * outputs + (t % outputs); i < count; i++, to += outputs) {
        scores[to]! += leafValue[leafOf(tree, values, i * width)]!;
      }
    }
  });
  return scores;
}

/** Values of rows side by side [count, width], some rows at a time. */
export function forBlocks(
  columns: readonly TreeColumn[],
  numRows: number,
  use: (values: Float64Array, width: number, begin: number, count: number) => void,
): void {
  const width = columns.length;
  const values = new Float64Array(block * width);
  for (let begin = 0; begin < numRows; begin += block) {
    const count = Math.min(block, numRows - begin);
    for (let c = 0; c < width; c++) {
      const from = columns[c]!.values;
      for (let i = 0, to = c; i < count; i++, to += width) values[to] = from[begin + i]!;
    }
    use(values, width, begin, count);
  }
}

/** Adds a tree to scores of listed rows, or of all. */
export function addTree(tree: Tree, columns: readonly TreeColumn[], scores: Float64Array, rows?: Int32Array): void {
  const { splitFeature, leftChild, rightChild, leafValue } = tree;
  const values = columns.map((column) => column.values);
  const count = rows?.length ?? scores.length;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i]! : i;
    let node = tree.numLeaves === 1 ? -1 : 0;
    while (node >= 0) {
      const isLeft = goesLeft(tree, node, values[splitFeature[node]!]![row]!);
      node = isLeft ? leftChild[node]! : rightChild[node]!;
    }
    scores[row]! += leafValue[~node]!;
  }
}
