/** Sets of nodes that are joined two at a time; each node alone at first. Almost O(1) a call. */
export class DisjointSets {
  /** Parent of every node; of a root, minus the size of its set. */
  readonly #parents: Int32Array;
  count: number;

  constructor(numNodes: number) {
    this.#parents = new Int32Array(numNodes).fill(-1);
    this.count = numNodes;
  }

  /** The node that stands for the set of a node. */
  find(node: number): number {
    const parents = this.#parents;
    let v = node;
    while (parents[v]! >= 0) {
      const parent = parents[v]!;
      if (parents[parent]! >= 0) parents[v] = parents[parent]!;
      v = parent;
    }
    return v;
  }

  /** Joins the sets of two nodes; false where they are one already. */
  join(a: number, b: number): boolean {
    let [large, small] = [this.find(a), this.find(b)];
    if (large === small) return false;
    if (this.#parents[small]! < this.#parents[large]!) [large, small] = [small, large];
    this.#parents[large] = this.#parents[large]! + this.#parents[small]!;
    this.#parents[small] = large;
    this.count--;
    return true;
  }
}
