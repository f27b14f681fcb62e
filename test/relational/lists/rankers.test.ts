import { expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import type { Database } from '../../../src/relational/index.js';
import { ListHistory } from '../../../src/relational/lists/history/history.js';
import { ListView } from '../../../src/relational/lists/history/view.js';
import { candidatesOf, mostCandidates } from '../../../src/relational/lists/pairs/candidates.js';
import { simpleRankers } from '../../../src/relational/lists/rankers/simple.js';
import { type ListQuestion, listQuestionOf } from '../../../src/relational/lists/task/question.js';
import { changedAfter, shuffledDatabase } from '../changed-database.js';
import { databaseOfTables, table } from '../databases.js';
import { DAY, drawFrom, randomDatabase } from '../random-database.js';
import { withIds } from './with-ids.js';

const QUERIES = [
  'PREDICT LIST(c.p VIA e) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.p.q VIA other) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.word VIA e) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.p.x VIA e) OVER 20 DAYS FOR e',
  'PREDICT LIST(c.e) OVER 30 DAYS FOR p',
  'PREDICT LIST(d.c.word) OVER 30 DAYS FOR p',
  "PREDICT LIST(d.c WHERE word IN ('m', 'n')) OVER 30 DAYS FOR p",
];

/** Undefined where nobody knows when links happened. */
function asked(database: Database, query: string): ListQuestion | undefined {
  try {
    return listQuestionOf(database, query, true);
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'INVALID_QUERY') return undefined;
    throw error;
  }
}

/** Lists by all rankers of all rows of a table, by ids. */
function listsBy(question: ListQuestion, seen: number, at: number, count = 20): Record<string, unknown> {
  const view = new ListView(new ListHistory(question));
  const ids = question.entity.ids!;
  const all: Record<string, unknown> = {};
  for (let row = 0; row < question.entity.numRows; row++) {
    view.look(row, at, seen);
    for (const ranker of simpleRankers) {
      const { items, scores } = ranker.rank(view, count);
      all[`${ids.idOf(row)} ${ranker.name}`] = items.map((item, i) => [question.items.ids[item], scores[i]]);
    }
  }
  return all;
}

it('nothing after what is seen changes a list or a score, nor does the order of rows', () => {
  let compared = 0;
  for (let seed = 0; seed < 400; seed++) {
    const draw = drawFrom(seed);
    const database = randomDatabase(draw);
    const seen = (1000 + 10 * draw(12)) * DAY;
    const query = QUERIES[seed % QUERIES.length]!;
    const changes = [changedAfter(draw, database, seen), shuffledDatabase(draw, database)];
    for (const { database: changed, places } of changes) {
      const { before, after } = withIds(database, changed, places);
      const [one, other] = [asked(before, query), asked(after, query)];
      if (!one || !other) continue;
      const at = seen + 5 * DAY;
      const was = listsBy(one, seen, at);
      const is = listsBy(other, seen, at);
      for (const [name, list] of Object.entries(was)) {
        if (!(name in is)) continue;
        compared++;
        expect(is[name], `seed ${seed}, ${query}, ${name}`).toEqual(list);
      }
    }
  }
  expect(compared).toBeGreaterThan(3000);
});

it('rankers are as somebody counts who looks at all links', () => {
  let different = 0;
  for (let seed = 0; seed < 300; seed++) {
    const draw = drawFrom(1000 + seed);
    const database = randomDatabase(draw);
    const seen = (1000 + 10 * draw(12)) * DAY;
    const { before } = withIds(
      database,
      database,
      new Map([...database.tables].map(([name]) => [name, new Int32Array(0)])),
    );
    const question = asked(before, QUERIES[seed % QUERIES.length]!);
    if (!question) continue;
    const at = seen + 3 * DAY;
    expect(listsBy(question, seen, at), `seed ${seed}`).toEqual(counted(question, seen, at));
    different += Object.keys(counted(question, seen, at)).length;
  }
  expect(different).toBeGreaterThan(500);
});

/** The same, slowly, of links that are known. */
function counted({ links, items, entity, horizon }: ListQuestion, seen: number, at: number): Record<string, unknown> {
  const known = Array.from(links.known.keys())
    .filter((i) => links.known[i]! <= seen)
    .map((i) => ({ entity: links.entities[i]!, item: links.items[i]!, time: links.known[i]! }));
  const all = Array.from(items.ids.keys());
  const of = (item: number) => known.filter((link) => link.item === item);
  const recent = (item: number) => of(item).filter(({ time }) => time > seen - horizon).length;
  const byId = (a: number, b: number) => (items.ids[a]! < items.ids[b]! ? -1 : 1);
  const sorted = (list: readonly number[], ...keys: ((item: number) => number)[]) =>
    list.toSorted((a, b) => {
      for (const key of keys) if (key(a) !== key(b)) return key(b) - key(a);
      return typeof items.ids[0] === 'number' ? a - b : byId(a, b);
    });
  const popular = sorted(
    all.filter((item) => of(item).length > 0),
    recent,
    (item) => of(item).length,
  );
  const place = (item: number) => -popular.indexOf(item);
  const lists: Record<string, unknown> = {};
  for (let row = 0; row < entity.numRows; row++) {
    const own = known.filter((link) => link.entity === row);
    const times = (item: number) => own.filter((link) => link.item === item).map(({ time }) => time);
    const mine = [...new Set(own.map(({ item }) => item))];
    const last = (item: number) => Math.max(...times(item));
    const latest = sorted(mine, last, (item) => times(item).length);
    const frequent = sorted(mine, (item) => times(item).length, last);
    const shares = new Map<number, number>();
    for (const item of latest.slice(0, 10)) {
      const others = [...new Set(of(item).map((link) => link.entity))].filter((other) => other !== row);
      for (const each of all) {
        if (each === item) continue;
        const both = others.filter((other) => known.some((link) => link.entity === other && link.item === each)).length;
        if (both > 0) shares.set(each, (shares.get(each) ?? 0) + both / others.length);
      }
    }
    const together = sorted([...shares.keys()], (item) => shares.get(item)!, place);
    const filled = (first: readonly number[], score: (item: number) => number) => [
      ...first.map((item) => [items.ids[item], score(item)]),
      ...popular.filter((item) => !first.includes(item)).map((item) => [items.ids[item], 0]),
    ];
    const id = entity.ids!.idOf(row);
    lists[`${id} popular`] = popular.map((item) => [items.ids[item], recent(item)]);
    lists[`${id} latest`] = filled(latest, (item) => 1 / (1 + (at - last(item)) / DAY));
    lists[`${id} frequent`] = filled(frequent, (item) => times(item).length);
    lists[`${id} together`] = filled(together, (item) => shares.get(item)!);
  }
  return lists;
}

it('what others had is counted of the latest ten items, fifty links of each and twenty of each other, and the candidates stay within their bounds', () => {
  // Customer 0 has items 0 to 99; the others, 60 of them, each 25 others and the item of the day.
  const rows: [customer: number, item: number, day: number][] = [];
  for (let item = 0; item < 100; item++) rows.push([0, item, 2000 + item]);
  for (let other = 1; other <= 60; other++) {
    // Of its latest 25 the first five are out of reach.
    for (let n = 0; n < 25; n++) rows.push([other, 100 + ((other * 25 + n) % 400), 2100 + other + n / 100]);
    rows.push([other, 99, 2100 + other + 0.5], [other, 89, 2100 + other + 0.6]);
  }
  const database = databaseOfTables(
    table('e', 61),
    table('p', 500),
    table('c', rows.length, {
      time: rows.map(([, , day]) => day),
      keys: { e: ['e', rows.map(([e]) => e)], p: ['p', rows.map(([, p]) => p)] },
    }),
  );
  const question = listQuestionOf(database, 'PREDICT LIST(c.p) OVER 10 DAYS FOR e');
  const view = new ListView(new ListHistory(question));
  const seen = 3000 * DAY;
  view.look(0, seen, seen);
  const { items, scores } = view.together;
  const known = (of: (row: (typeof rows)[number]) => boolean, most: number) =>
    rows
      .filter(of)
      .toSorted((a, b) => a[2] - b[2])
      .slice(-most);
  const shares = new Map<number, number>();
  // The item 89 is the eleventh of the latest.
  for (let item = 99; item > 89; item--) {
    const others = new Set(known(([, p]) => p === item, 50).map(([e]) => e));
    others.delete(0);
    for (const other of others)
      for (const each of new Set(known(([e]) => e === other, 20).map(([, p]) => p)))
        if (each !== item) shares.set(each, (shares.get(each) ?? 0) + 1 / others.size);
  }
  expect(items.toSorted((a, b) => a - b)).toEqual([...shares.keys()].sort((a, b) => a - b));
  for (const item of items) expect(scores[item]).toBeCloseTo(shares.get(item)!, 12);
  expect(shares.size).toBeLessThan(400);
  for (const k of [1, 12, 100]) {
    const candidates = candidatesOf(view, k);
    expect(new Set(candidates).size).toBe(candidates.length);
    expect(candidates.length).toBeLessThanOrEqual(mostCandidates(k, 500));
    // The forty latest, not those before; and as many of all as a list has.
    expect(candidates).toContain(60);
    expect(candidates).not.toContain(0);
    for (const item of view.popularity.order.subarray(0, Math.max(40, k))) expect(candidates).toContain(item);
  }
});

it('what is most frequent is the same however many times are held', () => {
  const [days, items] = [30, 2 ** 20];
  const database = databaseOfTables(
    table('e', 1),
    table('p', items),
    table('c', days, {
      time: Array.from({ length: days }, (_, day) => day),
      keys: {
        e: ['e', Array.from({ length: days }, () => 0)],
        p: ['p', Array.from({ length: days }, (_, day) => day % 3)],
      },
    }),
  );
  const history = new ListHistory(listQuestionOf(database, 'PREDICT LIST(c.p) OVER 10 DAYS FOR e'));
  const times = [5, 9, 14, 20, 25, 5, 25, 9];
  for (const day of times) {
    const { ever, order } = history.popularity(day * DAY);
    expect(Array.from(ever.subarray(0, 3)).reduce((sum, count) => sum + count, 0)).toBe(day + 1);
    expect(order).toHaveLength(3);
  }
  expect(history.popularity(5 * DAY)).toBe(history.popularity(5 * DAY));
});
