import type { SetView } from '../sampling/set-store.js';
import type { GreedyOptions, Selection } from './greedy.js';

/**
 * Greedy maximum coverage with an index from nodes to sets and buckets of nodes by gain: the seeds, gains and bound of
 * `selectGreedyReference`. O(sum of set sizes + N + k max gain).
 */
export function selectGreedy(sets: SetView, numNodes: number, k: number, options: GreedyOptions = {}): Selection {
  return new Greedy(sets, numNodes, options).run(k);
}

/** State of one selection: gains now, how many nodes have which gain, and the sets of every node. */
class Greedy {
  readonly #sets: SetView;
  readonly #gain: Int32Array;
  readonly #numWithGain: Int32Array;
  readonly #indexStarts: Int32Array;
  readonly #index: Int32Array;
  readonly #covered: Uint8Array;
  readonly #candidates: Uint8Array | undefined;
  #top = 0;
  #numCovered = 0;
  readonly #before: number;

  constructor(sets: SetView, numNodes: number, { candidates, given }: GreedyOptions) {
    const { size, words, starts, lengths } = sets;
    this.#sets = sets;
    this.#candidates = candidates;
    this.#covered = new Uint8Array(size);
    this.#indexStarts = new Int32Array(numNodes + 1);
    for (let i = 0; i < size; i++) {
      const end = starts[i]! + lengths[i]!;
      for (let at = starts[i]!; at < end; at++) this.#indexStarts[words[at]! + 1]!++;
    }
    this.#gain = this.#indexStarts.slice(1);
    if (candidates) for (let v = 0; v < numNodes; v++) if (candidates[v] === 0) this.#gain[v] = 0;
    for (let v = 0; v < numNodes; v++) this.#indexStarts[v + 1]! += this.#indexStarts[v]!;
    this.#index = new Int32Array(this.#indexStarts[numNodes]!);
    const next = this.#indexStarts.slice();
    for (let i = 0; i < size; i++) {
      const end = starts[i]! + lengths[i]!;
      for (let at = starts[i]!; at < end; at++) this.#index[next[words[at]!]!++] = i;
    }
    for (let v = 0; v < numNodes; v++) this.#top = Math.max(this.#top, this.#gain[v]!);
    this.#numWithGain = new Int32Array(this.#top + 1);
    for (let v = 0; v < numNodes; v++) this.#numWithGain[this.#gain[v]!]!++;
    for (const v of given ?? []) this.#cover(v);
    this.#before = this.#numCovered;
  }

  run(k: number): Selection {
    const heads = new Int32Array(this.#top + 1).fill(-1);
    const links = new Int32Array(this.#gain.length);
    // The lower node of equals lies on top, as long as none is put back; a bucket is put in order before use.
    const push = (v: number) => {
      links[v] = heads[this.#gain[v]!]!;
      heads[this.#gain[v]!] = v;
    };
    for (let v = this.#gain.length - 1; v >= 0; v--) if (this.#gain[v]! > 0) push(v);
    const [seeds, gains]: [number[], number[]] = [[], []];
    let upper = this.#bound(k);
    for (let bucket = this.#top; bucket > 0 && seeds.length < k; ) {
      const v = this.#lowest(heads, links, bucket, push);
      if (v < 0) {
        bucket--;
        continue;
      }
      seeds.push(v);
      gains.push(bucket);
      this.#cover(v);
      upper = Math.min(upper, this.#bound(k));
    }
    return {
      seeds: Int32Array.from(seeds),
      gains: Int32Array.from(gains),
      before: this.#before,
      covered: this.#numCovered,
      upper,
    };
  }

  /** Takes the lowest node of a bucket off it whose gain is still the bucket's; others go to theirs. -1 where there is none. */
  #lowest(heads: Int32Array, links: Int32Array, bucket: number, push: (v: number) => void): number {
    let best = -1;
    let kept = -1;
    for (let v = heads[bucket]!; v >= 0; ) {
      const next = links[v]!;
      if (this.#gain[v] !== bucket) {
        if (this.#gain[v]! > 0) push(v);
      } else {
        links[v] = kept;
        kept = v;
        if (best < 0 || v < best) best = v;
      }
      v = next;
    }
    heads[bucket] = -1;
    for (let v = kept; v >= 0; ) {
      const next = links[v]!;
      if (v !== best) {
        links[v] = heads[bucket]!;
        heads[bucket] = v;
      }
      v = next;
    }
    return best;
  }

  /** Marks the sets of a node as covered; their members gain one less each. */
  #cover(node: number): void {
    const { words, starts, lengths } = this.#sets;
    for (let e = this.#indexStarts[node]!; e < this.#indexStarts[node + 1]!; e++) {
      const set = this.#index[e]!;
      if (this.#covered[set] === 1) continue;
      this.#covered[set] = 1;
      this.#numCovered++;
      const end = starts[set]! + lengths[set]!;
      for (let at = starts[set]!; at < end; at++) {
        const v = words[at]!;
        if (this.#candidates?.[v] === 0) continue;
        const gain = this.#gain[v]!--;
        this.#numWithGain[gain]!--;
        this.#numWithGain[gain - 1]!++;
      }
    }
  }

  /** What is covered and the k largest gains, from the counts of gains. */
  #bound(k: number): number {
    while (this.#top > 0 && this.#numWithGain[this.#top] === 0) this.#top--;
    let sum = this.#numCovered;
    for (let gain = this.#top, left = k; gain > 0 && left > 0; gain--) {
      const nodes = Math.min(left, this.#numWithGain[gain]!);
      sum += nodes * gain;
      left -= nodes;
    }
    return sum;
  }
}
