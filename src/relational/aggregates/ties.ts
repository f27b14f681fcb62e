import type { TemporalIndex } from './temporal-index.js';

/** Of each event of a key the first one at the same time, counted from the first of the key. */
export function firstPlaces({ begin, length, times }: TemporalIndex, key: number, out: Int32Array): void {
  const [from, count] = [begin[key]!, length[key]!];
  for (let at = 0, first = 0; at < count; at++) {
    if (times[from + at] !== times[from + first]) first = at;
    out[at] = first;
  }
}
