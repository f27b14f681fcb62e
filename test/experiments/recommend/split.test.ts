import { expect, it } from 'vitest';
import { ofKnownUsers } from '../../../src/experiments/recommend/split-interactions.js';
import { interactionsFrom, interactionsLike } from '../../../src/recommend/index.js';

it('pairs of known users keep their strengths and times', () => {
  const all = interactionsFrom({
    users: ['ann', 'ann', 'bo', 'cy', 'ann'],
    items: ['tea', 'jam', 'tea', 'jam', 'tea'],
    weights: [2, 1, 5, 4, 3],
    times: [10, 20, 30, 40, 50],
  });
  const others = interactionsLike(all, { users: ['cy', 'ann'], items: ['tea', 'jam'] });
  const known = ofKnownUsers(all, others);
  expect(Array.from(known.matrix.indptr)).toEqual([0, 2, 2, 3]);
  expect(Array.from(known.matrix.indices, (item) => all.items.idOf(item))).toEqual(['jam', 'tea', 'jam']);
  expect(Array.from(known.matrix.values)).toEqual([1, 5, 4]);
  expect(Array.from(known.times!)).toEqual([20, 50, 40]);
});
