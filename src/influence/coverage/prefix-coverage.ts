import type { Pieces } from '../../core/index.js';
import { placesOf } from '../network/marks.js';
import type { SetView } from '../sampling/set-store.js';

/** How many sets the first 0, 1, ... nodes cover, with `given`. O(sum of set sizes + N). */
export function* prefixCoverage(
  sets: SetView,
  numNodes: number,
  nodes: Int32Array,
  given?: Int32Array,
): Pieces<Float64Array> {
  const places = placesOf(numNodes, nodes);
  for (const v of given ?? []) places[v] = -1;
  const covered = new Float64Array(nodes.length + 2);
  for (let i = 0; i < sets.size; i++) {
    let first = nodes.length;
    for (let at = sets.starts[i]!; at < sets.starts[i]! + sets.lengths[i]!; at++) {
      first = Math.min(first, places[sets.words[at]!]!);
    }
    covered[first + 1]!++;
    if (i % 1024 === 0) yield;
  }
  for (let i = 1; i <= nodes.length; i++) covered[i]! += covered[i - 1]!;
  return covered.subarray(0, nodes.length + 1);
}
