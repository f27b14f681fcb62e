import fc from 'fast-check';
import type { Preferences } from '../../src/ranking/input/preferences.js';
import { readInput } from '../../src/ranking/input/read-input.js';

export interface RandomOrders {
  readonly orders: readonly (readonly (string | readonly string[])[])[];
  readonly weight: readonly number[];
}

/** Partial rankings of up to six contestants, with ties and weights, at least one of them of two. */
export const randomOrders: fc.Arbitrary<RandomOrders> = fc
  .array(
    fc.record({
      members: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 2 }),
      cuts: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      weight: fc.constantFrom(0.5, 1, 2),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) => ({
    orders: rows.map(({ members, cuts }) => {
      const levels: string[][] = [[members[0]!]];
      for (let k = 1; k < members.length; k++) {
        if (cuts[k - 1]) levels.at(-1)!.push(members[k]!);
        else levels.push([members[k]!]);
      }
      return levels;
    }),
    weight: rows.map(({ weight }) => weight),
  }));

export function preferencesOf({ orders, weight }: RandomOrders): Preferences {
  return readInput({ rankings: { orders, weight } }).preferences;
}

/** Levels of order r by contestants' numbers. */
export function levelsOf({ offsets, items, levelEnds }: Preferences, r: number): number[][] {
  const levels: number[][] = [];
  for (let k = offsets[r]!; k < offsets[r + 1]!; k = levelEnds[k]!) levels.push([...items.subarray(k, levelEnds[k]!)]);
  return levels;
}
