import { expect, it } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { fitRecommender, interactionsFrom, interactionsLike, sideOf } from '../../../src/recommend/index.js';
import { sideRelations } from '../../../src/recommend/side/side-relations.js';

/** Users of two circles of friends, who take items of one of two kinds; three items each, of which one is held out. */
const numUsers = 16;
const pairs = Array.from({ length: numUsers }, (_, u) =>
  [0, 1, 2].map((k) => [u, 2 * ((u * 3 + k * 5) % 9) + (u % 2)]),
);
const split = (held: boolean) => {
  const kept = pairs.flatMap((own) => own.filter((_, k) => (k === 2) === held));
  return { users: kept.map(([u]) => u!), items: kept.map(([, i]) => i!) };
};
const all = Array.from({ length: 18 }, (_, i) => i);
const train = interactionsFrom({ ...split(false), allItems: all });
const validation = interactionsLike(train, split(true));
const friends = Array.from({ length: numUsers }, (_, u) => [u, (u + 2) % numUsers] as const);
const graph = graphFromArrays({
  nodes: {
    user: { data: { id: Array.from({ length: numUsers }, (_, u) => u) }, ids: 'id' },
    item: { data: { id: all, kind: all.map((i) => (i % 2 ? 'odd' : 'even')) }, ids: 'id' },
  },
  edges: [
    {
      type: ['user', 'knows', 'user'],
      source: friends.map(([a]) => a),
      target: friends.map(([, b]) => b),
      inverse: ['user', 'known by', 'user'],
    },
    {
      type: ['user', 'known by', 'user'],
      source: friends.map(([, b]) => b),
      target: friends.map(([a]) => a),
      inverse: ['user', 'knows', 'user'],
    },
    { type: ['user', 'takes', 'item'], source: split(false).users, target: split(false).items },
  ],
});
const side = sideOf(train, graph, { userType: 'user', itemType: 'item' });
const settings = {
  width: 8,
  batchSize: 16,
  negatives: 8,
  learningRate: 0.03,
  epochs: 20,
  relationWeights: [0.5],
  l2: 0.001,
};

it('side relations are edges, one of two inverses, and categories, but not the interactions', () => {
  const { relations, numNodes } = sideRelations(side);
  expect(relations.map(({ name, source }) => [name, source.length])).toEqual([
    ['user>knows>user', numUsers],
    ['item.kind', 18],
  ]);
  expect(numNodes).toBe(numUsers + 18 + 2);
  const kinds = relations[1]!;
  for (let e = 0; e < 18; e++) {
    const other = kinds.source.findIndex((node) => (node - numUsers) % 2 === (kinds.source[e]! - numUsers) % 2);
    expect(kinds.target[e]).toBe(kinds.target[other]);
    expect(kinds.target[e]).toBeGreaterThanOrEqual(numUsers + 18);
  }
});

it('chooses relations by validation pairs, says which, and is better for them', async () => {
  const ndcg = async (problem: Parameters<typeof fitRecommender>[1]) => {
    const { report } = await fitRecommender('hetero', problem, { settings, seed: 2 });
    return { best: Math.max(...report.history!.map((row) => row.ndcg ?? 0)), remarks: report.remarks! };
  };
  const [alone, together] = [await ndcg({ train, validation }), await ndcg({ train, validation, side })];
  expect(together.best).toBeGreaterThan(alone.best);
  expect(together.remarks.join(' ')).toContain('item.kind');
  expect(alone.remarks).toHaveLength(1);
});

it('without validation pairs it holds some out to choose, and trains on all in the end', async () => {
  const { report, scorer } = await fitRecommender('hetero', { train, side }, { settings, seed: 2 });
  expect(report.remarks!.length).toBeGreaterThan(0);
  expect(report.history!.every((row) => row.ndcg === undefined)).toBe(true);
  expect(scorer.factors!.users.length).toBe(numUsers * settings.width * 2);
});
