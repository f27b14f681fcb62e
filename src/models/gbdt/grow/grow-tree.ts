import { partitionScratchBytes, treeHistogramInto, treePartitionInto } from '../../../compute/internal.js';
import type { Pieces } from '../../../core/index.js';
import type { BinMatrix } from '../binning/bin-matrix.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import type { Tree } from '../core/tree.js';
import { SplitFinder } from './find-splits.js';
import type { Gradients } from './gradients.js';
import { type Leaf, leafValueOf, type Scale, type Split } from './leaf.js';
import { TreeBuilder } from './tree-builder.js';

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
  /** Addresses. */
  readonly #rows: number;
  readonly #scratch: number;
  readonly #table: number;
  readonly #slots: number[] = [];

  constructor(matrix: BinMatrix, settings: BoostedTreesSettings) {
    const { arena } = matrix.pool;
    this.#matrix = matrix;
    this.#settings = settings;
    this.#finder = new SplitFinder(matrix, settings);
    this.#rows = arena.alloc(4 * matrix.numRows);
    this.#scratch = arena.alloc(partitionScratchBytes(matrix.numRows));
    this.#table = arena.alloc(256);
  }

  /**
   * @param given rows to learn from, in any order
   * @param isUsed [U], the columns of the matrix that may be split
   */
  *grow(given: Int32Array, gradients: Gradients, isUsed: Uint8Array): Pieces<GrownTree> {
    const { numLeaves, lambdaL1, lambdaL2 } = this.#settings;
    const scale = { unitG: gradients.unitG, unitH: gradients.unitH, l1: lambdaL1, l2: lambdaL2 };
    const rows = this.#matrix.pool.arena.int32(this.#rows, given.length);
    rows.set(given);
    this.#matrix.use(isUsed);
    const free = [...this.#slots];
    const builder = new TreeBuilder();
    const leaves = [rootOf(rows, gradients, scale)];
    this.#look(leaves[0]!, undefined, free, gradients, scale, isUsed);
    yield;
    while (leaves.length < numLeaves) {
      const number = mostGain(leaves);
      if (number < 0) break;
      const [leaf, split] = [leaves[number]!, leaves[number]!.split!];
      const node = builder.add(leaf, number, split, this.#matrix.columns[split.column]!);
      this.#part(leaf, split);
      const [left, right] = childrenOf(leaf, split, node, scale, this.#matrix.columns[split.column]!.direction);
      leaves[number] = left;
      leaves.push(right);
      const [smaller, larger] = left.count <= right.count ? [left, right] : [right, left];
      larger.slot = leaf.slot;
      if (leaves.length < numLeaves) this.#look(smaller, larger, free, gradients, scale, isUsed);
      yield;
    }
    return { builder, leaves, scale, rows };
  }

  dispose(): void {
    const { arena } = this.#matrix.pool;
    this.#finder.dispose();
    for (const block of [this.#rows, this.#scratch, this.#table, ...this.#slots]) arena.free(block);
  }

  /** Finds the best splits of a leaf, or of two siblings. */
  #look(
    smaller: Leaf,
    larger: Leaf | undefined,
    free: number[],
    gradients: Gradients,
    scale: Scale,
    isUsed: Uint8Array,
  ) {
    const { minChildSamples, maxDepth } = this.#settings;
    const most = larger ?? smaller;
    const isDeep = maxDepth > 0 && most.depth >= maxDepth;
    if (isDeep || most.count < 2 * Math.max(1, minChildSamples) || this.#matrix.columns.length === 0) {
      if (larger) free.push(larger.slot);
      return;
    }
    smaller.slot = free.pop() ?? this.#newSlot();
    const { pool, bins, numRows, blocks, numBlocks } = this.#matrix;
    const rows = this.#rows + 4 * smaller.begin;
    const { pairs } = gradients;
    const { slot: histograms, count } = smaller;
    treeHistogramInto(pool, { bins, numRows, pairs, rows, count, histograms, blocks, numBlocks });
    this.#finder.find(smaller, larger, gradients, scale, isUsed);
    for (const leaf of larger ? [smaller, larger] : [smaller]) if (!leaf.split) free.push(leaf.slot);
  }

  /** Puts the rows of a leaf that go left before the others. */
  #part(leaf: Leaf, split: Split): void {
    const { pool, columns } = this.#matrix;
    const table = new Uint8Array(pool.arena.memory.buffer, this.#table, 256).fill(0);
    if (split.bins) for (const bin of split.bins) table[bin] = 1;
    else {
      table.fill(1, 0, split.bin + 1);
      if (split.missing === 'left') table[columns[split.column]!.numBins] = 1;
    }
    treePartitionInto(pool, {
      ...{ bins: this.#matrix.addressOf(split.column), table: this.#table, scratch: this.#scratch },
      ...{ rows: this.#rows + 4 * leaf.begin, count: leaf.count },
    });
  }

  #newSlot(): number {
    const slot = this.#matrix.pool.arena.alloc(this.#matrix.histogramBytes);
    this.#slots.push(slot);
    return slot;
  }
}

function rootOf(rows: Int32Array, gradients: Gradients, scale: Scale): Leaf {
  const { sumG, sumH } = gradients.sumsOf(rows);
  const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const value = leafValueOf(sumG, sumH, scale, low, high);
  return { begin: 0, count: rows.length, sumG, sumH, depth: 0, low, high, value, from: 0, slot: 0, split: undefined };
}

/** The leaf whose split gains most, the first of equals; -1: none can be split. */
function mostGain(leaves: readonly Leaf[]): number {
  let [best, gain] = [-1, 0];
  for (const [i, { split }] of leaves.entries()) if (split && split.gain > gain) [best, gain] = [i, split.gain];
  return best;
}

/** Both sides; where the column has a direction, neither may ever cross the middle of their values. */
function childrenOf(leaf: Leaf, split: Split, node: number, scale: Scale, direction: number): [Leaf, Leaf] {
  const { leftG, leftH, leftRows } = split;
  const own = { ...scale, l2: split.l2 };
  const [rightG, rightH] = [leaf.sumG - leftG, leaf.sumH - leftH];
  const leftValue = leafValueOf(leftG, leftH, own, leaf.low, leaf.high);
  const rightValue = leafValueOf(rightG, rightH, own, leaf.low, leaf.high);
  const middle = (leftValue + rightValue) / 2;
  const common = { depth: leaf.depth + 1, low: leaf.low, high: leaf.high, slot: 0, split: undefined };
  const below = direction === 0 ? {} : { high: Math.min(leaf.high, middle) };
  const above = direction === 0 ? {} : { low: Math.max(leaf.low, middle) };
  const left = { begin: leaf.begin, count: leftRows, sumG: leftG, sumH: leftH, value: leftValue, from: node + 1 };
  const [begin, count] = [leaf.begin + leftRows, leaf.count - leftRows];
  const right = { begin, count, sumG: rightG, sumH: rightH, value: rightValue, from: -(node + 1) };
  return [
    { ...common, ...left, ...(direction < 0 ? above : below) },
    { ...common, ...right, ...(direction < 0 ? below : above) },
  ];
}
