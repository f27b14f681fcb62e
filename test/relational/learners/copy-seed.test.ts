import { expect, it } from 'vitest';
import { copySeed } from '../../../src/relational/learners/copy-seed.js';

it('seeds of copies are different ones, and whole numbers that a seed may be, of the largest seed too', () => {
  const seeds = [0, 1, 2, 2 ** 51 - 1, Number.MAX_SAFE_INTEGER];
  for (const copies of [2, 3, 4]) {
    const made = [0, 1, 2].flatMap((seed) => Array.from({ length: copies }, (_, copy) => copySeed(seed, copies, copy)));
    expect(made).toEqual(Array.from(made.keys()));
    for (const seed of seeds) expect(Number.isSafeInteger(copySeed(seed, copies, copies - 1))).toBe(true);
    const ofLargest = Array.from({ length: copies }, (_, copy) => copySeed(Number.MAX_SAFE_INTEGER, copies, copy));
    expect(new Set(ofLargest).size).toBe(copies);
  }
});
