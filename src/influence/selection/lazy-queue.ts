/**
 * Nodes by a key that only ever falls: the one of the highest key now, asking anew for a key only when its node comes up (Minoux 1978).
 * Ties go to the lower node. Building O(N), each node that comes up O(log N).
 */
export class LazyQueue {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];
  readonly #keyOf: (node: number) => number;

  /** Nodes 0 .. numNodes - 1 of a key above 0. */
  constructor(numNodes: number, keyOf: (node: number) => number) {
    this.#keyOf = keyOf;
    for (let v = 0; v < numNodes; v++) {
      const key = keyOf(v);
      if (!(key > 0)) continue;
      this.#nodes.push(v);
      this.#keys.push(key);
    }
    for (let i = (this.#nodes.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  /** The node of the highest key; -1 where no key is above 0. It stays. */
  peek(): number {
    while (this.#nodes.length > 0) {
      const key = this.#keyOf(this.#nodes[0]!);
      if (key === this.#keys[0]!) return this.#nodes[0]!;
      if (key > 0) {
        this.#keys[0] = key;
        this.#sink(0);
      } else this.drop();
    }
    return -1;
  }

  /** Takes the first node off. */
  drop(): void {
    const [node, key] = [this.#nodes.pop()!, this.#keys.pop()!];
    if (this.#nodes.length === 0) return;
    this.#nodes[0] = node;
    this.#keys[0] = key;
    this.#sink(0);
  }

  #sink(i: number): void {
    const [nodes, keys] = [this.#nodes, this.#keys];
    const [node, key] = [nodes[i]!, keys[i]!];
    for (;;) {
      let child = 2 * i + 1;
      if (child >= nodes.length) break;
      if (child + 1 < nodes.length && this.#before(child + 1, nodes[child]!, keys[child]!)) child++;
      if (!this.#before(child, node, key)) break;
      nodes[i] = nodes[child]!;
      keys[i] = keys[child]!;
      i = child;
    }
    nodes[i] = node;
    keys[i] = key;
  }

  #before(i: number, node: number, key: number): boolean {
    return this.#keys[i]! > key || (this.#keys[i] === key && this.#nodes[i]! < node);
  }
}
