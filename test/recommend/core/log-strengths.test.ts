import { expect, test } from 'vitest';
import { fitRecommender, interactionsFrom } from '../../../src/recommend/index.js';

const pairs = { users: ['a', 'a', 'b', 'b', 'c', 'c'], items: ['tea', 'jam', 'tea', 'jam', 'tea', 'ham'] };

test.each(['als', 'ease', 'gf-cf'])('%s takes strength 3 for 2 and leaves 1 alone', async (name) => {
  const settings = name === 'als' ? { factors: 4 } : name === 'gf-cf' ? { rank: 2 } : {};
  const fitOn = (weights?: readonly number[]) =>
    fitRecommender(name, interactionsFrom({ ...pairs, ...(weights && { weights }) }), { settings });
  const plain = await fitOn();
  expect(plain.report.remarks ?? []).toEqual([]);
  const strong = await fitOn([1, 3, 1, 1, 1, 1]);
  expect(strong.report.remarks).toEqual([expect.stringContaining('log2')]);
  // What is folded in is taken likewise: the history that was fitted gives the same scores.
  const { scorer, train } = strong;
  const direct = scorer.scoreUsers(Int32Array.of(0, 1, 2));
  const folded = scorer.scoreHistories(train.matrix);
  for (const [i, score] of direct.entries()) expect(folded[i]!).toBeCloseTo(score, 3);
});
