import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fitRecommender,
  type Interactions,
  interactionsFrom,
  loadRecommender,
  type RecommendedList,
  type Recommender,
  type RecommendProblem,
  recommenderNamed,
  recommenderNames,
  saveRecommender,
} from '../../../src/recommend/index.js';
import { checkerboard, idleUser, shop, shopRows, untakenItem } from './problems.js';
import { quickSettings } from './quick-settings.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-contract-'));
});
afterAll(() => rm(folder, { recursive: true }));

const problem = shop();
const { train } = problem;
const userIds = Array.from({ length: train.users.size }, (_, n) => train.users.idOf(n));
const itemIds = Array.from({ length: train.items.size }, (_, n) => train.items.idOf(n));

/** Items of a user's history, by id. */
function historyIds({ users, items, matrix }: Interactions, user: string | number): (string | number)[] {
  const row = users.indexOf(user);
  return [...matrix.indices.subarray(matrix.indptr[row], matrix.indptr[row + 1])].map((item) => items.idOf(item));
}

function expectSound(list: RecommendedList, k: number): void {
  expect(list.items.length).toBe(list.scores.length);
  expect(list.items.length).toBeLessThanOrEqual(k);
  expect(list.isShort).toBe(list.items.length < k);
  expect(new Set(list.items).size).toBe(list.items.length);
  expect(list.scores.every(Number.isFinite)).toBe(true);
  expect([...list.scores]).toEqual([...list.scores].sort((a, b) => b - a));
}

describe.each(recommenderNames())('%s', (name) => {
  const definition = recommenderNamed(name);
  const fitOn = (data: Interactions | RecommendProblem, seed = 1) =>
    fitRecommender(name, data, { settings: quickSettings[name] ?? {}, seed });
  let fitted: Recommender;
  beforeAll(async () => {
    fitted = await fitOn(problem);
  });

  it.skipIf(definition.isPersonal === false)('puts the withheld item of a checkerboard first', async () => {
    const board = await fitOn(checkerboard());
    const lists = board.recommend(
      Array.from({ length: 20 }, (_, n) => n),
      { k: 3 },
    );
    expect(lists.map(({ items }) => items[0])).toEqual(Array.from({ length: 20 }, (_, n) => n));
    const similar = board.similarItems(
      Array.from({ length: 20 }, (_, n) => n),
      { k: 5 },
    );
    for (const [n, { items }] of similar.entries()) {
      expect(items.every((item) => (item as number) % 2 === n % 2)).toBe(true);
      expect(items).not.toContain(n);
    }
  });

  it('gives sound lists without what was seen, and says so', () => {
    for (const [n, list] of fitted.recommend(userIds, { k: 8 }).entries()) {
      const history = historyIds(train, userIds[n]!);
      expectSound(list, 8);
      expect(list.user).toBe(userIds[n]);
      expect(list.isShort).toBe(false);
      expect(list.seenLeftOut).toBe(history.length);
      expect(list.by).toBe(history.length === 0 ? 'popularity' : 'fitted');
      expect(list.items.filter((item) => history.includes(item))).toEqual([]);
    }
    const [all] = fitted.recommend(['u00'], { k: 31, seen: true });
    expect(all!.seenLeftOut).toBe(0);
    expect(all!.items).toEqual(expect.arrayContaining(historyIds(train, 'u00')));
  });

  it('gives the same for one user as for many, to the bit', () => {
    const many = fitted.recommend(userIds, { k: 31 });
    expect(userIds.map((user) => fitted.recommend([user], { k: 31 })[0])).toEqual(many);
    expect(fitted.recommend(['u05', 'u01', 'u05'], { k: 31 })).toEqual([many[5], many[1], many[5]]);
    const similar = fitted.similarItems(itemIds, { k: 9 });
    expect(itemIds.map((item) => fitted.similarItems([item], { k: 9 })[0])).toEqual(similar);
    const numbers = Int32Array.from(userIds.keys());
    const ranked = fitted.rankedItems(numbers, 4);
    for (const [n, { items, scores }] of fitted.recommend(userIds, { k: 4 }).entries()) {
      const own = ranked.items.subarray(4 * n, 4 * n + 4);
      expect([...own].map((item) => train.items.idOf(item))).toEqual(items);
      expect(ranked.scores.slice(4 * n, 4 * n + 4)).toEqual(scores);
    }
  });

  it('gives fewer than asked for where there are no more, and marks it', () => {
    for (const list of fitted.recommend(userIds, { k: 1000 })) {
      expectSound(list, 1000);
      expect(list.items.length).toBe(itemIds.length - list.seenLeftOut);
    }
    for (const list of fitted.similarItems(itemIds, { k: 1000 })) {
      expect(list.isShort).toBe(true);
      expect(list.items).not.toContain(list.item);
    }
  });

  it('filters before it cuts: k items where k fit', () => {
    const history = historyIds(train, 'u00');
    const unseen = itemIds.filter((item) => !history.includes(item));
    const whole = fitted.recommend(['u00'], { k: unseen.length })[0]!.items;
    const last = whole.slice(-6);
    expect(fitted.recommend(['u00'], { k: 6, filter: { allow: last } })[0]!.items).toEqual(last);
    expect(fitted.recommend(['u00'], { k: 6, filter: { allow: [...history, 'no such item'] } })[0]!.items).toEqual([]);
    const first = whole.slice(0, 6);
    expect(fitted.recommend(['u00'], { k: 5, filter: { deny: first } })[0]!.items).toEqual(whole.slice(6, 11));
    const kinds = itemIds.map((_, n) => (n % 5 === 0 ? ['a', 'b'] : n % 2 ? ['a'] : ['c']));
    const shelf = fitted.withItemColumns({
      ids: itemIds,
      columns: { inStock: itemIds.map((_, n) => n % 4 === 0), kind: kinds },
    });
    const kindsOf = (item: string | number) => kinds[itemIds.indexOf(item)]!;
    const stocked = whole.filter((item) => itemIds.indexOf(item) % 4 === 0);
    const inStock = shelf.recommend(['u00'], { k: 4, filter: { where: { inStock: true } } })[0]!;
    expect(inStock.items).toEqual(stocked.slice(0, 4));
    const someKinds = shelf.recommend(['u00'], { k: 4, filter: { where: { kind: ['b', 'c'] } } })[0]!;
    const fitting = whole.filter((item) => kindsOf(item).some((kind) => kind !== 'a'));
    expect(someKinds.items).toEqual(fitting.slice(0, 4));
    const spread = shelf.recommend(['u00'], { k: 5, filter: { perCategory: { column: 'kind', atMost: 2 } } })[0]!;
    const counts = new Map<string, number>();
    const kept = whole.filter((item) => {
      if (kindsOf(item).some((kind) => counts.get(kind) === 2)) return false;
      for (const kind of kindsOf(item)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return true;
    });
    expect(spread.items).toEqual(kept.slice(0, 5));
  });

  it('shows users of whom nothing is known what most others took, and says so', () => {
    const counts = new Map(itemIds.map((item) => [item, 0]));
    for (const item of train.matrix.indices)
      counts.set(train.items.idOf(item), counts.get(train.items.idOf(item))! + 1);
    const popular = [...itemIds].sort((a, b) => counts.get(b)! - counts.get(a)!);
    const [stranger, idle] = fitted.recommend(['nobody', idleUser], { k: 31 });
    expect(stranger).toMatchObject({ by: 'popularity', items: popular, seenLeftOut: 0 });
    expect(idle).toMatchObject({ by: 'popularity', items: popular, seenLeftOut: 0 });
    const unknown = fitted.recommendFor(['no such item'], { k: 31 });
    expect(unknown).toMatchObject({ by: 'popularity', items: popular, unknownItems: ['no such item'] });
    expect(fitted.recommendFor([], { k: 31 })).toMatchObject({ by: 'popularity', items: popular });
    expect(fitted.similarItems(['no such item'])[0]).toMatchObject({ isUnknown: true, items: [], isShort: true });
  });

  it('folds a known history in to what the fit gives', () => {
    const { matrix } = train;
    const numbers = Int32Array.from({ length: train.users.size - 1 }, (_, n) => n);
    const width = train.items.size;
    const direct = fitted.scorer.scoreUsers(numbers);
    const folded = fitted.scorer.scoreHistories({
      ...matrix,
      numRows: numbers.length,
      indptr: matrix.indptr.slice(0, numbers.length + 1),
    });
    const least = definition.foldInAgreement ?? 1;
    const correlations = Array.from(numbers, (n) =>
      correlation(direct.subarray(n * width, (n + 1) * width), folded.subarray(n * width, (n + 1) * width)),
    );
    if (least === 1) {
      const scale = direct.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
      for (let i = 0; i < direct.length; i++) expect(Math.abs(direct[i]! - folded[i]!)).toBeLessThan(1e-4 * scale);
    }
    expect(Math.min(...correlations)).toBeGreaterThanOrEqual(least - 1e-4);
  });

  it('takes one history anew without a fit', () => {
    const items = ['i00', 'i03', 'i06'];
    const after = fitted.withHistory('new', items).withHistory('u01', items);
    const asked = fitted.recommendFor(items, { k: 9 });
    expect(asked).toMatchObject({ by: 'folded-in', seenLeftOut: 3, unknownItems: [] });
    for (const user of ['new', 'u01']) {
      expect(after.recommend([user], { k: 9 })[0]).toEqual({ ...asked, user });
    }
    expect(after.recommend(['u02', 'u03'], { k: 9 })).toEqual(fitted.recommend(['u02', 'u03'], { k: 9 }));
    expect(fitted.recommend(['new'])[0]!.by).toBe('popularity');
    const [row] = [train.users.indexOf('u01')];
    const ranked = after.rankedItems(Int32Array.of(row), 9).items;
    expect([...ranked].map((item) => train.items.idOf(item))).toEqual(asked.items);
    expect(fitted.recommendFor(['i03', 'i00', 'i06', 'i03'], { k: 9 })).toEqual(asked);
  });

  it('explains by items of the history alone', () => {
    const list = fitted.recommendFor(['i00', 'i03', 'i06'], { k: 1 });
    const explained = fitted.explain(['i00', 'i03', 'i06'], list.items[0]!);
    if (!fitted.scorer.explain) expect(explained).toBeUndefined();
    else {
      expect(explained!.item).toBe(list.items[0]);
      expect(['i00', 'i03', 'i06']).toEqual(expect.arrayContaining(explained!.because.map(({ item }) => item)));
      expect(explained!.because.every(({ value }) => Number.isFinite(value))).toBe(true);
    }
    expect(fitted.explain('nobody', 'i00')).toBeUndefined();
    expect(fitted.explain('u00', 'no such item')).toBeUndefined();
  });

  it('is saved and loaded without a loss', async () => {
    const path = join(folder, name);
    const kept = fitted
      .withHistory('new', ['i00', 'i03'], [2.5, 1])
      .withItemColumns({ ids: ['i01', 'i02'], columns: { kind: ['a', ['a', 'b']], price: [1.5, null] } });
    await saveRecommender(kept, path);
    const loaded = await loadRecommender(path);
    expect(loaded.recommend([...userIds, 'new'], { k: 31 })).toEqual(kept.recommend([...userIds, 'new'], { k: 31 }));
    expect(loaded.similarItems(itemIds, { k: 31 })).toEqual(kept.similarItems(itemIds, { k: 31 }));
    expect(loaded.recommendFor(['i04', 'i05'], { k: 31 })).toEqual(kept.recommendFor(['i04', 'i05'], { k: 31 }));
    const filter = { where: { kind: 'b' } };
    expect(loaded.recommend(['u00'], { filter, seen: true })).toEqual(kept.recommend(['u00'], { filter, seen: true }));
    expect([loaded.settings, loaded.seed, loaded.report]).toEqual([kept.settings, kept.seed, kept.report]);
    expect(loaded.train.matrix).toEqual(train.matrix);
    expect(loaded.train.times).toEqual(train.times);
  });

  it('gives the same for the same seed, and for any order of the rows', async () => {
    const lists = fitted.recommend(userIds, { k: 31 });
    expect((await fitOn(problem)).recommend(userIds, { k: 31 })).toEqual(lists);
    const backwards = shop([...shopRows()].reverse());
    expect((await fitOn(backwards)).recommend(userIds, { k: 31 })).toEqual(lists);
  });

  it('bears one user with one item beside another item', async () => {
    const tiny = await fitOn(interactionsFrom({ users: ['ann'], items: ['tea'], allItems: ['jam'] }));
    expect(tiny.recommend(['ann'])[0]!.items).toEqual(['jam']);
    expect(tiny.recommendFor(['tea'])).toMatchObject({ items: ['jam'], by: 'folded-in', isShort: true });
  });

  it('tells apart strengths or ignores them, and never fails for large ones', () => {
    for (const strength of [1e-3, 1, 1e6]) {
      expectSound(fitted.recommendFor(['i00', 'i01'], { strengths: [strength, 1], k: 29 }), 29);
    }
    expect(fitted.recommend(['u00'], { filter: { allow: [untakenItem] } })[0]!.items).toEqual([untakenItem]);
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - meanA) * (b[i]! - meanB);
    ofA += (a[i]! - meanA) ** 2;
    ofB += (b[i]! - meanB) ** 2;
  }
  return both / Math.sqrt(ofA * ofB);
}
