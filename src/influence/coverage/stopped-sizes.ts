import { placesOf } from '../network/marks.js';
import type { SetView } from '../sampling/set-store.js';

/**
 * Nodes of all sets together if each ended at the first of `seeds[0 .. b - 1]` that it meets, for b = 0 .. seeds.length: what sets that
 * stop cost, estimated from whole ones, which have their nodes in the order of the search. O(numNodes + sum of set sizes).
 */
export function stoppedSizes(sets: SetView, numNodes: number, seeds: Int32Array): Float64Array {
  const k = seeds.length;
  const rank = placesOf(numNodes, seeds);
  // Of b = from and all above it, until the next entry.
  const steps = new Float64Array(k + 2);
  for (let i = 0; i < sets.size; i++) {
    const [start, length] = [sets.starts[i]!, sets.lengths[i]!];
    let first = k;
    for (let at = 0; at < length && first > 0; at++) {
      const r = rank[sets.words[start + at]!]!;
      if (r >= first) continue;
      steps[r + 1]! += at + 1;
      steps[first + 1]! -= at + 1;
      first = r;
    }
    steps[0]! += length;
    steps[first + 1]! -= length;
  }
  const sizes = new Float64Array(k + 1);
  for (let b = 0, sum = 0; b <= k; b++) {
    sum += steps[b]!;
    sizes[b] = sum;
  }
  return sizes;
}
