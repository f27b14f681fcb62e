import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openEmbeddingRun,
  openLinkRun,
  openRecommenderRun,
  openRun,
  type RecommendExperiment,
  trainRecommender,
} from '../../../src/experiments/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { filmFolder, ratings } from './folders.js';

let dir: string;
let trained: RecommendExperiment;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-recommend-'));
  const data = await filmFolder(join(dir, 'films'));
  trained = await trainRecommender({ data, out: join(dir, 'run'), cache: false });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a folder of ratings and films', () => {
  it('is understood: who, what, which rating counts, what the test is', () => {
    const { summary } = trained;
    expect(summary).toMatchObject({ userType: 'user', itemType: 'movie', users: 60, items: 30 });
    const liked = ratings().filter(({ rating }) => rating >= 4);
    const { train, validation, test } = summary.interactions;
    expect(train + validation + test).toBeLessThanOrEqual(liked.length);
    expect(summary.remarks.join('\n')).toMatch(/rating is at least 4, the upper quarter of its scale from 1 to 5/);
    expect(summary.remarks).toContain('timestamp says when.');
    expect(summary.reading).toEqual({
      ...{ interactions: 'rating', user: 'userId', item: 'movie', time: 'timestamp' },
      value: { column: 'rating', atLeast: 4 },
    });
    expect(summary.remarks.join('\n')).toMatch(/The test is what was taken from 20\d\d-/);
  });

  it('gives better lists than popularity, and says what was kept and why', () => {
    const { scores, comparison, verdict } = trained.summary;
    const popularity = scores.find(({ recommender }) => recommender === 'popularity')!;
    const kept = scores.at(-1)!;
    expect(kept.ndcg.estimate).toBeGreaterThan(popularity.ndcg.estimate);
    expect(kept.ndcg.low).toBeLessThanOrEqual(kept.ndcg.estimate);
    expect(comparison!.recommenders.filter(({ isKept }) => isKept).map(({ recommender }) => recommender)).toEqual([
      kept.recommender,
    ]);
    expect(verdict.length).toBe(2);
  });

  it('is kept as a run that is opened without the data', async () => {
    const out = join(dir, 'run');
    expect((await readdir(out)).sort()).toEqual(['config.json', 'metrics.json', 'model', 'report.html']);
    const { recommender, config } = await openRecommenderRun(out);
    expect(config).toMatchObject({ task: 'recommendation', model: 'auto', itemTitle: 'title' });
    const users = ['1', '2', 'nobody'];
    expect(recommender.recommend(users)).toEqual(trained.recommender.recommend(users));
    const [list] = recommender.recommend(['1'], { k: 30, filter: { where: { genres: 'War' } } });
    expect(list!.items.every((item) => Number(item) % 2 === 1)).toBe(true);
    // What is served knows everything, the test too.
    const own = new Set(
      ratings()
        .filter((row) => row.user === 0 && row.rating >= 4)
        .map((row) => row.item + 101),
    );
    expect(list!.items.some((item) => own.has(Number(item)))).toBe(false);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toMatch(/What some users are shown[\s\S]*Film \d+, the/);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toMatch(/where rating is at least 4[\s\S]*timestamp/);
    await expect(openRun(out)).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    for (const open of [openLinkRun, openEmbeddingRun]) {
      await expect(open(out)).rejects.toMatchObject({
        code: 'MODEL_MISMATCH',
        hint: expect.stringContaining('recommend'),
      });
    }
    await expect(trainRecommender({ data: join(dir, 'films'), out, seed: 2, cache: false })).rejects.toMatchObject({
      code: 'TARGET_EXISTS',
    });
  });

  it('is read in other ways where that is asked for', async () => {
    const data = join(dir, 'films');
    const asked = { data, model: 'popularity', cache: false } as const;
    const every = await trainRecommender({ ...asked, value: false });
    expect(every.recommender.train.matrix.indices.length).toBe(ratings().length);
    const best = await trainRecommender({ ...asked, atLeast: 5 });
    const fives = ratings().filter(({ rating }) => rating >= 5).length;
    expect(best.recommender.train.matrix.indices.length).toBe(fives);
    expect(best.summary.scores.map(({ recommender }) => recommender).at(-1)).toBe('popularity');
    expect(best.summary).not.toHaveProperty('comparison');
    const turned = await trainRecommender({ ...asked, userType: 'movie', itemType: 'userId' });
    expect(turned.summary).toMatchObject({ userType: 'movie', users: 30, items: 60 });
  });

  it.each<[string, object, string]>([
    ['no such user column', { userType: 'nobody' }, 'UNKNOWN_TYPE'],
    ['one file in place of its folder', { data: 'FILMS/ratings.csv' }, 'INVALID_OPTION'],
    ['no such table', { interactions: 'nothing' }, 'UNKNOWN_TYPE'],
    ['no such value', { value: 'nothing' }, 'UNKNOWN_COLUMN'],
    ['a value that no row has', { atLeast: 6 }, 'NO_ROWS'],
    ['no such recommender', { model: 'nothing' }, 'UNKNOWN_MODEL'],
    ['settings of no recommender', { settings: { factors: 8 } }, 'INVALID_OPTION'],
    ['settings of another', { model: 'als', settings: { neighbours: 8 } }, 'INVALID_OPTION'],
    ['a seed that is none', { seed: -1 }, 'INVALID_OPTION'],
  ])('%s is refused', async (_, options, code) => {
    const { data = 'FILMS', ...rest } = options as { data?: string };
    const path = data.replace('FILMS', join(dir, 'films'));
    await expect(trainRecommender({ data: path, cache: false, ...rest })).rejects.toMatchObject({
      code,
    });
  });
});

it('a single table without times', async () => {
  const data = join(dir, 'single');
  await filmFolder(data, []);
  await rm(join(data, 'movies.csv'));
  await rm(join(data, 'ratings.csv'));
  const lines = ratings().map(({ user, item }) => `"Doe, ${user}",${String(item).padStart(3, '0')}`);
  await writeFile(join(data, 'purchases.csv'), `customer,product\n${lines.join('\n')}\n`);
  const { summary, recommender } = await trainRecommender({ data, model: 'item-knn', cache: false });
  expect(summary).toMatchObject({ userType: 'customer', itemType: 'product', users: 60, items: 30 });
  expect(summary.remarks.join('\n')).toMatch(/There is no time/);
  expect(Object.keys(summary.reading)).toEqual(['interactions', 'user', 'item']);
  expect(recommender.recommend(['Doe, 3'])[0]).toMatchObject({ by: 'fitted' });
  expect(recommender.train.items.indexOf('007')).toBeGreaterThanOrEqual(0);
});

/** Users and items in one relation, either way round. */
function direct(isTurned: boolean): HeteroGraph {
  const rows = ratings();
  const users = Int32Array.from(rows, ({ user }) => user);
  const items = Int32Array.from(rows, ({ item }) => item);
  return new GraphBuilder()
    .addNodes('customer', 60)
    .addNodes('product', 30)
    .addEdges(isTurned ? ['product', 'boughtBy', 'customer'] : ['customer', 'bought', 'product'], {
      source: isTurned ? items : users,
      target: isTurned ? users : items,
    })
    .build();
}

it('a relation of a graph, whichever way it runs, gives the same', async () => {
  const [one, other] = await Promise.all(
    [false, true].map((isTurned) => trainRecommender({ graph: direct(isTurned), model: 'item-knn' })),
  );
  expect(one!.summary).toMatchObject({ userType: 'customer', itemType: 'product' });
  expect(other!.recommender.recommend([3, 4])).toEqual(one!.recommender.recommend([3, 4]));
});

it('files with gaps: items without a row are taken, and ratings that are no numbers are named', async () => {
  const data = await filmFolder(join(dir, 'gaps'));
  const films = Array.from({ length: 20 }, (_, item) => `${item + 101},Film ${item}`);
  await writeFile(join(data, 'movies.csv'), `movieId,title\n${films.join('\n')}\n`);
  const lines = ratings().map(
    ({ user, item, rating }) => `${user + 1},${item + 101},${rating === 5 ? 'great' : rating}`,
  );
  await writeFile(join(data, 'ratings.csv'), `userId,movieId,rating\n${lines.join('\n')}\n`);
  const { summary, recommender } = await trainRecommender({ data, model: 'popularity', cache: false });
  expect(recommender.train.items.size).toBe(30);
  expect(recommender.train.matrix.indices.length).toBe(ratings().length);
  expect(summary.remarks.join('\n')).toMatch(/tables lack are taken all the same/);
  expect(summary.remarks.join('\n')).toMatch(/rating is called a rating, but/);
});

it('users whose numbers are those of films, too, are users', async () => {
  const data = await filmFolder(join(dir, 'numbered'));
  const films = Array.from({ length: 80 }, (_, item) => `${item},Film ${item}`);
  await writeFile(join(data, 'movies.csv'), `movieId,title\n${films.join('\n')}\n`);
  const lines = ratings().map(({ user, item, rating }) => `${user},${item},${rating}`);
  await writeFile(join(data, 'ratings.csv'), `userId,movieId,rating\n${lines.join('\n')}\n`);
  const { summary } = await trainRecommender({ data, model: 'popularity', cache: false });
  expect(summary).toMatchObject({ userType: 'user', itemType: 'movie', users: 60, items: 80 });
});

it('films that lead to films are not who takes what', async () => {
  const graph = new GraphBuilder()
    .addNodes('movie', 4)
    .addEdges(['movie', 'sequel', 'movie'], { source: Int32Array.of(0, 0, 1, 2), target: Int32Array.of(1, 2, 2, 3) })
    .build();
  await expect(trainRecommender({ graph, model: 'popularity' })).rejects.toMatchObject({ code: 'AMBIGUOUS' });
});

it('hetero uses the tables of films, and is not shown another table that joins users and films', async () => {
  const data = await filmFolder(join(dir, 'side'));
  const films = Array.from({ length: 30 }, (_, item) => `${item + 101},Film ${item},${item % 2 ? 'Drama' : 'War'}`);
  await writeFile(join(data, 'movies.csv'), `movieId,title,genre\n${films.join('\n')}\n`);
  const people = Array.from({ length: 60 }, (_, user) => `${user + 1},${['Rome', 'Bonn', 'Oslo'][user % 3]}`);
  await writeFile(join(data, 'users.csv'), `userId,city\n${people.join('\n')}\n`);
  const reviews = ratings().filter((_, row) => row % 3 === 0);
  const lines = reviews.map(({ user, item }, row) => `${user + 1},${item + 101},${row % 9} out of 9 words of praise`);
  await writeFile(join(data, 'reviews.csv'), `userId,movieId,body\n${lines.join('\n')}\n`);
  const settings = { epochs: 2, width: 4 };
  const { summary, recommender } = await trainRecommender({ data, model: 'hetero', settings, cache: false });
  const remarks = summary.remarks.join('\n');
  expect(remarks).toMatch(/Not used, since they lead to both users and items: review/);
  const relations = (recommender.report.remarks ?? []).join('\n');
  expect(relations).toMatch(/movie\.genre/);
  expect(relations).toMatch(/user\.city/);
  expect(relations).not.toMatch(/review|rating/);
  const plain = await trainRecommender({ data, model: 'popularity', cache: false });
  expect(plain.summary.remarks.join('\n')).toMatch(/Lists do not depend on city of user and genre of movie/);
});

it('users without a table have a place beside the table of items', async () => {
  const settings = { epochs: 2, width: 4 };
  const { recommender } = await trainRecommender({ data: join(dir, 'films'), model: 'hetero', settings, cache: false });
  expect((recommender.report.remarks ?? []).join('\n')).toMatch(/movie\.genres/);
  expect(recommender.recommend(['7'])[0]).toMatchObject({ by: 'fitted' });
});

it('rows that are left out are counted by what they lack', async () => {
  const data = await filmFolder(join(dir, 'lacking'));
  const lines = ratings().map(({ user, item }, row) => {
    const day = row === 0 ? '' : `2024-0${1 + (row % 9)}-11`;
    return `${row === 1 ? '' : user},${row === 2 || row === 3 ? 'NA' : `f${item}`},${day}`;
  });
  await rm(join(data, 'movies.csv'));
  await writeFile(join(data, 'ratings.csv'), `user,film,day\n${lines.join('\n')}\n`);
  const { summary } = await trainRecommender({ data, model: 'popularity', cache: false });
  expect(summary.remarks.join('\n')).toMatch(/4 rows were left out: 1 without user, 2 without film, 1 without time/);
});
