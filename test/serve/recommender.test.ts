import { expect, it } from 'vitest';
import { fitRecommender, interactionsFrom } from '../../src/recommend/index.js';
import { createApp } from '../../src/serve/index.js';
import { get, post } from './runs.js';

/** Two groups of people, each with its own items; 'ann' lacks one of hers. */
async function board(name = 'item-knn') {
  const [users, items]: [string[], (string | number)[]] = [[], []];
  for (let u = 0; u < 20; u++) {
    for (let i = 0; i < 10; i++) {
      if (u % 2 !== i % 2 || (u === 0 && i === 8)) continue;
      users.push(u === 0 ? 'ann' : `u${u}`);
      items.push(i);
    }
  }
  const recommender = await fitRecommender(name, interactionsFrom({ users, items }));
  return recommender.withItemColumns({ ids: [0, 2, 8, 1], columns: { kind: ['a', 'b', 'a', 'b'] } });
}

interface Lists {
  lists: { user?: string; item?: number; items: { item: number; score: number }[]; [name: string]: unknown }[];
}

it('recommends for users, for lists of items, and says how', async () => {
  const recommender = await board();
  const app = createApp(recommender);
  const ask = async (request: Request) => (await (await app.fetch(request)).json()) as Lists;
  const { lists } = await ask(post('/recommend', { users: ['ann', 'nobody'], k: 3 }));
  expect(lists[0]).toMatchObject({ user: 'ann', by: 'fitted', seenLeftOut: 4, unknownItems: [] });
  expect(lists[0]!.items[0]!.item).toBe(8);
  expect(lists[1]).toMatchObject({ user: 'nobody', by: 'popularity' });
  const own = recommender.recommend(['ann'], { k: 3 })[0]!;
  expect(lists[0]!.items).toEqual(own.items.map((item, i) => ({ item, score: own.scores[i] })));
  expect(await ask(get('/recommend?users=ann&users=nobody&k=3'))).toEqual({ lists });

  const { lists: folded } = await ask(get('/recommend?items=0&items=2&items=none&k=2'));
  expect(folded[0]).toMatchObject({ by: 'folded-in', unknownItems: ['none'] });
  expect(folded[0]!.items.map(({ item }) => item % 2)).toEqual([0, 0]);
  const { lists: filtered } = await ask(post('/recommend', { items: [4], k: 5, filter: { where: { kind: 'a' } } }));
  expect(filtered[0]!.items.map(({ item }) => item)).toEqual([0, 8]);
  expect(filtered[0]!.isShort).toBe(true);
  const { lists: similar } = await ask(get('/similar?items=4&items=none&k=2'));
  expect(similar.map(({ isUnknown, hint }) => [isUnknown, hint])).toEqual([
    [false, undefined],
    [true, undefined],
  ]);
  const { lists: mistyped } = await ask(post('/similar', { items: ['04'], k: 2 }));
  expect(mistyped[0]).toMatchObject({ isUnknown: true, hint: expect.stringContaining('"4" is there') });
  const why = (await (await app.fetch(get('/explain?user=ann&item=8'))).json()) as { because: object[] };
  expect(why.because.length).toBe(4);
});

it.each<[string, Request, number, string]>([
  ['neither users nor items', post('/recommend', {}), 400, 'INVALID_OPTION'],
  ['both', post('/recommend', { users: ['ann'], items: [1] }), 400, 'INVALID_OPTION'],
  ['strengths of another length', post('/recommend', { items: [1, 3], strengths: [1] }), 400, 'SHAPE_MISMATCH'],
  ['a strength of nothing', post('/recommend', { items: [1, 3], strengths: [1, 0] }), 400, 'INVALID_OPTION'],
  [
    'a strength that float32 does not hold',
    post('/recommend', { items: [1], strengths: [1e300] }),
    400,
    'INVALID_WEIGHT',
  ],
  ['strengths that are no numbers', post('/recommend', { items: [1], strengths: ['2'] }), 400, 'INVALID_OPTION'],
  ['strengths of users', post('/recommend', { users: ['ann'], strengths: [1] }), 400, 'INVALID_OPTION'],
  ['a huge k', get('/recommend?users=ann&k=100000000'), 400, 'INVALID_OPTION'],
  ['no number', get('/recommend?users=ann&k=NaN'), 400, 'INVALID_OPTION'],
  ['half a number', get('/recommend?users=ann&k=1.5'), 400, 'INVALID_OPTION'],
  ['too many users', post('/recommend', { users: Array(101).fill('ann') }), 400, 'INVALID_OPTION'],
  ['a filter by query', get('/recommend?users=ann&filter=x'), 400, 'INVALID_OPTION'],
  [
    'an unknown column',
    post('/recommend', { users: ['ann'], filter: { where: { __proto: 1 } } }),
    400,
    'UNKNOWN_COLUMN',
  ],
  [
    'a column of prototypes',
    post('/recommend', '{"users":["ann"],"filter":{"where":{"constructor":1}}}'),
    400,
    'UNKNOWN_COLUMN',
  ],
  ['a user without history to explain', get('/explain?user=nobody&item=8'), 404, 'UNKNOWN_ID'],
  ['an item that is none', get('/explain?user=ann&item=nothing'), 404, 'UNKNOWN_ID'],
])('refuses %s', async (_, request, status, code) => {
  const response = await createApp(await board()).fetch(request);
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
});

it('takes strengths of the items given, as the library does, and says so', async () => {
  const recommender = await board('als');
  const app = createApp(recommender);
  const asked = { items: [0, 1, 'none'], strengths: [5, 0.5, 1] };
  const { lists } = (await (await app.fetch(post('/recommend', { ...asked, k: 4 }))).json()) as Lists;
  const own = recommender.recommendFor(asked.items, { strengths: asked.strengths, k: 4 });
  expect(lists[0]!.items).toEqual(own.items.map((item, i) => ({ item, score: own.scores[i] })));
  const query = '/recommend?items=0&items=1&items=none&strengths=5&strengths=0.5&strengths=1&k=4';
  expect(await (await app.fetch(get(query))).json()).toEqual({ lists });
  const plain = recommender.recommendFor(asked.items, { k: 4 });
  expect(Array.from(own.scores)).not.toEqual(Array.from(plain.scores));
  const { paths } = (await (await app.fetch(get('/openapi.json'))).json()) as {
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { properties: object } }> } } }>;
  };
  const { schema } = paths['/recommend']!.post.requestBody.content['application/json']!;
  expect(schema.properties).toMatchObject({ strengths: { type: 'array', items: { type: 'number' } } });
});

it('names known ids from which unknown ones differ by form alone, and takes none in their place', async () => {
  const app = createApp(await board());
  const ask = async (request: Request) => (await (await app.fetch(request)).json()) as Lists;
  const { lists } = await ask(post('/recommend', { users: ['ANN', 'nobody', 'ann'] }));
  expect(lists.map(({ by, hint }) => [by, hint])).toEqual([
    ['popularity', '"ANN" is unknown, but "ann" is there.'],
    ['popularity', undefined],
    ['fitted', undefined],
  ]);
  const [list] = (await ask(post('/recommend', { items: ['007', 1] }))).lists;
  expect(list).toMatchObject({ unknownItems: ['007'], hint: '"007" is unknown, but "7" is there.' });
  const why = (await (await app.fetch(get('/explain?user=%20Ann&item=8'))).json()) as { hint: string };
  expect(why.hint).toContain('"ann" is there');
});
