import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { fitRecommender, interactionsFrom } from '../../../src/recommend/index.js';

it('a recommender is shown as what it is, not as its arrays', async () => {
  const recommender = await fitRecommender('popularity', interactionsFrom({ users: ['a', 'b'], items: ['x', 'x'] }));
  expect(String(recommender)).toBe('popularity: 2 users, 1 items, 2 pairs');
  const more = recommender.withHistory('c', ['x']).withItemColumns({ ids: ['x'], columns: { colour: ['red'] } });
  expect(inspect(more)).toBe(
    'popularity: 2 users, 1 items, 2 pairs, 1 histories given after the fit, columns of items: colour',
  );
});
