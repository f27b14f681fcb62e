// The dropout mask of weights [entries, heads]: the element of an entry and head is dropped as ../tensor/dropout drops element
// entry * heads + head of a tensor.
import { keepMask, randomWords } from '../tensor/dropout';

// @ts-ignore: decorator
@inline
function aligned(first: u32, key0: v128, key1: v128, limit: v128): v128 {
  return keepMask(i32x4.shl(randomWords(first >> 4, key0, key1), (first & 12) << 1), limit);
}

/** Lanes of all ones where the elements `first` to `first + 3` are kept; `spare`: 32 bytes to work in. */
// @ts-ignore: decorator
@inline
export function keptFour(first: u32, key0: v128, key1: v128, limit: v128, spare: usize): v128 {
  if ((first & 3) == 0) return aligned(first, key0, key1, limit);
  v128.store(spare, aligned(first & ~3, key0, key1, limit));
  v128.store(spare, aligned((first | 3) + 1, key0, key1, limit), 16);
  return v128.load(spare + <usize>((first & 3) << 2));
}
