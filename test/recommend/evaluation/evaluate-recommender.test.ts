import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import {
  evaluateLists,
  evaluateRecommender,
  fitRecommender,
  interactionsFrom,
  interactionsLike,
  Recommender,
  sampledRanking,
} from '../../../src/recommend/index.js';

/** Two groups of users with tastes of their own, and a pair of each user held out. */
function twoGroups() {
  const random = new RandomStream(5, 'groups');
  const pairs = Array.from({ length: 40 }, (_, user) =>
    Array.from(random.permutation(12).subarray(0, 7), (item) => [`u${user}`, (user % 2) * 12 + item] as const),
  );
  const rows = (all: readonly (readonly [string, number])[]) => ({
    users: all.map(([user]) => user),
    items: all.map(([, item]) => item),
  });
  const train = interactionsFrom(rows(pairs.flatMap((own) => own.slice(1))));
  return { train, test: interactionsLike(train, rows(pairs.map((own) => own[0]!))) };
}

describe('evaluateRecommender', () => {
  it('takes the figures of the lists that recommend gives', async () => {
    const { train, test } = twoGroups();
    const recommender = await fitRecommender('item-knn', train);
    const evaluation = await evaluateRecommender(recommender, test, { k: [5, 10] });
    const users = Array.from({ length: train.users.size }, (_, i) => train.users.idOf(i));
    const lists = recommender.recommend(users, { k: 10 }).map(({ items }) => items);
    const relevant = users.map((_, u) =>
      Array.from(test.matrix.indices.subarray(test.matrix.indptr[u], test.matrix.indptr[u + 1]), (item) =>
        train.items.idOf(item),
      ),
    );
    const expected = evaluateLists(lists, relevant, { k: [5, 10], numItems: train.items.size });
    for (const name of ['recall@5', 'ndcg@10', 'mrr@10', 'coverage@10', 'gini@5']) {
      expect(evaluation.figures[name]).toBe(expected.figures[name]);
    }
    expect(evaluation.users).toEqual(users);
    expect(evaluation.name).toBe('item-knn');
    expect(evaluation.remarks[0]).toBe('Ranked for 40 users: all 24; what they took in training was left out.');
    // Six of the twelve of the own group are left: better than 10 of 18.
    expect(evaluation.figures['recall@10']).toBe(1);
  });

  it('AUC is of the items that the user has not seen, whatever k', async () => {
    const { train, test } = twoGroups();
    const recommender = await fitRecommender('popularity', train);
    const { byUser } = await evaluateRecommender(recommender, test, { k: 24 });
    const counts = new Map<number, number>();
    for (const item of train.matrix.indices) counts.set(item, (counts.get(item) ?? 0) + 1);
    const seen = new Set(train.matrix.indices.subarray(train.matrix.indptr[0], train.matrix.indptr[1]));
    const good = test.matrix.indices[test.matrix.indptr[0]!]!;
    const others = Array.from({ length: 24 }, (_, i) => i).filter((item) => item !== good && !seen.has(item));
    const isBefore = (item: number) => {
      const [a, b] = [counts.get(good) ?? 0, counts.get(item) ?? 0];
      return a > b || (a === b && good < item);
    };
    expect(byUser['auc@24']![0]).toBeCloseTo(others.filter(isBefore).length / others.length, 12);
  });

  it('finds users and items by id, and says who and what is unknown', async () => {
    const train = interactionsFrom({ users: ['a', 'a', 'b', 'b'], items: ['x', 'y', 'x', 'z'] });
    const recommender = await fitRecommender('popularity', train);
    const test = interactionsFrom({ users: ['b', 'new', 'a'], items: ['y', 'x', 'unheard'] });
    const evaluation = await evaluateRecommender(recommender, test, { k: 1 });
    expect(evaluation.users).toEqual(['a', 'b', 'new']);
    expect([...evaluation.byUser['recall@1']!]).toEqual([0, 1, 1]);
    expect(evaluation.remarks).toEqual([
      expect.stringContaining('Ranked for 3 users: all 3'),
      'Not in training: 1 user, whose lists are those of strangers.',
      'Not in training: 1 test item that no list can have.',
    ]);
  });

  it('says where test pairs are in training too', async () => {
    const train = interactionsFrom({ users: ['a', 'b', 'b'], items: ['x', 'x', 'y'] });
    const test = interactionsLike(train, { users: ['a'], items: ['x'] });
    const recommender = await fitRecommender('popularity', train);
    const { figures, remarks } = await evaluateRecommender(recommender, test, { k: 1 });
    expect(figures['recall@1']).toBe(0);
    expect(remarks.some((each) => each.startsWith('In training too, and so in no list: 1 test pair.'))).toBe(true);
    const again = await evaluateRecommender(recommender, test, { k: 1, seen: true });
    expect(again.figures['recall@1']).toBe(1);
    expect(again.remarks).toEqual([expect.stringContaining('could be in the lists')]);
  });

  it('says where a recommender ends below popularity', async () => {
    // Everybody took 0 and 1; the test is what most took next.
    const users = Array.from({ length: 30 }, (_, i) => i);
    const own = users.flatMap((user) => [0, 1].map((item) => [user, item] as const));
    const popular = users.slice(0, 20).map((user) => [user, 2] as const);
    const rare = users.slice(20).map((user) => [user, 3 + (user % 5)] as const);
    const rows = (pairs: readonly (readonly [number, number])[]) => ({
      users: pairs.map(([user]) => user),
      items: pairs.map(([, item]) => item),
    });
    const train = interactionsFrom(rows([...own, ...popular, ...rare]));
    const test = interactionsLike(train, rows(users.slice(20).map((user) => [user, 2] as const)));
    const good = await evaluateRecommender(await fitRecommender('popularity', train), test, { k: 1 });
    expect(good.figures['ndcg@1']).toBe(1);
    expect(good.remarks.length).toBe(1);
    const fitted = await fitRecommender('popularity', train);
    const reversed = new Recommender({
      ...{ name: 'unpopular', settings: {}, seed: 0, train, report: {} },
      scorer: { ...fitted.scorer, scoreUsers: (asked) => fitted.scorer.scoreUsers(asked).map((score) => -score) },
    });
    const bad = await evaluateRecommender(reversed, test, { k: 1 });
    expect(bad.remarks[1]).toBe(
      'Below popularity: NDCG@1 is 0.0000, and 1.0000 where everybody is shown what most users took.',
    );
    const filtered = await evaluateRecommender(reversed, test, { k: 1, filter: { deny: [7] } });
    expect(filtered.remarks.length).toBe(1);
  });

  it('reads categories of a column or by id, and filters', async () => {
    const { train, test } = twoGroups();
    const items = Array.from({ length: 24 }, (_, item) => item);
    const group = items.map((item) => (item < 12 ? 'even' : 'odd'));
    const plain = await fitRecommender('popularity', train);
    const recommender = plain.withItemColumns({ ids: items, columns: { group } });
    const byColumn = await evaluateRecommender(recommender, test, { k: 6, categories: 'group' });
    const byId = await evaluateRecommender(recommender, test, { k: 6, categories: group });
    expect(byColumn.figures['miscalibration@6']).toBeGreaterThan(0);
    expect(byColumn.figures['miscalibration@6']).toBe(byId.figures['miscalibration@6']);
    expect(byColumn.figures['diversity@6']).toBe(byId.figures['diversity@6']);
    const odd = await evaluateRecommender(recommender, test, { k: 6, filter: { where: { group: 'odd' } } });
    expect(odd.figures['coverage@6']).toBeLessThanOrEqual(1 / 2);
    expect(odd.remarks[0]).toContain('items that the filter lets through, of 24');
    const wrong = evaluateRecommender(recommender, test, { categories: 'colour' });
    await expect(wrong).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  });

  it('refuses what cannot be meant', async () => {
    const { train, test } = twoGroups();
    const recommender = await fitRecommender('popularity', train);
    const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code });
    const nobody = interactionsFrom({ users: [], items: [], allUsers: ['u1'], allItems: [1] });
    await refused(evaluateRecommender(recommender, nobody), 'NO_ROWS');
    await refused(evaluateRecommender(recommender, test, { k: 0 }), 'INVALID_OPTION');
    await refused(evaluateRecommender({} as never, test), 'INVALID_OPTION');
  });
});

describe('sampledRanking', () => {
  it('gives larger figures than the whole catalogue, and says so', async () => {
    const { train, test } = twoGroups();
    const recommender = await fitRecommender('popularity', train);
    const sampled = await sampledRanking(recommender, test, { seed: 1, k: [1, 5], numNegatives: 5 });
    const { figures } = await evaluateRecommender(recommender, test, { k: 5 });
    expect(sampled.figures['hitRate@5']).toBeGreaterThan(figures['recall@5']!);
    expect(sampled.numPairs).toBe(40);
    expect(sampled.remark).toContain('Krichene');
    expect(await sampledRanking(recommender, test, { seed: 1, k: [1, 5], numNegatives: 5 })).toEqual(sampled);
  });

  it('is the full ranking where all other items are drawn', async () => {
    const { train, test } = twoGroups();
    const recommender = await fitRecommender('item-knn', train);
    const sampled = await sampledRanking(recommender, test, { seed: 1, k: 10, numNegatives: 1000 });
    expect(sampled.figures['hitRate@10']).toBe(1);
  });
});
