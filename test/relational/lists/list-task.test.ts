import { expect, it } from 'vitest';
import {
  applyListForecast,
  fitListForecast,
  type ListTask,
  listForecastVerdict,
  listTask,
} from '../../../src/relational/index.js';
import { emptyLists, listOf, putList } from '../../../src/relational/lists/rankers/lists.js';
import { figuresByAnchor, listFigures } from '../../../src/relational/lists/scores/figures.js';
import { type Lister, scoredLists } from '../../../src/relational/lists/scores/scored-lists.js';
import { listQuestionOf } from '../../../src/relational/lists/task/question.js';
import { databaseOfTables, table } from '../databases.js';
import { drawFrom } from '../random-database.js';

const DAY = 86_400;

/** Customer c orders product (day + c) % 4 every second day, twice at times; customer 3 orders on one day alone. */
const orders = Array.from({ length: 100 }, (_, day) => day).flatMap((day) => [
  ...[0, 1, 2]
    .filter((customer) => (day + customer) % 2 === 0)
    .map((customer) => [customer, day, (day + customer) % 4]),
  ...(day % 10 === 0 ? [[0, day, 1]] : []),
  ...(day === 30 ? [[3, day, 2]] : []),
]);
const of = (column: number) => orders.map((order) => order[column]!);
const shop = databaseOfTables(
  table('customer', 4),
  table('brand', 2),
  table('product', 4, {
    keys: { brand: ['brand', [0, 0, 1, -1]] },
    categories: { colour: ['red', 'blue', 'red', null] },
  }),
  table('order', orders.length, {
    time: of(1),
    keys: { customer: ['customer', of(0)], product: ['product', of(2)] },
    numbers: { total: of(1).map((day) => day / 7), size: of(1).map((day) => day % 3) },
    categories: { way: of(1).map((day) => ['app', 'web'][day % 2]!) },
  }),
);

it('lists the different items of the window after each anchor, and leaves out rows without any, saying so', async () => {
  const task = await listTask(shop, 'PREDICT LIST(orders.product_id) OVER 10 DAYS FOR customers');
  expect(task).toMatchObject({ table: 'customer', items: 'product', horizon: 10 * DAY });
  let count = 0;
  for (const part of ['train', 'valid', 'test'] as const) {
    const { rows, times, offsets, items } = task[part];
    for (const [i, row] of rows.entries()) {
      const day = times[i]! / DAY;
      const wanted = new Set(
        orders
          .filter((order) => order[0] === row && order[1]! > day && order[1]! <= day + 10)
          .map((order) => order[2]!),
      );
      expect(Array.from(items.subarray(offsets[i], offsets[i + 1]))).toEqual([...wanted].sort());
      expect(wanted.size).toBeGreaterThan(0);
      count++;
    }
  }
  expect(count).toBeGreaterThan(20);
  expect(task.remarks).toContainEqual(
    expect.stringMatching(/^\d+ of \d+ rows have no product in the window after their anchor/),
  );
});

it.each([
  ['orders.product.brand', 'brand', [0, 1]],
  ['orders.product.colour', 'product.colour', ['blue', 'red']],
  ['orders.way', 'order.way', ['app', 'web']],
  ['orders.size', 'order.size', [0, 1, 2]],
])('lists %s', async (what, name, ids) => {
  const query = `PREDICT LIST(${what}) OVER 10 DAYS FOR customers`;
  const task = await listTask(shop, query);
  expect(task.items).toBe(name);
  expect(Math.max(...task.test.items)).toBeLessThan(ids.length);
  const { kept, testLists } = await fitListForecast(shop, task, { k: 2 });
  expect(kept.name).not.toBe('');
  expect(testLists.items.length).toBe(2 * task.test.rows.length);
});

it.each([
  ['PREDICT LIST(orders) OVER 10 DAYS FOR customers', /LIST needs a column/],
  ['PREDICT LIST(orders.product, orders.way) OVER 10 DAYS FOR customers', /A list is of one column/],
  ['PREDICT LIST(orders.product) FOR customers', /OVER is missing/],
  ['PREDICT LIST(orders.product) OVER 10 DAYS > 1 FOR customers', /LIST is compared with nothing/],
  ['PREDICT LIST(orders.nothing) OVER 10 DAYS FOR customers', /no key and no column "nothing"/],
  ['PREDICT LIST(orders.way.brand) OVER 10 DAYS FOR customers', /has no key "way"/],
  ['PREDICT LIST(orders.total) OVER 10 DAYS FOR customers', /different values in \d+ rows: too many/],
  ['PREDICT LIST(products.brand) OVER 10 DAYS FOR customers', /Nobody knows when/],
  ['PREDICT LIST(orders.product) OVER 10 DAYS FOR orders', /No keys lead from order to order/],
  ['PREDICT COUNT(orders) OVER 10 DAYS FOR customers', /COUNT is no list/],
  ['PREDICT LIST(orders.customer) OVER 10 DAYS FOR customers', /orders.customer is the same for all links/],
  ['PREDICT LIST(orders.product) OVER 10 DAYS FOR products', /leads to that row itself/],
  ['PREDICT LIST(orders.product.colour) OVER 10 DAYS FOR products', /leads to that row itself/],
  ['PREDICT LIST(orders.product.brand) OVER 10 DAYS FOR brands', /leads to that row itself/],
  ['PREDICT LIST(orders.product.brand) OVER 10 DAYS FOR products', /leads to that row itself/],
  ['PREDICT SUM(orders.product.price) OVER 10 DAYS FOR customers', /SUM is of a column/],
])('refuses %s', async (query, message) => {
  const refused = listTask(shop, query);
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_QUERY', hint: expect.any(String) });
  await expect(refused).rejects.toThrowError(message);
});

it('figures are those of the lists, and their intervals redraw entities whole', async () => {
  const lists = { k: 3, items: Int32Array.of(5, 6, 7, 8, -1, -1, 1, 2, 3), scores: new Float64Array(9) };
  const anchors = {
    rows: Int32Array.of(0, 0, 1),
    offsets: Int32Array.of(0, 2, 3, 7),
    items: Int32Array.of(5, 7, 9, 2, 3, 8, 9),
  };
  const figures = figuresByAnchor(lists, anchors);
  // Hits at places 1 and 3 of two; none; at 2 and 3 of three places that four could have.
  expect(Array.from(figures.map)).toEqual([(1 + 2 / 3) / 2, 0, (1 / 2 + 2 / 3) / 3]);
  expect(Array.from(figures.recall)).toEqual([1, 0, 0.5]);
  expect(Array.from(figures.precision)).toEqual([2 / 3, 0, 2 / 3]);
  expect(Array.from(figures.mrr)).toEqual([1, 0, 0.5]);
  const { recall } = await listFigures(figures, anchors.rows, { seed: 1 });
  // Either entity alone, or both.
  expect(recall).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
});

it('figures are as somebody computes them who reads their definitions, whatever lists are held at a time', async () => {
  const draw = drawFrom(5);
  const [count, k] = [1500, 1000];
  const happened = Array.from({ length: count }, () =>
    Array.from({ length: 30 }, (_, item) => item)
      .filter(() => draw(4) === 0)
      .concat([31]),
  );
  const given = happened.map(() => {
    const all = Array.from({ length: 32 }, (_, item) => item).sort(() => draw(3) - 1);
    return all.slice(0, draw(14));
  });
  const offsets = [0];
  for (const own of happened) offsets.push(offsets.at(-1)! + own.length);
  const anchors = {
    ...{ table: 'customer', rows: Int32Array.from(happened.keys()), times: Float64Array.from(happened.keys()) },
    ...{ offsets: Int32Array.from(offsets), items: Int32Array.from(happened.flat()) },
  };
  const made: number[] = [];
  const lister: Lister = async ({ rows }, { onProgress }) => {
    made.push(rows.length);
    onProgress?.({ stage: 'list', done: 1, total: rows.length, unit: 'lists' });
    const lists = emptyLists(rows.length, k);
    for (const [i, row] of rows.entries()) putList(lists, i, { items: given[row]!, scores: given[row]!.map(() => 0) });
    return lists;
  };
  const told: string[] = [];
  const { figures, lists } = await scoredLists(lister, anchors, k, {
    isKept: true,
    onProgress: ({ done, total }) => told.push(`${done} of ${total}`),
  });
  expect([made, told]).toEqual([
    [1000, 500],
    ['1 of 1500', '1001 of 1500'],
  ]);
  for (const [i, list] of given.entries()) {
    const isHit = list.map((item) => happened[i]!.includes(item));
    const hits = (places: number) => isHit.slice(0, places).filter(Boolean).length;
    const gain = (of: readonly boolean[]) =>
      of.reduce((sum, is, place) => sum + (is ? 1 / Math.log2(place + 2) : 0), 0);
    const most = Math.min(k, happened[i]!.length);
    const precisions = isHit.map((is, place) => (is ? hits(place + 1) / (place + 1) : 0));
    expect(figures.map[i]).toBeCloseTo(precisions.reduce((sum, each) => sum + each, 0) / most, 12);
    expect(figures.ndcg[i]).toBeCloseTo(gain(isHit) / gain(Array.from({ length: most }, () => true)), 12);
    expect(figures.recall[i]).toBeCloseTo(hits(k) / happened[i]!.length, 12);
    expect(figures.precision[i]).toBeCloseTo(hits(k) / k, 12);
    expect(figures.mrr[i]).toBeCloseTo(isHit.includes(true) ? 1 / (isHit.indexOf(true) + 1) : 0, 12);
    expect(Array.from(listOf(lists!, i))).toEqual(list);
  }
});

it('says how many rows have no item: of validation and test, and what share of those of a training that is thinned out', async () => {
  const query = 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers';
  const asked = (part: 'train' | 'valid' | 'test', { remarks, ...task }: ListTask) => new Set(task[part].times).size;
  const whole = await listTask(shop, query);
  // Customer 3 orders on one day alone, and is asked about from then on.
  const [all, none] = /^(\d+) of (\d+) rows have no product/.exec(whole.remarks.at(-1)!)!.slice(1).map(Number) as [
    number,
    number,
  ];
  const kept = (['train', 'valid', 'test'] as const).reduce((sum, part) => sum + whole[part].rows.length, 0);
  expect(none - all).toBe(kept);
  const thinned = await listTask(shop, query, { maxTrain: 3 });
  expect(thinned.train.rows.length).toBe(3);
  const evaluated = asked('valid', thinned) + asked('test', thinned);
  expect(thinned.remarks.at(-1)).toMatch(
    new RegExp(
      `^${evaluated} of ${4 * evaluated} rows of validation and test have no product in the window after their anchor, and \\d+ % of those of the training: `,
    ),
  );
});

it('a question is looked up once for a database, and as it is asked', async () => {
  const query = 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers';
  const question = listQuestionOf(shop, query);
  expect(listQuestionOf(shop, query, true)).toBe(question);
  expect(listQuestionOf(shop, query)).toBe(question);
  const lacking = "PREDICT LIST(orders.product WHERE way = 'post') OVER 10 DAYS FOR customers";
  expect(listQuestionOf(shop, lacking, true).links.items).toHaveLength(0);
  expect(() => listQuestionOf(shop, lacking)).toThrowError(/No row has the value "post"/);
});

it('only trees that are named learn', async () => {
  const task = await listTask(shop, 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers');
  const { scores } = await fitListForecast(shop, task, { k: 2, learners: ['pair-trees'] });
  expect(scores.slice(4).map(({ name }) => name)).toEqual(['pair-trees']);
  await expect(fitListForecast(shop, task, { learners: ['trees'] })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});

it('a forecast of lists names protocol, baselines and what was kept; it is aborted and says how far it is', async () => {
  const task = await listTask(shop, 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers');
  const stages = new Set<string>();
  const fitted = await fitListForecast(shop, task, {
    protocol: 'frozen',
    k: 3,
    onProgress: ({ stage }) => stages.add(stage),
  });
  expect(fitted.scores.slice(0, 4).map(({ name }) => name)).toEqual(['popular', 'latest', 'frequent', 'together']);
  expect(listForecastVerdict(fitted)).toMatch(/was kept: MAP@3 .* on the test \(95 % .*; frozen history\)/);
  expect([...stages]).toContain('list popular');
  await expect(fitListForecast(shop, task, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  await expect(fitListForecast(shop, task, { k: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});

it('rows that belong to an entity in two ways list what stands on the other side, and the way out that is named is taken', async () => {
  const days = Array.from({ length: 120 }, (_, day) => day);
  const games = databaseOfTables(
    table('team', 4),
    table('game', days.length, {
      time: days,
      keys: {
        'home team': ['team', days.map((day) => day % 4)],
        away: ['team', days.map((day) => (day + 1 + (day % 3)) % 4)],
      },
    }),
  );
  const asked = (measure: string) => `PREDICT ${measure} OVER 10 DAYS FOR team`;
  const { hint } = await listTask(games, asked('LIST(game.away)')).catch((error) => error);
  const measures = (hint as string).replace('Say which is meant: ', '').replace(/\.$/, '').split(' or ');
  expect(measures).toEqual(['LIST(game.away VIA "home team")', 'LIST(game.away VIA away)']);
  const { test, items } = await listTask(games, asked(measures[0]!));
  expect(items).toBe('team');
  for (const [i, team] of test.rows.entries())
    expect(test.items.subarray(test.offsets[i], test.offsets[i + 1])).not.toContain(team);
  await expect(listTask(games, asked(measures[1]!))).rejects.toThrowError(/leads to that row itself/);
});

it('a task of another database is refused, naming what does not fit', async () => {
  const task = await listTask(shop, 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers');
  const fitted = (changed: Partial<typeof task>) => fitListForecast(shop, { ...task, ...changed }, { learn: false });
  await expect(fitted({ items: 'brand' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(fitted({ table: 'product' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  const { train } = task;
  await expect(fitted({ train: { ...train, rows: train.rows.map(() => 4) } })).rejects.toMatchObject({
    ...{ code: 'INDEX_OUT_OF_RANGE', message: expect.stringContaining('task.train.rows') },
  });
  await expect(fitted({ test: { ...task.test, items: task.test.items.map(() => 4) } })).rejects.toMatchObject({
    ...{ code: 'INDEX_OUT_OF_RANGE', message: expect.stringContaining('task.test.items') },
  });
  const short = { ...task.valid, times: task.valid.times.subarray(1) };
  await expect(fitted({ valid: short })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
});

it('links that are chosen by a column which was written later are refused, unless it is kept', async () => {
  // An order is closed where a parcel of it is sent, ten days after.
  const closed = orders.map((_, i) => (i % 3 === 0 ? 'no' : 'yes'));
  const sent = orders.flatMap(([, day], i) => (closed[i] === 'yes' ? [[i, day! + 10] as const] : []));
  const order = shop.tables.get('order')!;
  const closing = table('order', orders.length, { categories: { closed } });
  const own = databaseOfTables(
    ...[...shop.tables.values()].filter(({ name }) => name !== 'order'),
    { ...order, columns: [...order.columns, ...closing.columns] },
    table('parcel', sent.length, {
      time: sent.map(([, day]) => day),
      keys: { order: ['order', sent.map(([row]) => row)] },
    }),
  );
  const query = (what: string) => `PREDICT LIST(orders.${what}) OVER 10 DAYS FOR customers`;
  for (const what of ["product WHERE closed = 'yes'", 'closed']) {
    const task = await listTask(own, query(what));
    const refused = fitListForecast(own, task, { learn: false });
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      hint: expect.stringContaining('order.closed'),
    });
    await expect(refused).rejects.toThrowError(/order.closed (chooses|is) what is listed, and it/);
    const kept = await fitListForecast(own, task, { learn: false, keep: ['order.closed'] });
    expect(kept.scores).toHaveLength(4);
  }
  const other = await listTask(own, query("product WHERE way = 'app'"));
  expect((await fitListForecast(own, other, { learn: false })).scores).toHaveLength(4);
});

it('lists of values are made again where the column has come to have too many to be learned of', async () => {
  const of = (sizes: readonly number[]) => {
    const days = sizes.map((_, i) => i);
    return databaseOfTables(
      table('customer', 2),
      table('order', sizes.length, {
        time: days,
        keys: { customer: ['customer', days.map((day) => day % 2)] },
        numbers: { size: sizes },
      }),
    );
  };
  const sizes = Array.from({ length: 100 }, (_, day) => day % 5);
  const query = 'PREDICT LIST(orders.size) OVER 10 DAYS FOR customers';
  const database = of(sizes);
  const fitted = await fitListForecast(database, await listTask(database, query), { learn: false });
  const grown = of([...sizes, ...Array.from({ length: 150 }, (_, i) => 100 + i)]);
  await expect(listTask(grown, query)).rejects.toThrowError(/too many/);
  expect((await applyListForecast(fitted, grown)).lists).toHaveLength(2);
});

it('under a frozen history no list of the test sees a link after its first anchor', async () => {
  // What is ordered changes where the test begins.
  const of = (from: number, product: number) => {
    const sold = orders.map(([customer, day, was]) => [customer!, day!, day! > from ? product : was!]);
    return databaseOfTables(
      ...[...shop.tables.values()].filter(({ name }) => name !== 'order'),
      table('order', sold.length, {
        time: sold.map(([, day]) => day!),
        keys: {
          customer: ['customer', sold.map(([customer]) => customer!)],
          product: ['product', sold.map(([, , own]) => own!)],
        },
      }),
    );
  };
  const query = 'PREDICT LIST(orders.product) OVER 10 DAYS FOR customers';
  const options = { validFrom: 50 * DAY, testFrom: 69 * DAY };
  const listsOf = async (product: number, protocol: 'rolling' | 'frozen') => {
    const database = of(69, product);
    const task = await listTask(database, query, options);
    expect(new Set(task.test.times).size).toBeGreaterThan(1);
    return (await fitListForecast(database, task, { protocol, k: 2, learn: false })).testLists;
  };
  expect(await listsOf(0, 'frozen')).toEqual(await listsOf(3, 'frozen'));
  expect(await listsOf(0, 'rolling')).not.toEqual(await listsOf(3, 'rolling'));
});
