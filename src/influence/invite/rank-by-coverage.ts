import type { SetView } from '../sampling/set-store.js';
import type { Selection } from '../selection/greedy.js';

/**
 * Greedy maximum coverage to the last candidate that covers anything: the seeds and gains of `selectGreedyReference` for as many seeds as
 * candidates. Where a selection of few looks through buckets of equal gains, a ranking of all keeps a heap, whose top is put right when it
 * has come down. O(sum of set sizes + pops log candidates), at most as many pops as members of sets.
 *
 * @param candidates 1 each, [numNodes]
 */
export function rankByCoverage(
  { size, words, starts, lengths }: SetView,
  numNodes: number,
  candidates: Uint8Array,
): Pick<Selection, 'seeds' | 'gains'> {
  const indexStarts = new Int32Array(numNodes + 1);
  for (let s = 0; s < size; s++) {
    const end = starts[s]! + lengths[s]!;
    for (let at = starts[s]!; at < end; at++) if (candidates[words[at]!] === 1) indexStarts[words[at]! + 1]!++;
  }
  const gain = indexStarts.slice(1);
  for (let v = 0; v < numNodes; v++) indexStarts[v + 1]! += indexStarts[v]!;
  const index = new Int32Array(indexStarts[numNodes]!);
  const next = indexStarts.slice();
  for (let s = 0; s < size; s++) {
    const end = starts[s]! + lengths[s]!;
    for (let at = starts[s]!; at < end; at++) {
      const v = words[at]!;
      if (candidates[v] === 1) index[next[v]!++] = s;
    }
  }
  const heap = new GainHeap(gain);
  const covered = new Uint8Array(size);
  const [seeds, gains] = [new Int32Array(heap.size), new Int32Array(heap.size)];
  let count = 0;
  for (let v = heap.pop(); v >= 0; v = heap.pop()) {
    seeds[count] = v;
    gains[count++] = gain[v]!;
    for (let e = indexStarts[v]!; e < indexStarts[v + 1]!; e++) {
      const s = index[e]!;
      if (covered[s] === 1) continue;
      covered[s] = 1;
      const end = starts[s]! + lengths[s]!;
      for (let at = starts[s]!; at < end; at++) gain[words[at]!]!--;
    }
  }
  return { seeds: seeds.slice(0, count), gains: gains.slice(0, count) };
}

/** Nodes by gain, the lower of equals first, where gains may fall without notice. */
class GainHeap {
  readonly #gain: Int32Array;
  readonly #nodes: Int32Array;
  /** Gain that a node had when it was put in its place. */
  readonly #keys: Int32Array;
  size = 0;

  /** @param gain of every node, watched; nodes that gain nothing are left out */
  constructor(gain: Int32Array) {
    this.#gain = gain;
    this.#nodes = new Int32Array(gain.length);
    for (let v = 0; v < gain.length; v++) if (gain[v]! > 0) this.#nodes[this.size++] = v;
    this.#keys = this.#nodes.slice(0, this.size).map((v) => gain[v]!);
    for (let i = (this.size >> 1) - 1; i >= 0; i--) this.#sink(i, this.#nodes[i]!, this.#keys[i]!);
  }

  /** Takes the node of the largest gain out; -1 where none gains anything. */
  pop(): number {
    while (this.size > 0) {
      const node = this.#nodes[0]!;
      const gain = this.#gain[node]!;
      if (gain === this.#keys[0] || gain <= 0) {
        this.size--;
        if (this.size > 0) this.#sink(0, this.#nodes[this.size]!, this.#keys[this.size]!);
        if (gain > 0) return node;
      } else this.#sink(0, node, gain);
    }
    return -1;
  }

  /** Puts a node at place i or below. */
  #sink(i: number, node: number, key: number): void {
    const [nodes, keys] = [this.#nodes, this.#keys];
    for (let child = 2 * i + 1; child < this.size; child = 2 * i + 1) {
      if (child + 1 < this.size && isBefore(keys, nodes, child + 1, keys[child]!, nodes[child]!)) child++;
      if (!isBefore(keys, nodes, child, key, node)) break;
      keys[i] = keys[child]!;
      nodes[i] = nodes[child]!;
      i = child;
    }
    keys[i] = key;
    nodes[i] = node;
  }
}

function isBefore(keys: Int32Array, nodes: Int32Array, i: number, key: number, node: number): boolean {
  return keys[i]! > key || (keys[i] === key && nodes[i]! < node);
}
