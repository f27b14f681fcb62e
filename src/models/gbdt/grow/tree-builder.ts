import type { ColumnBins } from '../binning/bin-column.js';
import { categoryBit, defaultLeftBit, emptyTree, missingType, type Tree } from '../core/tree.js';
import type { Leaf, Scale, Split } from './leaf.js';

/** A leaf that was split. */
export interface GrownNode {
  readonly column: ColumnBins;
  readonly split: Split;
  readonly leaf: Leaf;
}

/** Nodes of a tree as they come. */
export class TreeBuilder {
  readonly #nodes: GrownNode[] = [];
  readonly #sets: Uint32Array[] = [];
  readonly #thresholds: number[] = [];
  readonly #children: [number, number][] = [];

  /** By number; none comes before its parent. */
  get nodes(): readonly GrownNode[] {
    return this.#nodes;
  }

  /** Adds the split of a leaf. @returns the number of the node */
  add(leaf: Leaf, number: number, split: Split, column: ColumnBins): number {
    const node = this.#nodes.length;
    this.#nodes.push({ column, split, leaf });
    if (leaf.from !== 0) this.#children[Math.abs(leaf.from) - 1]![leaf.from > 0 ? 0 : 1] = node;
    this.#children.push([~number, ~(node + 1)]);
    if (split.bins) {
      this.#thresholds.push(this.#sets.length);
      this.#sets.push(bitsOf(split.bins.map((bin) => column.codes[bin - 1]!)));
    } else this.#thresholds.push(column.bounds[split.bin]!);
    return node;
  }

  build(leaves: readonly Leaf[], { unitH }: Scale, shrinkage: number): Tree {
    const boundaries = Int32Array.from({ length: this.#sets.length + 1 });
    for (const [i, set] of this.#sets.entries()) boundaries[i + 1] = boundaries[i]! + set.length;
    const words = new Uint32Array(boundaries.at(-1)!);
    for (const [i, set] of this.#sets.entries()) words.set(set, boundaries[i]!);
    const tree = emptyTree(this.#nodes.length, boundaries, words);
    for (const [i, { column, split, leaf }] of this.#nodes.entries()) {
      tree.splitFeature[i] = column.feature;
      tree.splitGain[i] = split.gain;
      tree.threshold[i] = this.#thresholds[i]!;
      tree.decisionType[i] = decisionOf(split, leaf);
      [tree.leftChild[i], tree.rightChild[i]] = this.#children[i]!;
      tree.internalValue[i] = leaf.value * shrinkage;
      tree.internalWeight[i] = leaf.sumH * unitH;
      tree.internalCount[i] = leaf.count;
    }
    for (const [i, leaf] of leaves.entries()) {
      tree.leafValue[i] = leaf.value * shrinkage;
      tree.leafWeight[i] = leaf.sumH * unitH;
      tree.leafCount[i] = leaf.count;
    }
    return { ...tree, shrinkage };
  }
}

/** Missing values that training never saw at a node go with most of its rows. */
function decisionOf(split: Split, leaf: Leaf): number {
  if (split.bins) return categoryBit;
  const isLeft = split.missing ? split.missing === 'left' : 2 * split.leftRows >= leaf.count;
  return (missingType.nan << 2) | (isLeft ? defaultLeftBit : 0);
}

function bitsOf(codes: readonly number[]): Uint32Array {
  const words = new Uint32Array(1 + (Math.max(...codes) >>> 5));
  for (const code of codes) words[code >>> 5]! |= 1 << (code & 31);
  return words;
}
