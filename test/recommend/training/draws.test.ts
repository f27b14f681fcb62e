import { describe, expect, it } from 'vitest';
import { entryOf, RandomStream } from '../../../src/core/index.js';
import { hardest, itemDraw, negativesFor } from '../../../src/recommend/training/negative-items.js';
import { PairBatches } from '../../../src/recommend/training/pair-batches.js';
import { checkRanking } from '../../../src/recommend/training/ranking-check.js';
import { csrOf, randomCsr } from './matrices.js';

describe('draws of training', () => {
  it('an epoch has every pair once, sorted by user within a batch, and another order than the one before', () => {
    const matrix = randomCsr(30, 20, 0.3, 1);
    const batches = new PairBatches(matrix, 40, 7);
    const pairsOf = (epoch: number) =>
      [...batches.epoch(epoch)].map(({ users, items }) => Array.from(users, (u, p) => [u, items[p]!] as const));
    const first = pairsOf(0);
    for (const batch of first) {
      expect(batch.every(([u], p) => p === 0 || u >= batch[p - 1]![0])).toBe(true);
      expect(Math.abs(batch.length - 40)).toBeLessThan(20);
    }
    const seen = first.flat().map(([u, i]) => u * 20 + i);
    expect(new Set(seen).size).toBe(matrix.indices.length);
    expect(seen.every((pair) => entryOf(matrix, Math.floor(pair / 20), pair % 20) >= 0)).toBe(true);
    expect(pairsOf(0)).toEqual(first);
    expect(pairsOf(1)).not.toEqual(first);
  });

  it('negatives are items that the user did not take, all of them alike or by popularity', () => {
    const matrix = csrOf([[0, 1, 2], [2, 3], [2]], 5);
    const batch = { users: new Int32Array(3000).map((_, p) => p % 3).sort(), items: new Int32Array(3000) };
    const uniform = negativesFor(batch, matrix, itemDraw(matrix, 0), 2, new RandomStream(1, 'n'));
    expect(uniform).toHaveLength(6000);
    const ofFirst = uniform.subarray(0, 2000);
    expect(new Set(ofFirst)).toEqual(new Set([3, 4]));
    expect(Math.abs(ofFirst.filter((item) => item === 3).length - 1000)).toBeLessThan(150);
    const popular = itemDraw(matrix, 1).sample(new RandomStream(1, 'p'), 6000);
    expect(popular.includes(4)).toBe(false);
    expect(Math.abs(popular.filter((item) => item === 2).length - 3000)).toBeLessThan(250);
  });

  it('the hardest candidate has the highest score, the first of equals', () => {
    const tables = { width: 1, users: Float32Array.of(1, -1), items: Float32Array.of(0, 3, 3, -2) };
    const batch = { users: Int32Array.of(0, 1), items: Int32Array.of(0, 0) };
    expect([...hardest(batch, Int32Array.of(0, 2, 1, 1, 3, 2), 3, tables)]).toEqual([2, 3]);
  });

  it('validation ranks all items but those of train: recall and NDCG by hand', () => {
    const [train, held] = [csrOf([[0], [1]], 4), csrOf([[2, 3], []], 4)];
    const factors = { width: 1, users: Float32Array.of(1, 1), items: Float32Array.of(9, 3, 2, 1) };
    // The list of user 0 is 1, 2: one hit of two, in second place.
    const { recall, ndcg, users } = checkRanking(factors, train, held, 2);
    expect(users).toBe(1);
    expect(recall).toBe(0.5);
    expect(ndcg).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12);
  });
});
