import type { Pieces } from '../../core/index.js';
import type { SetView } from '../sampling/set-store.js';
import type { GreedyOptions } from './greedy.js';

/** Which sets every node is in: set numbers at `index[starts[v]]` .. `index[starts[v + 1] - 1]`, ascending. */
export interface SetIndex {
  readonly sets: SetView;
  readonly starts: Int32Array;
  readonly index: Int32Array;
}

/** Sets between two stops. */
const STEP = 1024;

/** The index of candidates and of the nodes given; others are in no set by it. O(sum of set sizes + N). */
export function* indexSets(
  sets: SetView,
  numNodes: number,
  { candidates, given }: GreedyOptions = {},
): Pieces<SetIndex> {
  const { size, words, starts: first, lengths } = sets;
  const indexed = candidates?.slice() ?? new Uint8Array(numNodes).fill(1);
  for (const v of given ?? []) indexed[v] = 1;
  const starts = new Int32Array(numNodes + 1);
  for (let i = 0; i < size; i++) {
    for (let at = first[i]!, end = at + lengths[i]!; at < end; at++) {
      if (indexed[words[at]!] !== 0) starts[words[at]! + 1]!++;
    }
    if (i % STEP === 0) yield;
  }
  for (let v = 0; v < numNodes; v++) starts[v + 1]! += starts[v]!;
  const index = new Int32Array(starts[numNodes]!);
  const next = starts.slice();
  for (let i = 0; i < size; i++) {
    for (let at = first[i]!, end = at + lengths[i]!; at < end; at++) {
      if (indexed[words[at]!] !== 0) index[next[words[at]!]!++] = i;
    }
    if (i % STEP === 0) yield;
  }
  return { sets, starts, index };
}

/** What chosen nodes cover, and what every candidate would add. */
export class CoverState {
  /** Sets that a node would cover first, [numNodes]; at most 0 where it is no candidate. */
  readonly gain: Int32Array;
  readonly #index: SetIndex;
  readonly #covered: Uint8Array;
  #numCovered = 0;

  constructor(index: SetIndex, given: Int32Array = new Int32Array(0)) {
    this.#index = index;
    this.#covered = new Uint8Array(index.sets.size);
    this.gain = index.starts.slice(1);
    for (let v = this.gain.length - 1; v >= 0; v--) this.gain[v]! -= index.starts[v]!;
    for (const v of given) this.cover(v);
  }

  get numCovered(): number {
    return this.#numCovered;
  }

  /** Marks the sets of a node as covered; their other members gain one less each. O(sum of the sizes of the new ones). */
  cover(node: number): void {
    const { gain } = this;
    const { sets, starts, index } = this.#index;
    for (let e = starts[node]!; e < starts[node + 1]!; e++) {
      const set = index[e]!;
      if (this.#covered[set] === 1) continue;
      this.#covered[set] = 1;
      this.#numCovered++;
      const end = sets.starts[set]! + sets.lengths[set]!;
      for (let at = sets.starts[set]!; at < end; at++) gain[sets.words[at]!]!--;
    }
  }
}
