import type { SimpleRows } from './simple-rows.js';

/** Lists one after another: list i is `invitees[starts[i]]` .. `invitees[starts[i + 1] - 1]`, best first. */
export interface RankedLists {
  readonly starts: Int32Array;
  readonly invitees: Int32Array;
  readonly scores: Float32Array;
}

/**
 * The k best friends of every inviter by score, the lower node of equals first; friends of score NaN are left out.
 * O(friends of inviters x k) at most, O(friends + k^2 log) an inviter in random order.
 */
export function rankFriends(
  { indptr, indices }: SimpleRows,
  inviters: Int32Array,
  scores: Float32Array,
  k: number,
): RankedLists {
  const starts = new Int32Array(inviters.length + 1);
  let room = 0;
  for (const u of inviters) room += Math.min(k, indptr[u + 1]! - indptr[u]!);
  const [invitees, kept] = [new Int32Array(room), new Float32Array(room)];
  let count = 0;
  for (let i = 0; i < inviters.length; i++) {
    const begin = count;
    for (let at = indptr[inviters[i]!]!; at < indptr[inviters[i]! + 1]!; at++) {
      const score = scores[at]!;
      if (Number.isNaN(score)) continue;
      if (count - begin < k) count++;
      else if (score <= kept[count - 1]!) continue;
      let to = count - 1;
      for (; to > begin && kept[to - 1]! < score; to--) {
        kept[to] = kept[to - 1]!;
        invitees[to] = invitees[to - 1]!;
      }
      kept[to] = score;
      invitees[to] = indices[at]!;
    }
    starts[i + 1] = count;
  }
  return { starts, invitees: invitees.slice(0, count), scores: kept.slice(0, count) };
}
