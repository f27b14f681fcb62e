import { RandomStream } from '../../core/index.js';

/**
 * A number from 0 to below 1 that follows from a seed and ids alone: what is drawn for a user or a pair stays the same whatever else is in the data
 * and in whatever order.
 */
export function idChance(seed: number, what: string, ...ids: readonly (string | number)[]): number {
  // Lengths keep ['a/b', 'c'] and ['a', 'b/c'] apart.
  const stream = new RandomStream(seed, what, ...ids.map((id) => `${String(id).length}:${id}`));
  return (stream.uint32At(0) * 2 ** 20 + (stream.uint32At(1) >>> 12)) / 2 ** 52;
}
