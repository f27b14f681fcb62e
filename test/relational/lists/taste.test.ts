import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  applyListForecast,
  type FittedListForecast,
  fitListForecast,
  listForecastVerdict,
  listTask,
  openListForecast,
  saveListForecast,
} from '../../../src/relational/index.js';
import { ASK_LIST, tasteShop } from './shop.js';

const DAY = 86_400;
let fitted: FittedListForecast;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-lists-'));
  const database = tasteShop({ customers: 100, days: 260 });
  fitted = await fitListForecast(database, await listTask(database, ASK_LIST), { k: 10 });
}, 200_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('where customers like a category, what learned is kept and far above what is popular', () => {
  const of = (name: string) => fitted.scores.find((score) => score.name === name)!;
  expect(fitted.scores.map(({ name }) => name)).toEqual([
    ...['popular', 'latest', 'frequent', 'together'],
    ...['pair-trees', 'list-trees'],
  ]);
  expect(fitted.kept.level).toBe('learned');
  expect(fitted.gain).toMatchObject({ isBeyondChance: true });
  const { map, recall } = of(fitted.kept.name).test;
  expect(map.low).toBeGreaterThan(of('popular').test.map.high + 0.05);
  expect(map.value).toBeGreaterThan(of('frequent').test.map.value);
  expect(recall.value).toBeGreaterThan(0.6);
  expect(listForecastVerdict(fitted)).toMatch(
    /On the validation rows it is [\d.]+ ± [\d.]+ points of MAP@10 better than/,
  );
  expect(fitted.ranker!.plan.attributes).toEqual(['category']);
});

it('is kept in a folder, and makes the same lists of it; of a database that has gone on it says what then happened', async () => {
  const path = join(folder, 'kept');
  await saveListForecast(fitted, path);
  const opened = await openListForecast(path);
  const now = await applyListForecast(fitted, fitted.database);
  expect(await applyListForecast(opened, fitted.database)).toEqual(now);
  expect(opened.leaks).toEqual(fitted.leaks);
  expect(now.lists).toHaveLength(100);
  expect(now.scores).toBeUndefined();
  for (const { items, scores } of now.lists) {
    expect(new Set(items).size).toBe(10);
    expect([...scores]).toEqual(scores.toSorted((a, b) => b - a));
  }
  // Most of a list is of the category that the customer likes.
  const liked = now.lists.map(({ id, items }) => {
    const category = Number(String(id).slice(1)) % 8;
    return items.filter((item) => Math.floor(Number(String(item).slice(1)) / 12) === category).length;
  });
  expect(liked.reduce((sum, count) => sum + count, 0) / liked.length).toBeGreaterThan(7);

  const later = await applyListForecast(opened, tasteShop({ customers: 104, days: 340 }), { at: 300 * DAY });
  expect(later.lists).toHaveLength(104);
  expect(later.lists[0]!.happened!.length).toBeGreaterThan(0);
  const scored = new Map(later.scores!.map((score) => [score.name, score.figures.map.value]));
  expect(scored.get(fitted.kept.name)!).toBeGreaterThan(scored.get('popular')! + 0.05);
});

it('a database that lacks what it rests on is refused, naming it; a changed folder is, too', async () => {
  const { tables } = fitted.database;
  const product = tables.get('product')!;
  const without = { tables: new Map([...tables, ['product', { ...product, columns: [] }]]) };
  await expect(applyListForecast(fitted, without)).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringContaining('product.category is missing'),
  });
  const path = join(folder, 'changed');
  await saveListForecast(fitted, path);
  const trees = (await readFile(join(path, 'trees.txt'))).toString().replace('num_leaves=', 'num_leaved=');
  await writeFile(join(path, 'trees.txt'), trees);
  await expect(openListForecast(path)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  await expect(openListForecast(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

it('learning can be left out, and is aborted', async () => {
  const { database, task } = fitted;
  const simple = await fitListForecast(database, task, { k: 10, learn: false });
  expect(simple.kept).toMatchObject({ level: 'simple' });
  expect(simple.scores).toHaveLength(4);
  expect(simple.gain).toBeUndefined();
  const abort = new AbortController();
  const run = fitListForecast(database, task, {
    signal: abort.signal,
    onProgress: ({ stage }) => stage === 'learn' && abort.abort(),
  });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});
