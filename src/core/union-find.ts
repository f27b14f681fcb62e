/**
 * Sets of numbers 0 to n - 1 that are joined, by size with path halving: O(a(n)) a call, a the inverse Ackermann function; 8 bytes a number.
 *
 * @see Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms", JACM 1984
 */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(count: number) {
    this.#parent = new Int32Array(count);
    for (let n = 0; n < count; n++) this.#parent[n] = n;
    this.#size = new Int32Array(count).fill(1);
  }

  /** The number that stands for the set of another. */
  find(n: number): number {
    const parent = this.#parent;
    let at = n;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  /** Joins the sets of two numbers; false where they are one already. */
  join(m: number, n: number): boolean {
    const [a, b] = [this.find(m), this.find(n)];
    if (a === b) return false;
    const [low, high] = this.#size[a]! < this.#size[b]! ? [a, b] : [b, a];
    this.#parent[low] = high;
    this.#size[high]! += this.#size[low]!;
    return true;
  }

  /** Sets numbered by their first members: the set of every number, and how many numbers each has. */
  sets(): { readonly of: Int32Array; readonly sizes: Int32Array } {
    const count = this.#parent.length;
    const numberOf = new Int32Array(count).fill(-1);
    const of = new Int32Array(count);
    const sizes = new Int32Array(count);
    let numSets = 0;
    for (let n = 0; n < count; n++) {
      const top = this.find(n);
      if (numberOf[top]! < 0) {
        sizes[numSets] = this.#size[top]!;
        numberOf[top] = numSets++;
      }
      of[n] = numberOf[top]!;
    }
    return { of, sizes: sizes.slice(0, numSets) };
  }
}
