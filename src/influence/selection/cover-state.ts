import type { SetView } from '../sampling/set-store.js';
import type { GreedyOptions } from './greedy.js';

/** Which sets every node is in: set numbers at `index[starts[v]]` .. `index[starts[v + 1] - 1]`, ascending. O(sum of set sizes + N). */
export interface SetIndex {
  readonly sets: SetView;
  readonly starts: Int32Array;
  readonly index: Int32Array;
}

export function indexSets(sets: SetView, numNodes: number): SetIndex {
  const { size, words, starts: first, lengths } = sets;
  const starts = new Int32Array(numNodes + 1);
  for (let i = 0; i < size; i++) {
    for (let at = first[i]!; at < first[i]! + lengths[i]!; at++) starts[words[at]! + 1]!++;
  }
  for (let v = 0; v < numNodes; v++) starts[v + 1]! += starts[v]!;
  const index = new Int32Array(starts[numNodes]!);
  const next = starts.slice();
  for (let i = 0; i < size; i++) {
    for (let at = first[i]!; at < first[i]! + lengths[i]!; at++) index[next[words[at]!]!++] = i;
  }
  return { sets, starts, index };
}

/** What chosen nodes cover, and what every candidate would add. */
export class CoverState {
  /** Sets that a node would cover first, [numNodes]; 0 where it is no candidate. */
  readonly gain: Int32Array;
  readonly #index: SetIndex;
  readonly #candidates: Uint8Array | undefined;
  readonly #covered: Uint8Array;
  #numCovered = 0;

  constructor(index: SetIndex, { candidates, given }: GreedyOptions = {}) {
    const numNodes = index.starts.length - 1;
    this.#index = index;
    this.#candidates = candidates;
    this.#covered = new Uint8Array(index.sets.size);
    this.gain = new Int32Array(numNodes);
    for (let v = 0; v < numNodes; v++) {
      if (candidates?.[v] !== 0) this.gain[v] = index.starts[v + 1]! - index.starts[v]!;
    }
    for (const v of given ?? []) this.cover(v);
  }

  get numCovered(): number {
    return this.#numCovered;
  }

  /** Marks the sets of a node as covered; their other members gain one less each. O(sum of the sizes of the new ones). */
  cover(node: number): void {
    const { sets, starts, index } = this.#index;
    for (let e = starts[node]!; e < starts[node + 1]!; e++) {
      const set = index[e]!;
      if (this.#covered[set] === 1) continue;
      this.#covered[set] = 1;
      this.#numCovered++;
      const end = sets.starts[set]! + sets.lengths[set]!;
      for (let at = sets.starts[set]!; at < end; at++) {
        const v = sets.words[at]!;
        if (this.#candidates?.[v] !== 0) this.gain[v]!--;
      }
    }
  }
}
