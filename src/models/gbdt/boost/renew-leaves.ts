import type { Tree } from '../core/tree.js';
import type { GrownTree } from '../grow/grow-tree.js';
import { quantileOf } from '../losses/loss.js';

/**
 * Gives each leaf the quantile of what is left of its rows in place of a step along the gradient, which says nothing about the size of it
 * (Friedman 2001, section 4.3). Values keep to the bounds of their leaves.
 */
export function renewLeaves(
  tree: Tree,
  { leaves, rows }: GrownTree,
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  part: number,
): void {
  for (const [i, { begin, count, low, high }] of leaves.entries()) {
    const left = new Float64Array(count);
    const own = weights && new Float64Array(count);
    for (let at = 0; at < count; at++) {
      const row = rows[begin + at]!;
      left[at] = targets[row]! - scores[row]!;
      if (own) own[at] = weights[row]!;
    }
    tree.leafValue[i] = tree.shrinkage * Math.min(Math.max(quantileOf(left, part, own), low), high);
  }
}
