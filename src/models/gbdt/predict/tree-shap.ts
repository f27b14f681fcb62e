import { goesLeft, type Tree } from '../core/tree.js';

/** Splits on the longest way to a leaf. */
export function depthOf({ numLeaves, leftChild, rightChild }: Tree): number {
  if (numLeaves === 1) return 0;
  const open: [node: number, depth: number][] = [[0, 1]];
  let most = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    most = Math.max(most, depth);
    for (const child of [leftChild[node]!, rightChild[node]!]) if (child >= 0) open.push([child, depth + 1]);
  }
  return most;
}

/** Training rows of a child. */
function countOf({ leafCount, internalCount }: Tree, child: number): number {
  return child < 0 ? leafCount[~child]! : internalCount[child]!;
}

/** The mean value below a node, both sides of each split by their training rows. */
export function meanValue(tree: Tree, node = tree.numLeaves > 1 ? 0 : -1): number {
  if (node < 0) return tree.leafValue[~node]!;
  const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
  const [leftRows, rightRows] = [countOf(tree, left), countOf(tree, right)];
  return (leftRows * meanValue(tree, left) + rightRows * meanValue(tree, right)) / (leftRows + rightRows);
}

/**
 * TreeSHAP (Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles", 2018, algorithm 2). A path has, for
 * each column that parted it, the share of training rows that take it without knowing the column (zero) and whether this row does
 * (one); `weight` i is the share of sets of i columns. O(leaves depth^2) a row.
 */
export class TreeShap {
  /** One path a depth, each behind the one before. */
  readonly #feature: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;
  #tree!: Tree;
  #values!: Float64Array;
  #at = 0;
  #out!: Float64Array;
  #to = 0;

  constructor(depth: number) {
    const size = ((depth + 3) * (depth + 4)) / 2;
    this.#feature = new Int32Array(size);
    [this.#zero, this.#one, this.#weight] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  }

  /** Adds the parts of the tree's value, for the row whose values begin at `at`, to `out` from `to` on. */
  add(tree: Tree, values: Float64Array, at: number, out: Float64Array, to: number): void {
    [this.#tree, this.#values, this.#at, this.#out, this.#to] = [tree, values, at, out, to];
    this.#visit(0, 0, 0, 1, 1, -1);
  }

  /** @param path where the path of the parent begins; @param length of it */
  #visit(node: number, path: number, length: number, zero: number, one: number, feature: number): void {
    const own = this.#copy(path, length);
    this.#extend(own, length, zero, one, feature);
    const tree = this.#tree;
    if (node < 0) {
      this.#credit(own, length, tree.leafValue[~node]!);
      return;
    }
    const split = tree.splitFeature[node]!;
    const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
    const isLeft = goesLeft(tree, node, this.#values[this.#at + split]!);
    let [size, pathZero, pathOne] = [length + 1, 1, 1];
    for (let i = 1; i <= length; i++) {
      if (this.#feature[own + i] !== split) continue;
      [pathZero, pathOne] = [this.#zero[own + i]!, this.#one[own + i]!];
      this.#unwind(own, length, i);
      size = length;
      break;
    }
    const [leftRows, rightRows] = [countOf(tree, left), countOf(tree, right)];
    // Not the count of the node: a text may say another one.
    const all = leftRows + rightRows;
    this.#visit(left, own, size, (pathZero * leftRows) / all, isLeft ? pathOne : 0, split);
    this.#visit(right, own, size, (pathZero * rightRows) / all, isLeft ? 0 : pathOne, split);
  }

  /** A copy of a path behind it, with room for one more entry. */
  #copy(path: number, length: number): number {
    const to = path + length;
    for (const values of [this.#feature, this.#zero, this.#one, this.#weight]) values.copyWithin(to, path, to);
    return to;
  }

  #extend(path: number, length: number, zero: number, one: number, feature: number): void {
    const weight = this.#weight;
    this.#feature[path + length] = feature;
    this.#zero[path + length] = zero;
    this.#one[path + length] = one;
    weight[path + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[path + i + 1]! += (one * weight[path + i]! * (i + 1)) / (length + 1);
      weight[path + i] = (zero * weight[path + i]! * (length - i)) / (length + 1);
    }
  }

  /** Takes entry i out of a path whose last entry is `last`. */
  #unwind(path: number, last: number, i: number): void {
    const weight = this.#weight;
    const [zero, one] = [this.#zero[path + i]!, this.#one[path + i]!];
    let next = weight[path + last]!;
    for (let j = last - 1; j >= 0; j--) {
      if (one !== 0) {
        const held = weight[path + j]!;
        weight[path + j] = (next * (last + 1)) / ((j + 1) * one);
        next = held - (weight[path + j]! * zero * (last - j)) / (last + 1);
      } else weight[path + j] = (weight[path + j]! * (last + 1)) / (zero * (last - j));
    }
    for (const values of [this.#feature, this.#zero, this.#one]) {
      values.copyWithin(path + i, path + i + 1, path + last + 1);
    }
  }

  /** At a leaf: what each column of the path changes, over all orders of columns. */
  #credit(path: number, last: number, value: number): void {
    const weight = this.#weight;
    for (let i = 1; i <= last; i++) {
      const [zero, one] = [this.#zero[path + i]!, this.#one[path + i]!];
      let next = weight[path + last]!;
      let sum = 0;
      for (let j = last - 1; j >= 0; j--) {
        if (one !== 0) {
          const part = (next * (last + 1)) / ((j + 1) * one);
          sum += part;
          next = weight[path + j]! - (part * zero * (last - j)) / (last + 1);
        } else sum += (weight[path + j]! * (last + 1)) / (zero * (last - j));
      }
      this.#out[this.#to + this.#feature[path + i]!]! += sum * (one - zero) * value;
    }
  }
}
