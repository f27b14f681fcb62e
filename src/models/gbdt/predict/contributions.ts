import { HeteroGraphError } from '../../../core/index.js';
import type { TreeColumn } from '../core/column.js';
import type { Tree } from '../core/tree.js';
import { forBlocks } from './scores.js';
import { depthOf, meanValue, TreeShap } from './tree-shap.js';

const mostDepth = 1000;

/**
 * Parts of the scores that the columns have, [rows, outputs, columns + 1]: the last one of an output is the mean score of the training
 * rows, and all together are the score. Exact Shapley values where a tree is asked by the rows it was trained on (Lundberg et al., 2018).
 *
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, TOO_LARGE
 */
export function contributionsOf(
  trees: readonly Tree[],
  columns: readonly TreeColumn[],
  numRows: number,
  outputs: number,
): Float64Array {
  const depth = trees.reduce((most, tree) => Math.max(most, depthOf(tree)), 0);
  if (depth > mostDepth) {
    throw new HeteroGraphError(
      'TOO_LARGE',
      `A tree is ${depth} splits deep, contributions need at most ${mostDepth}.`,
      {
        hint: 'Train trees with maxDepth.',
      },
    );
  }
  for (const { internalCount, leafCount } of trees) {
    if (
      internalCount.every((count) => count > 0) &&
      leafCount.every((count) => count > 0 || internalCount.length === 0)
    )
      continue;
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'The model does not say how many rows its nodes have.', {
      hint: 'Contributions need the counts of the training rows.',
    });
  }
  const stride = columns.length + 1;
  const out = new Float64Array(numRows * outputs * stride);
  const means = trees.map((tree) => meanValue(tree));
  const shap = new TreeShap(depth);
  forBlocks(columns, numRows, (values, width, begin, count) => {
    for (const [t, tree] of trees.entries()) {
      for (let i = 0; i < count; i++) {
        const at = ((begin + i) * outputs + (t % outputs)) * stride;
        out[at + width]! += means[t]!;
        if (tree.numLeaves > 1) shap.add(tree, values, i * width, out, at);
      }
    }
  });
  return out;
}
