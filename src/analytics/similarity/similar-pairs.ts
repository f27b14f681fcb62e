import type { Pieces } from '../../core/index.js';
import type { MetricParts } from './metrics.js';
import type { Profiles } from './profiles.js';

/** What is kept of the pairs. */
export interface KeptPairs {
  /** Nodes to compare with others; default all. */
  readonly sources?: Int32Array;
  /** Pairs kept of a node at most. */
  readonly topK: number;
  /** Pairs of less are dropped. */
  readonly cutoff: number;
  /** Nodes of fewer or more neighbours are left out. */
  readonly minDegree: number;
  readonly maxDegree: number;
}

/**
 * For each node the others that share a neighbour with it, the most similar first, of equal ones that of the lower number. O(sum over
 * neighbours of the square of the nodes that lead to them) time, O(N + pairs) memory.
 */
export function* similarPairs(
  { forward, backward, sizes }: Profiles,
  parts: MetricParts,
  { sources, topK, cutoff, minDegree, maxDegree }: KeptPairs,
): Pieces<Pick<PairList, 'sources' | 'targets' | 'values'>> {
  const { indptr, indices, weights } = forward;
  const numNodes = indptr.length - 1;
  const degreeOf = (v: number) => indptr[v + 1]! - indptr[v]!;
  const isCompared = (v: number) => degreeOf(v) >= minDegree && degreeOf(v) <= maxDegree;
  const sums = new Float64Array(numNodes);
  const touched = new Int32Array(numNodes);
  const count = sources?.length ?? numNodes;
  const found = new PairList(count * Math.min(topK, numNodes));
  for (let s = 0; s < count; s++) {
    const u = sources?.[s] ?? s;
    if (!isCompared(u)) continue;
    let size = 0;
    for (let e = indptr[u]!; e < indptr[u + 1]!; e++) {
      const middle = indices[e]!;
      const first = backward.indptr[middle]!;
      const last = backward.indptr[middle + 1]!;
      const weight = weights?.[e] ?? 1;
      // Without weights the nodes that lead here all share the same.
      let share = parts.share(weight, 1, last - first);
      for (let f = first; f < last; f++) {
        const v = backward.indices[f]!;
        if (backward.weights) share = parts.share(weight, backward.weights[f]!, last - first);
        if (!(share > 0)) continue;
        if (sums[v] === 0) touched[size++] = v;
        sums[v] = sums[v]! + share;
      }
    }
    const others: number[] = [];
    for (let i = 0; i < size; i++) {
      const v = touched[i]!;
      const value = parts.value(sums[v]!, sizes[u]!, sizes[v]!);
      sums[v] = v !== u && isCompared(v) && value >= cutoff ? value : 0;
      if (sums[v]! > 0) others.push(v);
    }
    others.sort((a, b) => sums[b]! - sums[a]! || a - b);
    for (const v of others.slice(0, topK)) found.push(u, v, sums[v]!);
    for (const v of others) sums[v] = 0;
    yield;
  }
  return found;
}

/** Pairs in arrays that have room for all that there may be, up to 2^26 of them (what is not written to takes no memory), and grow by a half beyond it. */
class PairList {
  #size = 0;
  #sources: Int32Array;
  #targets: Int32Array;
  #values: Float64Array;

  /** @param most pairs at the most */
  constructor(most: number) {
    const room = Math.min(most, 1 << 26);
    this.#sources = new Int32Array(room);
    this.#targets = new Int32Array(room);
    this.#values = new Float64Array(room);
  }

  push(source: number, target: number, value: number): void {
    if (this.#size === this.#sources.length) this.#grow();
    this.#sources[this.#size] = source;
    this.#targets[this.#size] = target;
    this.#values[this.#size++] = value;
  }

  get sources(): Int32Array {
    return this.#sources.subarray(0, this.#size);
  }

  get targets(): Int32Array {
    return this.#targets.subarray(0, this.#size);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#size);
  }

  #grow(): void {
    const room = Math.ceil(this.#size * 1.5) + 16;
    const larger = <T extends Int32Array | Float64Array>(values: T, to: T): T => {
      to.set(values);
      return to;
    };
    this.#sources = larger(this.#sources, new Int32Array(room));
    this.#targets = larger(this.#targets, new Int32Array(room));
    this.#values = larger(this.#values, new Float64Array(room));
  }
}
