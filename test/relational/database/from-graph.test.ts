import { expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import { databaseOf } from '../../../src/relational/database/from-graph.js';
import { inheritTimes } from '../../../src/relational/database/inherit-times.js';
import { planFeatures } from '../../../src/relational/features/plan-features.js';
import { databaseOfTables, table } from '../databases.js';

function shop() {
  const builder = new GraphBuilder()
    .addNodes('customer', { id: ['a', 'b'], country: ['DE', null] }, { columns: { id: { role: 'id' } } })
    .addNodes(
      'order',
      { id: ['x', 'y', 'z'], day: Float64Array.of(10, 20, 30), total: [1.5, null, 3], paid: [true, false, null] },
      { columns: { id: { role: 'id' }, day: { role: 'time' } } },
    )
    .addNodes('tag', { name: ['new', 'old'] }, { columns: { name: { role: 'id' } } })
    .addEdges(['order', 'by', 'customer'], { source: ['x', 'y'], target: ['a', 'a'] })
    .addEdges(['customer', 'orders', 'order'], { source: ['a', 'a'], target: ['x', 'y'] })
    .addEdges(['order', 'has', 'tag'], {
      source: ['x', 'x', 'z'],
      target: ['new', 'old', 'old'],
      weight: [1, 2, 3],
    });
  builder.setInverse(['order', 'by', 'customer'], ['customer', 'orders', 'order']);
  return builder.build();
}

it('rows of one target have a key, other edges are rows of a table', () => {
  const { tables } = databaseOf(shop()).database;
  expect([...tables.keys()]).toEqual(['customer', 'order', 'tag', 'has']);
  expect(tables.get('order')).toMatchObject({
    numRows: 3,
    time: Float64Array.of(10, 20, 30),
    keys: [{ name: 'by', table: 'customer', rows: Int32Array.of(0, 0, -1) }],
    columns: [
      { name: 'day', use: 'time', kind: 'date', values: Float64Array.of(10, 20, 30) },
      { name: 'total', kind: 'number', values: Float64Array.of(1.5, Number.NaN, 3) },
      { name: 'paid', kind: 'boolean', values: Float64Array.of(1, 0, Number.NaN) },
    ],
  });
  expect(tables.get('customer')!.columns).toEqual([
    { name: 'country', kind: 'category', codes: Int32Array.of(0, -1), categories: ['DE'] },
  ]);
  expect(tables.get('has')).toMatchObject({
    numRows: 3,
    keys: [
      { name: 'order', table: 'order', rows: Int32Array.of(0, 0, 2) },
      { name: 'tag', table: 'tag', rows: Int32Array.of(0, 1, 1) },
    ],
    // Known with the order.
    time: Float64Array.of(10, 10, 30),
  });
});

it('columns that are to be predicted are no inputs, and edges with columns no keys', () => {
  const graph = new GraphBuilder()
    .addNodes(
      'user',
      { churned: [0, 1], level: [0, 1] },
      {
        columns: {
          churned: { type: 'int32', role: 'label', classes: ['no', 'yes'] },
          level: { type: 'int32', role: 'label', classes: ['10', '20'] },
        },
      },
    )
    .addNodes('team', { size: [3] })
    .addEdges(
      ['user', 'in', 'team'],
      { source: [0, 1], target: [0, 0], since: Float64Array.of(5, 9) },
      {
        columns: { since: { type: 'float64', role: 'time' } },
        endpoints: 'index',
      },
    )
    .build();
  const { database, remarks } = databaseOf(graph);
  expect(database.tables.get('user')).toMatchObject({
    keys: [],
    columns: [
      { name: 'churned', use: 'target', kind: 'category' },
      { name: 'level', use: 'target', kind: 'number', values: Float64Array.of(10, 20) },
    ],
  });
  expect(database.tables.get('in')).toMatchObject({ numRows: 2, time: Float64Array.of(5, 9) });
  expect(remarks).toEqual([]);
  const plan = planFeatures(database, 'user', {});
  expect(plan.features.filter(({ name }) => /churned|level/.test(name))).toEqual([]);
  expect(plan.leftOut).toContainEqual({ name: 'user.churned', why: 'to be predicted, so never an input' });
  const asKey = databaseOf(graph, { keys: [['user', 'in', 'team']] });
  expect(asKey.remarks).toEqual(['The edges user>in>team are a key: their columns since are not used.']);
});

it('refuses keys of which a row has two, and takes times that are named', () => {
  const graph = shop();
  expect(() => databaseOf(graph, { keys: [['order', 'has', 'tag']] })).toThrowError(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
  const { database } = databaseOf(graph, { times: { order: null } });
  expect(database.tables.get('order')!.time).toBeUndefined();
  expect(database.tables.get('has')!.time).toBeUndefined();
});

it('rows without a time have the latest of what they refer to, whatever the order of the tables', () => {
  const tables = [
    table('race', 2, { time: [5, Number.NaN] }),
    table('driver', 1, { time: [7] }),
    table('result', 4, { keys: { race: ['race', [0, 1, -1, 0]], driver: ['driver', [0, 0, -1, -1]] } }),
    table('stop', 2, { keys: { result: ['result', [0, 2]] } }),
    table('circuit', 1),
    // In a circle with each other, and one of them with a time.
    table('a', 1, { keys: { b: ['b', [0]] } }),
    table('b', 1, { keys: { a: ['a', [0]], race: ['race', [0]] } }),
  ];
  const days = (database: ReturnType<typeof databaseOfTables>) =>
    Object.fromEntries(
      [...database.tables.values()].map(({ name, time }) => [name, time && Array.from(time, (at) => at / 86_400)]),
    );
  const remarks: string[] = [];
  const expected = {
    ...{ race: [5, Number.NaN], driver: [7], result: [7, Number.NaN, Number.NaN, 5], stop: [7, Number.NaN] },
    ...{ circuit: undefined, a: [5], b: [5] },
  };
  expect(days(inheritTimes(databaseOfTables(...tables), remarks))).toEqual(expected);
  expect(days(inheritTimes(databaseOfTables(...tables.toReversed()), []))).toEqual(expected);
  expect(remarks[0]).toBe(
    'The rows of result have no time of their own: each is known from the time of its race, driver on.',
  );
});
