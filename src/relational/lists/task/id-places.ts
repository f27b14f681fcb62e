import { compareIds } from '../../../graph/internal.js';

/** Of each id its place in the order of ids, [ids]. */
export function placesOf(ids: readonly (string | number)[]): Int32Array {
  const order = Int32Array.from(ids.keys()).sort((a, b) => compareIds(ids[a]!, ids[b]!));
  const places = new Int32Array(ids.length);
  for (const [place, item] of order.entries()) places[item] = place;
  return places;
}
