import type { Friends } from '../../../src/influence/invite/friends.js';

/** Profit of a friend who has no friends to invite in turn. */
const NO_FRIENDS = 1e-5;

/** The formula for one friendship by itself, sorting all of v's friends: the reference. */
export function heteroIrReference(friends: Friends, capacity: number, entry: number): number {
  const { indptr, indices, willingness, acceptance } = friends;
  const value = (i: number) => willingness[i]! * acceptance[indices[i]!]!;
  const v = indices[entry]!;
  const onward = Array.from({ length: indptr[v + 1]! - indptr[v]! }, (_, i) => value(indptr[v]! + i));
  const best = onward.sort((a, b) => b - a).slice(0, capacity);
  return value(entry) * (1 + (onward.length === 0 ? NO_FRIENDS : best.reduce((sum, each) => sum + each, 0)));
}
