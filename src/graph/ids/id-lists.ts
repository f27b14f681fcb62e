import type { IdIndex } from './id-index.js';

/** All ids, in order. */
export function allIds(index: IdIndex): (string | number)[] {
  return Array.from({ length: index.size }, (_, row) => index.idOf(row));
}

/** Where the id of each row is in a list of ids as texts, -1 where it is not: "12" and 12 are the same id. */
export function placesOfIds(index: IdIndex, ids: readonly string[]): Int32Array {
  const at = new Map(ids.map((id, place) => [id, place]));
  return Int32Array.from({ length: index.size }, (_, row) => at.get(String(index.idOf(row))) ?? -1);
}
