/**
 * Nodes by a key, the smallest first: a heap of four children a place, in typed arrays, where a key can be made smaller. A node stands in it
 * at most once. Push and pop O(log N), no allocation after the constructor.
 */
export class NodeHeap {
  readonly #nodes: Int32Array;
  readonly #keys: Float64Array;
  /** Place of every node; -1 where it is not in the heap. */
  readonly #places: Int32Array;
  #size = 0;

  constructor(numNodes: number) {
    this.#nodes = new Int32Array(numNodes);
    this.#keys = new Float64Array(numNodes);
    this.#places = new Int32Array(numNodes).fill(-1);
  }

  get size(): number {
    return this.#size;
  }

  /** The smallest key; only where there is a node. */
  get smallestKey(): number {
    return this.#keys[0]!;
  }

  /** Adds a node, or moves it up: its key must not be above the one that it has. */
  push(node: number, key: number): void {
    const nodes = this.#nodes;
    const keys = this.#keys;
    const places = this.#places;
    let i = places[node]!;
    if (i < 0) i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (keys[parent]! <= key) break;
      const moved = nodes[parent]!;
      nodes[i] = moved;
      keys[i] = keys[parent]!;
      places[moved] = i;
      i = parent;
    }
    nodes[i] = node;
    keys[i] = key;
    places[node] = i;
  }

  /** Takes a node of the smallest key off; only where there is one. */
  pop(): number {
    const nodes = this.#nodes;
    const keys = this.#keys;
    const places = this.#places;
    const first = nodes[0]!;
    places[first] = -1;
    const size = --this.#size;
    if (size === 0) return first;
    const node = nodes[size]!;
    const key = keys[size]!;
    let i = 0;
    for (let child = 1; child < size; child = 4 * i + 1) {
      let least = child;
      let leastKey = keys[child]!;
      const end = child + 4 < size ? child + 4 : size;
      for (let c = child + 1; c < end; c++) {
        const other = keys[c]!;
        if (other < leastKey) {
          least = c;
          leastKey = other;
        }
      }
      if (leastKey >= key) break;
      const moved = nodes[least]!;
      nodes[i] = moved;
      keys[i] = leastKey;
      places[moved] = i;
      i = least;
    }
    nodes[i] = node;
    keys[i] = key;
    places[node] = i;
    return first;
  }

  /** Takes all nodes off. */
  clear(): void {
    for (let i = 0; i < this.#size; i++) this.#places[this.#nodes[i]!] = -1;
    this.#size = 0;
  }
}
