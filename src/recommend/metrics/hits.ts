import { eachList, expectK, expectOneEach, type ItemLists, itemKey } from './item-lists.js';

/** Where the relevant items of every user stand in the first k places of the list: all that accuracy of lists is computed from. */
export interface Hits {
  readonly k: number;
  readonly numUsers: number;
  /** [U + 1]: hits of user u are entries starts[u] to starts[u + 1]. */
  readonly starts: Int32Array;
  /** Place of every hit, from 0, ascending within a user. */
  readonly places: Int32Array;
  /** Which relevant item of the user it is: its position in the list of relevant items. */
  readonly which: Int32Array;
  /** [U], distinct ones. */
  readonly numRelevant: Int32Array;
  /** [U], places that are filled, at most k. */
  readonly lengths: Int32Array;
}

/**
 * Finds the relevant items among the first k of every list. An item that stands in a list twice counts at its first place, and takes both. O(lists +
 * relevant).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 */
export function findHits(lists: ItemLists, relevant: ItemLists, k: number): Hits {
  expectK(k);
  const [given, wanted] = [eachList(lists, 'lists'), eachList(relevant, 'relevant')];
  expectOneEach(wanted.length, given.length, 'relevant');
  const numUsers = given.length;
  const starts = new Int32Array(numUsers + 1);
  const [numRelevant, lengths] = [new Int32Array(numUsers), new Int32Array(numUsers)];
  const places: number[] = [];
  const which: number[] = [];
  const left = new Map<string | number, number>();
  for (let user = 0; user < numUsers; user++) {
    const [list, own] = [given[user]!, wanted[user]!];
    left.clear();
    for (let i = 0; i < own.length; i++) {
      const key = itemKey(own[i]!, 'relevant', user);
      if (!left.has(key)) left.set(key, i);
    }
    numRelevant[user] = left.size;
    lengths[user] = Math.min(k, list.length);
    for (let place = 0; place < lengths[user]!; place++) {
      const key = itemKey(list[place]!, 'lists', user);
      const i = left.get(key);
      if (i === undefined) continue;
      left.delete(key);
      places.push(place);
      which.push(i);
    }
    starts[user + 1] = places.length;
  }
  return { k, numUsers, starts, places: Int32Array.from(places), which: Int32Array.from(which), numRelevant, lengths };
}

/** The hits of shorter lists: those of the first k places alone. */
export function firstHits(hits: Hits, k: number): Hits {
  if (k >= hits.k) return { ...hits, k };
  const starts = new Int32Array(hits.numUsers + 1);
  const keep = hits.places.map((place) => (place < k ? 1 : 0));
  for (let user = 0; user < hits.numUsers; user++) {
    let count = starts[user]!;
    for (let at = hits.starts[user]!; at < hits.starts[user + 1]!; at++) count += keep[at]!;
    starts[user + 1] = count;
  }
  const kept = (values: Int32Array) => values.filter((_, at) => keep[at] === 1);
  const lengths = hits.lengths.map((length) => Math.min(k, length));
  return { ...hits, k, starts, places: kept(hits.places), which: kept(hits.which), lengths };
}

/** A figure for every user from the places of the hits; NaN where the user has no relevant item. */
export function byUser(hits: Hits, figure: (begin: number, end: number, user: number) => number): Float64Array {
  return Float64Array.from({ length: hits.numUsers }, (_, user) =>
    hits.numRelevant[user] === 0 ? Number.NaN : figure(hits.starts[user]!, hits.starts[user + 1]!, user),
  );
}
