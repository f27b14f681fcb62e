import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type AppliedForecast,
  applyForecast,
  type Database,
  type FittedForecast,
  fitForecast,
  type KeptForecast,
  keptForecast,
  openForecast,
  queryTask,
  saveForecast,
} from '../../../src/relational/index.js';
import { ASK, shop, texts } from './shop.js';

const DAY = 86_400;
let root: string;
let fitted: FittedForecast;
let opened: KeptForecast;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-forecast-'));
  const database = shop();
  fitted = await fitForecast(database, await queryTask(database, ASK), { learners: ['linear', 'few-features'] });
  await saveForecast(fitted, join(root, 'kept'));
  opened = await openForecast(join(root, 'kept'));
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

/** Forecasts by id. */
const byId = ({ ids, values }: AppliedForecast) => new Map(ids.map((id, i) => [id, values[i]]));
it('says the same after it was saved and opened, to the bit, and keeps what is known of it', async () => {
  expect(opened.kept.name).not.toBe('global');
  const [own, again] = [await applyForecast(fitted, shop()), await applyForecast(opened, shop())];
  expect(again).toEqual(own);
  expect(again.values.length).toBeGreaterThan(10);
  expect(again).toMatchObject({ table: 'customer', kind: 'binary', changes: [], at: 299 * DAY, until: 309 * DAY });
  expect(again.remarks).toEqual(['The forecast is of 1970-10-27, the last time of order.']);
  const { parts, constants, ...kept } = keptForecast(fitted);
  const { parts: openedParts, constants: openedConstants, ...openedKept } = opened;
  expect(openedKept).toEqual(kept);
  expect(openedParts.map(({ plan }) => plan)).toEqual(parts.map(({ plan }) => plan));
  expect(openedConstants.map(({ learner }) => learner.name)).toEqual(constants.map(({ learner }) => learner.name));
  // The highest first.
  expect(again.values).toEqual(again.values.toSorted().reverse());
});

it('gives the test rows their forecasts of the fit', async () => {
  const { test } = fitted.task;
  const at = test.times[0]!;
  const { ids, values } = await applyForecast(opened, shop(), { at });
  const first = Array.from(test.rows.keys()).filter((i) => test.times[i] === at);
  expect(new Map(ids.map((id, i) => [id, values[i]]))).toEqual(
    new Map(first.map((i) => [`c${test.rows[i]}`, fitted.testValues[2 * i + 1]])),
  );
});

it('depends on neither what is later nor the order of rows', async () => {
  const at = 250 * DAY;
  const own = await applyForecast(opened, shop(), { at });
  expect(byId(await applyForecast(opened, shop({ reversed: true }), { at }))).toEqual(byId(own));
  const { ids } = await applyForecast(opened, shop({ reversed: true }), { at });
  expect(ids).toEqual(own.ids);
  const earlier = await applyForecast(opened, shop({ days: 251 }), { at });
  expect(byId(earlier)).toEqual(byId(own));
  expect([own.happened !== undefined, earlier.happened]).toEqual([true, undefined]);
});

it('is not scored by what it was learned of', async () => {
  const { happened, remarks } = await applyForecast(opened, shop(), { at: 120 * DAY });
  expect([happened!.labels.length > 0, happened!.scores]).toEqual([true, []]);
  expect(remarks).toContainEqual(expect.stringContaining('is no measure'));
});

it('forecasts a database that has grown: new rows, new categories, a new column and a new table', async () => {
  const grown = shop({
    ...{ days: 500, customers: 26 },
    customerColumns: (columns) => [...columns, texts('city', Array.from({ length: 26 }), () => 'Bonn')],
    more: [{ name: 'visit', numRows: 0, columns: [], keys: [] }],
  });
  const result = await applyForecast(opened, grown, { at: 480 * DAY });
  expect(result.changes.map(({ name, change, what }) => [what, name, change])).toEqual(
    expect.arrayContaining([
      ['column', 'customer.city', 'added'],
      ['table', 'visit', 'added'],
    ]),
  );
  expect(result.ids).toContain('c25');
  expect(result.remarks).toEqual([expect.stringMatching(/^6 of 2\d rows of customer are new/)]);
  const { labels, scores } = result.happened!;
  expect(labels.length).toBe(result.rows.length);
  expect(scores.map(({ name, isKept }) => [name, isKept])).toEqual([
    ...['global', 'entity', 'last'].map((name) => [name, false]),
    [opened.kept.name, true],
  ]);
  expect(scores.at(-1)!.figures.rocAuc!.value).toBeGreaterThan(scores[1]!.figures.rocAuc!.value);
});

/** The same forecast as if it depended on all of its features. */
const onAll = (): KeptForecast => ({
  ...opened,
  parts: opened.parts.map(({ forecaster, ...part }) => ({
    ...part,
    forecaster: { predict: (asked) => forecaster.predict(asked), state: () => forecaster.state(), dispose() {} },
  })),
});

it('counts categories that are new where they are used', async () => {
  const { changes, remarks } = await applyForecast(onAll(), shop({ days: 400 }));
  expect(remarks).toContain('order.way has 1 category that is new and counts as missing.');
  expect(changes).toEqual([
    {
      ...{ what: 'categories', name: 'order.way', change: 'added', isUsed: true },
      text: 'order.way has 1 category that is new and counts as missing.',
    },
  ]);
});

const refusal = (database: Database, of: KeptForecast = opened) =>
  applyForecast(of, database).then(
    () => undefined,
    ({ code, message }: { code: string; message: string }) => [code, message],
  );

it('names all that is missing, and what may be meant', async () => {
  const dropped = shop({
    orderColumns: ([, way]) => [{ ...way!, name: 'channel' }],
  });
  expect(await refusal(dropped)).toEqual([
    'MODEL_MISMATCH',
    expect.stringContaining('order.returned is missing (new there: channel)'),
  ]);
  expect((await refusal(dropped, onAll()))![1]).toContain('order.way is missing (new there: channel)');
  const asText = shop({ orderColumns: ([, way]) => [{ ...way!, name: 'returned' }, way!] });
  expect((await refusal(asText))![1]).toContain('order.returned was number, and is category.');
  const { tables } = shop();
  const withoutOrders = { tables: new Map([['customer', tables.get('customer')!]]) };
  expect((await refusal(withoutOrders))![1]).toContain('The table order is missing.');
  const { time: _, ...timeless } = tables.get('order')!;
  const always = { tables: new Map([...tables, ['order', timeless]]) };
  expect((await refusal(always))![1]).toContain('The table order has no times any more.');
  const unkeyed = { tables: new Map([...tables, ['order', { ...tables.get('order')!, keys: [] }]]) };
  expect((await refusal(unkeyed))![1]).toContain('order.by is missing.');
});

it('does without what nothing depends on', async () => {
  const constant = { ...opened, parts: [{ ...opened.constants[1]!, plan: opened.parts[0]!.plan }] };
  const poorer = shop({ customerColumns: () => [], orderColumns: () => [] });
  const result = await applyForecast(constant, poorer);
  expect(result.changes.map(({ name, isUsed }) => [name, isUsed])).toEqual([
    ['customer.country', false],
    ['order.returned', false],
    ['order.way', false],
  ]);
});

it('says where the query itself cannot be asked any more', async () => {
  const database = shop();
  const task = await queryTask(
    database,
    "PREDICT COUNT(orders WHERE way = 'app') OVER 30 DAYS > 0 FOR customers WHERE country = 'DE'",
  );
  const of = keptForecast(await fitForecast(database, task, { learners: [] }));
  const lacking = shop({ customerColumns: () => [] });
  expect((await refusal(lacking, of))![1]).toMatch(/customer.country is missing.*no column "country"/);
  // A value that no row has any more is no fault.
  const elsewhere = shop({ customerColumns: () => [texts('country', Array.from({ length: 20 }), () => 'NL')] });
  expect((await applyForecast(of, elsewhere)).rows.length).toBe(0);
});

it('of numbers and of classes', async () => {
  const database = shop();
  for (const [query, learner] of [
    ['PREDICT COUNT(orders) OVER 30 DAYS FOR customers', 'linear'],
    ['PREDICT LAST(orders.way) OVER 10 DAYS FOR customers', 'few-features'],
  ] as const) {
    const own = await fitForecast(database, await queryTask(database, query), {
      learners: [learner],
      protocol: 'frozen',
    });
    await saveForecast(own, join(root, learner));
    const again = await openForecast(join(root, learner));
    const grown = shop({ days: 420 });
    const result = await applyForecast(again, grown, { at: 340 * DAY });
    expect(result).toEqual(await applyForecast(own, grown, { at: 340 * DAY }));
    expect(result.remarks[0]).toMatch(/histories that ended before/);
    if (own.task.kind === 'classes') {
      expect(result.classes).toEqual(['app', 'shop']);
      expect(result.probabilities!.length).toBe(2 * result.rows.length);
      expect(result.remarks.at(-1)).toMatch(/class that is new/);
      for (const [i, name] of result.predicted!.entries()) {
        const own = result.probabilities!.subarray(2 * i, 2 * i + 2);
        expect([Math.max(...own), result.classes!.indexOf(name)]).toEqual([
          result.values[i],
          own.indexOf(result.values[i]!),
        ]);
      }
    } else expect(result.happened!.scores.map(({ figures }) => figures.mae!.value).every(Number.isFinite)).toBe(true);
  }
});

it('asks about the rows that are named, as far as they are known', async () => {
  const all = await applyForecast(opened, shop(), { at: 200 * DAY });
  const some = await applyForecast(opened, shop(), { at: 200 * DAY, rows: all.rows.slice(0, 3) });
  expect([some.ids, some.values]).toEqual([all.ids.slice(0, 3), all.values.slice(0, 3)]);
  expect((await applyForecast(opened, shop(), { at: -DAY })).rows.length).toBe(0);
  for (const options of [{ at: Number.NaN }, { at: 1e300 }, { rows: Int32Array.of(99) }, { until: 3 }])
    await expect(applyForecast(opened, shop(), options)).rejects.toMatchObject({
      code: expect.stringMatching(/INVALID_OPTION|INDEX_OUT_OF_RANGE/),
    });
});

it('replaces nothing that is not its own', async () => {
  const folder = join(root, 'mine');
  await mkdir(folder);
  await writeFile(join(folder, 'letter.txt'), 'Dear');
  await expect(saveForecast(fitted, folder)).rejects.toMatchObject({ code: 'NOT_OURS' });
  expect(await readdir(folder)).toEqual(['letter.txt']);
  await saveForecast(opened, join(root, 'kept'));
  await writeFile(join(root, 'kept', 'note.txt'), 'mine');
  await expect(saveForecast(fitted, join(root, 'kept'))).rejects.toMatchObject({ code: 'NOT_OURS' });
  await rm(join(root, 'kept', 'note.txt'));
  await expect(openForecast(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

it('with any of its files cut short is refused, naming it', async () => {
  for (const file of await readdir(join(root, 'kept'))) {
    const path = join(root, 'kept', file);
    const bytes = await readFile(path);
    if (bytes.length === 0) continue;
    await writeFile(path, bytes.subarray(0, bytes.length >> 1));
    await expect(openForecast(join(root, 'kept'))).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      location: { file: path },
    });
    await writeFile(path, bytes);
  }
});
