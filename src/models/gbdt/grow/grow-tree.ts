import { type Placement, partitionScratchBytes, treePartitionInto } from '../../../compute/internal.js';
import type { Pieces } from '../../../core/index.js';
import type { BinMatrix } from '../binning/bin-matrix.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import { childrenOf } from './children.js';
import { SplitFinder } from './find-splits.js';
import type { Gradients } from './gradients.js';
import { Histograms } from './histograms.js';
import { type Leaf, leafValueOf, type Scale, type Split } from './leaf.js';
import { TreeBuilder } from './tree-builder.js';

/** What one tree is grown from. */
export interface Ground {
  /** Rows to learn from, in any order. */
  readonly rows: Int32Array;
  readonly gradients: Gradients;
  /** [U], the columns of the matrix that may be split. */
  readonly isUsed: Uint8Array;
}

/** A tree, and the rows of each of its leaves. */
export interface GrownTree {
  readonly builder: TreeBuilder;
  readonly leaves: readonly Leaf[];
  readonly scale: Scale;
  /** The rows that were given, leaf by leaf: the rows of a leaf are `count` ones from its `begin`. */
  readonly rows: Int32Array;
}

/** Grows trees leaf by leaf, the leaf of the greatest gain first (LightGBM, Ke et al., NIPS 2017). */
export class TreeGrower {
  readonly #matrix: BinMatrix;
  readonly #settings: BoostedTreesSettings;
  readonly #finder: SplitFinder;
  readonly #histograms: Histograms;
  /** Addresses. */
  readonly #rows: number;
  readonly #scratch: number;
  readonly #table: number;

  /** @param place of its blocks, which are freed with it */
  constructor(place: Placement, matrix: BinMatrix, settings: BoostedTreesSettings) {
    this.#matrix = matrix;
    this.#settings = settings;
    this.#finder = new SplitFinder(place, matrix, settings);
    this.#histograms = new Histograms(place, matrix);
    this.#rows = place.block(4 * matrix.numRows);
    this.#scratch = place.block(partitionScratchBytes(matrix.numRows));
    this.#table = place.block(256);
  }

  *grow(ground: Ground): Pieces<GrownTree> {
    const { numLeaves, lambdaL1, lambdaL2 } = this.#settings;
    const { unitG, unitH } = ground.gradients;
    const scale = { unitG, unitH, l1: lambdaL1, l2: lambdaL2 };
    const rows = this.#matrix.pool.arena.int32(this.#rows, ground.rows.length);
    rows.set(ground.rows);
    this.#matrix.use(ground.isUsed);
    this.#histograms.clear();
    const builder = new TreeBuilder();
    const leaves = [this.#root(ground, scale)];
    yield;
    while (leaves.length < numLeaves) {
      const number = mostGain(leaves);
      if (number < 0) break;
      const [leaf, split] = [leaves[number]!, leaves[number]!.split!];
      const column = this.#matrix.columns[split.column]!;
      const node = builder.add(leaf, number, split, column);
      this.#part(leaf, split);
      const [left, right] = childrenOf(leaf, split, node, scale, column.direction);
      leaves[number] = left;
      leaves.push(right);
      if (leaves.length < numLeaves) {
        const [smaller, larger] = left.count <= right.count ? [left, right] : [right, left];
        this.#look(smaller, larger, leaf.slot, ground, scale);
      }
      yield;
    }
    return { builder, leaves, scale, rows };
  }

  #root({ rows, gradients, isUsed }: Ground, scale: Scale): Leaf {
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const leaf = { begin: 0, count: rows.length, depth: 0, low, high, from: 0, split: undefined };
    if (!this.#mayPart(leaf)) return { ...leaf, sumG: 0, sumH: 0, value: 0, slot: 0 };
    const slot = this.#histograms.of(this.#rows, rows.length, gradients);
    const { sumG, sumH } = this.#histograms.sumsOf(slot, isUsed, gradients.countBits);
    const root = { ...leaf, sumG, sumH, value: leafValueOf(sumG, sumH, scale, low, high), slot };
    this.#finder.find(root, undefined, gradients, scale, isUsed);
    return root;
  }

  /** Finds the best splits of two siblings. @param slot the histograms of both together, which become those of the larger one */
  #look(smaller: Leaf, larger: Leaf, slot: number, { gradients, isUsed }: Ground, scale: Scale): void {
    if (!this.#mayPart(larger)) {
      this.#histograms.free(slot);
      return;
    }
    larger.slot = slot;
    smaller.slot = this.#histograms.of(this.#rows + 4 * smaller.begin, smaller.count, gradients);
    this.#finder.find(smaller, larger, gradients, scale, isUsed);
    for (const leaf of [smaller, larger]) if (!leaf.split) this.#histograms.free(leaf.slot);
  }

  #mayPart({ count, depth }: Pick<Leaf, 'count' | 'depth'>): boolean {
    const { minChildSamples, maxDepth } = this.#settings;
    if (this.#matrix.columns.length === 0 || (maxDepth > 0 && depth >= maxDepth)) return false;
    return count >= 2 * Math.max(1, minChildSamples);
  }

  /** Puts the rows of a leaf that go left before the others. */
  #part({ begin, count }: Leaf, split: Split): void {
    const { pool, columns } = this.#matrix;
    const table = new Uint8Array(pool.arena.memory.buffer, this.#table, 256).fill(0);
    if (split.bins) for (const bin of split.bins) table[bin] = 1;
    else {
      table.fill(1, 0, split.bin + 1);
      if (split.missing === 'left') table[columns[split.column]!.numBins] = 1;
    }
    const bins = this.#matrix.addressOf(split.column);
    const rows = this.#rows + 4 * begin;
    treePartitionInto(pool, { bins, table: this.#table, scratch: this.#scratch, rows, count });
  }
}

/** The leaf whose split gains most, the first of equals; -1: none can be split. */
function mostGain(leaves: readonly Leaf[]): number {
  let [best, gain] = [-1, 0];
  for (const [i, { split }] of leaves.entries()) if (split && split.gain > gain) [best, gain] = [i, split.gain];
  return best;
}
