import { expect, it } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { fitRecommender, interactionsFrom, sideOf } from '../../../src/recommend/index.js';
import { towerFeatures } from '../../../src/recommend/two-tower/tower-features.js';
import { towerMatrix } from '../../../src/recommend/two-tower/towers.js';
import { csrOf } from '../training/matrices.js';

/** Users take items of their own kind; items 20 to 29 are new. */
const users = Array.from({ length: 20 }, (_, u) => u);
const items = Array.from({ length: 30 }, (_, i) => i);
const pairs = users.flatMap((u) => [0, 1, 2, 3].map((k) => [u, 2 * ((u + 3 * k) % 10) + (u % 2)] as const));
const train = interactionsFrom({ users: pairs.map(([u]) => u), items: pairs.map(([, i]) => i), allItems: items });
const graph = graphFromArrays({
  nodes: {
    user: { data: { id: users }, ids: 'id' },
    item: {
      data: { id: items, kind: items.map((i) => (i % 2 ? 'odd' : 'even')), size: items.map((i) => i / 7) },
      ids: 'id',
    },
  },
});
const side = sideOf(train, graph, { userType: 'user', itemType: 'item' });

it('features are categories as ones and numbers as they are encoded', () => {
  const { users: ofUsers, items: ofItems } = towerFeatures(side);
  expect(ofUsers.numCols).toBe(0);
  expect(ofItems.numCols).toBe(3);
  const row = (i: number) => [...ofItems.indices.subarray(ofItems.indptr[i], ofItems.indptr[i + 1])];
  expect(row(0)[0]).toBe(row(28)[0]);
  expect(row(0)[0]).not.toBe(row(1)[0]);
  expect(row(0)).toContain(2);
});

it('vectors are sums of those of features, and one of their own where there is a history', () => {
  const features = { users: csrOf([[1], []], 2), items: csrOf([[0]], 1) };
  const { indptr, indices } = towerMatrix(features, Uint8Array.of(1, 0, 1));
  const row = (n: number) => [...indices.subarray(indptr[n], indptr[n + 1])];
  expect([0, 1, 2, 3, 4, 5].map(row)).toEqual([[0, 4], [], [2, 5], [3], [4], [5]]);
});

it('new items come by their columns', async () => {
  const settings = { width: 8, batchSize: 20, negatives: 8, epochs: 30, learningRate: 0.03 };
  const recommender = await fitRecommender('two-tower', { train, side }, { settings, seed: 1 });
  const fresh = { deny: items.slice(0, 20) };
  for (const list of recommender.recommend(users, { k: 5, filter: fresh })) {
    expect(list.items.every((item) => Number(item) % 2 === Number(list.user) % 2)).toBe(true);
  }
});
