import type { Tree } from '../core/tree.js';
import type { GrownTree } from '../grow/grow-tree.js';
import type { Leaf } from '../grow/leaf.js';
import { quantileOf } from '../losses/loss.js';

/**
 * Gives each leaf the quantile of what is left of its rows in place of a step along the gradient, which says nothing about the size of it
 * (Friedman 2001, section 4.3). Where a node's column has a direction, neither side crosses the middle of the quantiles of both.
 */
export function renewLeaves(
  tree: Tree,
  grown: GrownTree,
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  part: number,
): void {
  const quantile = ({ begin, count }: Leaf) => {
    const left = new Float64Array(count);
    const own = weights && new Float64Array(count);
    for (let at = 0; at < count; at++) {
      const row = grown.rows[begin + at]!;
      left[at] = targets[row]! - scores[row]!;
      if (own) own[at] = weights[row]!;
    }
    return quantileOf(left, part, own);
  };
  const bounds = boundsOf(tree, grown, quantile);
  for (const [i, leaf] of grown.leaves.entries()) {
    tree.leafValue[i] = tree.shrinkage * within(bounds.get(leaf)!, quantile(leaf));
  }
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Of what is left, of nodes and leaves: those of the tree while it grew are of steps along the gradient. */
function boundsOf(tree: Tree, { builder, leaves }: GrownTree, quantile: (leaf: Leaf) => number): Map<Leaf, Bounds> {
  const { nodes } = builder;
  const everything = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const bounds = new Map<Leaf, Bounds>([[nodes[0]!.leaf, everything]]);
  const leafOf = (child: number) => (child < 0 ? leaves[~child]! : nodes[child]!.leaf);
  // Nodes come before their children.
  for (const [i, { leaf, column }] of nodes.entries()) {
    const [own, left, right] = [bounds.get(leaf)!, leafOf(tree.leftChild[i]!), leafOf(tree.rightChild[i]!)];
    if (column.direction === 0) {
      bounds.set(left, own).set(right, own);
      continue;
    }
    const middle = (within(own, quantile(left)) + within(own, quantile(right))) / 2;
    const [lower, upper] = column.direction > 0 ? [left, right] : [right, left];
    bounds.set(lower, { low: own.low, high: middle }).set(upper, { low: middle, high: own.high });
  }
  return bounds;
}

function within({ low, high }: Bounds, value: number): number {
  return Math.min(Math.max(value, low), high);
}
