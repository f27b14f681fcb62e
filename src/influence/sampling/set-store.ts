import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { OverlappedSelection } from './run-sets.js';

/** Sets of nodes in one memory: set i is `words[starts[i]]` .. `words[starts[i] + lengths[i] - 1]`, its root first. */
export interface SetView {
  readonly size: number;
  readonly words: Int32Array;
  readonly starts: Uint32Array;
  readonly lengths: Int32Array;
}

/** The error of a collection that is used, or still growing, after it was disposed. */
export function disposed(): HeteroGraphError {
  return new HeteroGraphError('DISPOSED', 'The sets were disposed.', {
    hint: 'Await what is running, and dispose last.',
  });
}

/** The sets of two views of one memory, or else copied into one, first those of the first. O(sets), or O(sum of set sizes). */
export function joinSets(first: SetView, second: SetView): SetView {
  const size = first.size + second.size;
  const [starts, lengths] = [new Uint32Array(size), new Int32Array(size)];
  lengths.set(first.lengths.subarray(0, first.size));
  lengths.set(second.lengths.subarray(0, second.size), first.size);
  starts.set(first.starts.subarray(0, first.size));
  starts.set(second.starts.subarray(0, second.size), first.size);
  if (first.words.buffer === second.words.buffer && first.words.byteOffset === second.words.byteOffset) {
    return { size, words: first.words.length < second.words.length ? second.words : first.words, starts, lengths };
  }
  const words = new Int32Array(first.words.length + second.words.length);
  words.set(first.words);
  words.set(second.words, first.words.length);
  for (let i = first.size; i < size; i++) starts[i]! += first.words.length;
  return { size, words, starts, lengths };
}

/** The nodes of set i. */
export function nodesOfSet({ words, starts, lengths }: SetView, i: number): Int32Array {
  return words.subarray(starts[i]!, starts[i]! + lengths[i]!);
}

/** Where the sets of a collection are kept, and what makes them. */
export interface SetStore {
  readonly size: number;
  readonly numMembers: number;
  readonly numStopped: number;
  /** @param overlap a selection to be made meanwhile, where the store can and there is something to grow */
  grow(size: number, run: RunOptions, overlap?: OverlappedSelection): Promise<void>;
  /** Takes the next sets, made before, nodes of one after the other. */
  adopt(words: Int32Array, lengths: Int32Array): void;
  view(): SetView;
  dispose(): void;
}
