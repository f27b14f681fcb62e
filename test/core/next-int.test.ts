import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';

it('large bounds are as uniform as small ones: words beyond the last whole multiple are drawn again', () => {
  // Of 2^32 words, the last quarter would fall on the first third of 3 * 2^30 values once more.
  const bound = 3 * 2 ** 30;
  const stream = new RandomStream(1, 'large');
  const counts = [0, 0, 0];
  const draws = 30_000;
  for (let i = 0; i < draws; i++) counts[Math.floor(stream.nextInt(bound) / 2 ** 30)]!++;
  // Six standard deviations of a third of the draws.
  for (const count of counts) expect(Math.abs(count - draws / 3)).toBeLessThan(6 * Math.sqrt((draws * 2) / 9));

  const words = new RandomStream(1, 'large');
  const kept: number[] = [];
  for (let i = 0; kept.length < 100; i++) if (words.uint32At(i) < bound) kept.push(words.uint32At(i));
  const again = new RandomStream(1, 'large');
  expect(kept.map(() => again.nextInt(bound))).toEqual(kept);
});
