/**
 * Nodes by a key that only ever falls: the one of the highest key now, asking anew for a key only when its node comes up (Minoux 1978).
 * Ties go to the lower node. Building O(N), each node that comes up O(log N).
 */
export class LazyQueue {
  readonly #nodes: Int32Array;
  /** Key that a node had when it was put in its place. */
  readonly #keys: Float64Array;
  readonly #keyOf: (node: number) => number;
  #size = 0;

  /** Nodes 0 .. numNodes - 1 of a key above 0. */
  constructor(numNodes: number, keyOf: (node: number) => number) {
    this.#keyOf = keyOf;
    this.#nodes = new Int32Array(numNodes);
    this.#keys = new Float64Array(numNodes);
    for (let v = 0; v < numNodes; v++) {
      const key = keyOf(v);
      if (!(key > 0)) continue;
      this.#nodes[this.#size] = v;
      this.#keys[this.#size++] = key;
    }
    for (let i = (this.#size >> 1) - 1; i >= 0; i--) this.#sink(i, this.#nodes[i]!, this.#keys[i]!);
  }

  /** The node of the highest key; -1 where no key is above 0. It stays. */
  peek(): number {
    while (this.#size > 0) {
      const node = this.#nodes[0]!;
      const key = this.#keyOf(node);
      if (key === this.#keys[0]!) return node;
      if (key > 0) this.#sink(0, node, key);
      else this.drop();
    }
    return -1;
  }

  /** Takes nodes off, that of the highest key now first, until no key is above 0. */
  *[Symbol.iterator](): Generator<number, void> {
    for (let node = this.peek(); node >= 0; node = this.peek()) {
      this.drop();
      yield node;
    }
  }

  /** Takes the first node off. */
  drop(): void {
    this.#size--;
    if (this.#size > 0) this.#sink(0, this.#nodes[this.#size]!, this.#keys[this.#size]!);
  }

  /** Puts a node at place i or below. */
  #sink(i: number, node: number, key: number): void {
    const [nodes, keys] = [this.#nodes, this.#keys];
    for (let child = 2 * i + 1; child < this.#size; child = 2 * i + 1) {
      if (child + 1 < this.#size && isBefore(keys, nodes, child + 1, keys[child]!, nodes[child]!)) child++;
      if (!isBefore(keys, nodes, child, key, node)) break;
      nodes[i] = nodes[child]!;
      keys[i] = keys[child]!;
      i = child;
    }
    nodes[i] = node;
    keys[i] = key;
  }
}

function isBefore(keys: Float64Array, nodes: Int32Array, i: number, key: number, node: number): boolean {
  return keys[i]! > key || (keys[i] === key && nodes[i]! < node);
}
