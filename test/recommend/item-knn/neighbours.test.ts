import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitRecommender, interactionsFrom } from '../../../src/recommend/index.js';
import { neighboursOf } from '../../../src/recommend/item-knn/neighbours.js';
import type { ItemKnnSettings } from '../../../src/recommend/item-knn/settings.js';

/** How alike two items are, the slow way: [items, items]. */
function likeness(x: number[][], settings: ItemKnnSettings): number[][] {
  const { similarity, strengths, popularityPower, activityPower, k1, b } = settings;
  const numItems = x[0]?.length ?? 0;
  const counts = x.map((row) =>
    row.map((value) => (value === 0 ? 0 : strengths === 'one' ? 1 : strengths === 'log' ? Math.log(1 + value) : value)),
  );
  const size = x.map((row) => row.filter((value) => value > 0).length);
  const sum = Array.from({ length: numItems }, (_, i) => counts.reduce((total, row) => total + row[i]!, 0));
  const mean = sum.reduce((total, each) => total + each, 0) / numItems;
  const weights = counts.map((row, u) =>
    row.map((count, i) => {
      if (count === 0) return 0;
      const idf = Math.log(1 + numItems / size[u]!);
      if (similarity === 'cosine') return count;
      if (similarity === 'tf-idf') return Math.sqrt(count) * idf;
      return ((count * (k1 + 1)) / (k1 * (1 - b + (b * sum[i]!) / mean) + count)) * idf;
    }),
  );
  const square = Array.from({ length: numItems }, (_, i) => weights.reduce((total, row) => total + row[i]! ** 2, 0));
  return Array.from({ length: numItems }, (_, i) =>
    Array.from({ length: numItems }, (_, j) => {
      const dot = weights.reduce((total, row, u) => {
        const damping = similarity === 'cosine' ? Math.max(1, size[u]!) ** -activityPower : 1;
        return total + row[i]! * row[j]! * damping;
      }, 0);
      if (dot === 0 || similarity === 'bm25') return dot;
      return dot / (square[i]! ** (1 - popularityPower) * square[j]! ** popularityPower);
    }),
  );
}

const settingsOf = fc.record({
  similarity: fc.constantFrom('cosine', 'bm25', 'tf-idf'),
  neighbours: fc.integer({ min: 1, max: 8 }),
  strengths: fc.constantFrom('one', 'log', 'as-given'),
  popularityPower: fc.constantFrom(0, 0.4, 0.5, 1),
  activityPower: fc.constantFrom(0, 0.5, 1),
  k1: fc.constantFrom(0.5, 1.2),
  b: fc.constantFrom(0, 0.75, 1),
}) as fc.Arbitrary<ItemKnnSettings>;
const rows = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })).chain(([users, items]) =>
  fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 5), { minLength: items, maxLength: items }), {
    minLength: users,
    maxLength: users,
  }),
);

test('neighbours are the most alike items, the lower one of equals, without the item itself', () => {
  fc.assert(
    fc.property(rows, settingsOf, (x, settings) => {
      const users = x.flatMap((row, u) => row.flatMap((value) => (value > 0 ? [u] : [])));
      const items = x.flatMap((row) => row.flatMap((value, i) => (value > 0 ? [i] : [])));
      const weights = x.flatMap((row) => row.filter((value) => value > 0));
      const allUsers = x.map((_, u) => u);
      const allItems = x[0]!.map((_, i) => i);
      const { matrix } = interactionsFrom({ users, items, weights, allUsers, allItems });
      const found = neighboursOf(matrix, settings);
      const expected = likeness(x, settings);
      for (const [i, row] of expected.entries()) {
        const own = Array.from(found.indices.subarray(found.indptr[i], found.indptr[i + 1]));
        const values = found.values.subarray(found.indptr[i], found.indptr[i + 1]);
        expect(own).not.toContain(i);
        expect(own).toEqual([...own].sort((a, b) => a - b));
        for (const [n, j] of own.entries()) expect(values[n]!).toBeCloseTo(row[j]!, 4);
        const others = row.filter((value, j) => j !== i && value > 0).sort((a, b) => b - a);
        expect(own.length).toBe(Math.min(settings.neighbours, others.length));
        const least = others[own.length - 1];
        if (least !== undefined)
          for (const j of own) expect(row[j]!).toBeGreaterThan(least - 1e-4 * Math.max(1, least));
      }
    }),
  );
});

test('worked out by hand: cosine', async () => {
  // tea and jam have both users in common of 3 and 2; tea and ham one of 3 and 1.
  const bought = interactionsFrom({
    users: ['a', 'a', 'b', 'b', 'c', 'c'],
    items: ['tea', 'jam', 'tea', 'jam', 'tea', 'ham'],
  });
  const settings = { similarity: 'cosine', popularityPower: 0.5, activityPower: 0 };
  const knn = await fitRecommender('item-knn', bought, { settings });
  const [similar] = knn.similarItems(['tea']);
  expect(similar!.items).toEqual(['jam', 'ham']);
  expect(similar!.scores[0]!).toBeCloseTo(2 / Math.sqrt(6), 6);
  expect(similar!.scores[1]!).toBeCloseTo(1 / Math.sqrt(3), 6);
  expect(knn.explain('c', 'jam')).toEqual({
    item: 'jam',
    because: [{ item: 'tea', value: expect.closeTo(2 / Math.sqrt(6), 6) }],
  });
});

test("items that are nobody's neighbours come below all others, in order of popularity", async () => {
  const bought = interactionsFrom({
    users: ['a', 'a', 'b', 'c', 'd', 'd', 'e'],
    items: ['tea', 'jam', 'x', 'y', 'x', 'y', 'y'],
    allItems: ['z'],
  });
  const knn = await fitRecommender('item-knn', bought);
  const list = knn.recommendFor(['tea']);
  expect(list.items).toEqual(['jam', 'y', 'x', 'z']);
  expect(list.scores[0]!).toBeGreaterThan(0);
  expect([...list.scores.subarray(1)].every((score) => score < 0)).toBe(true);
});
