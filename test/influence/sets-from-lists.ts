import type { SetView } from '../../src/influence/sampling/set-store.js';

/** A view of sets given as lists, for references and tests. */
export function setsFromLists(lists: readonly (readonly number[])[]): SetView {
  const lengths = Int32Array.from(lists, (list) => list.length);
  const starts = new Uint32Array(lists.length);
  for (let i = 1; i < lists.length; i++) starts[i] = starts[i - 1]! + lengths[i - 1]!;
  return { size: lists.length, words: Int32Array.from(lists.flat()), starts, lengths };
}
