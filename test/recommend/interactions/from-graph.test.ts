import { expect, test } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { interactionsOf, sideOf, splitByTime } from '../../../src/recommend/index.js';

const graph = graphFromArrays({
  nodes: {
    user: { data: { id: ['u2', 'u1', 'u3'] }, ids: 'id' },
    item: { data: { id: [30, 4] }, ids: 'id' },
  },
  edges: [
    {
      type: ['user', 'rates', 'item'],
      source: Int32Array.of(0, 1, 0, 1),
      target: Int32Array.of(0, 0, 0, 1),
      data: { stars: Float32Array.of(5, 2, 1, 4), at: Float64Array.of(10, 20, 30, 40) },
      columns: { stars: { role: 'weight' }, at: { role: 'time' } },
    },
  ],
});

test('every node is a user or an item; parallel edges are one', () => {
  const { users, items, matrix, times } = interactionsOf(graph, { edgeType: 'rates' });
  expect([0, 1, 2].map((n) => users.idOf(n))).toEqual(['u1', 'u2', 'u3']);
  expect([0, 1].map((n) => items.idOf(n))).toEqual([4, 30]);
  expect([...matrix.indptr]).toEqual([0, 2, 3, 3]);
  expect([...matrix.indices]).toEqual([0, 1, 1]);
  expect([...matrix.values]).toEqual([4, 2, 6]);
  expect([...times!]).toEqual([40_000, 20_000, 30_000]);
});

test('times of graphs are seconds, those of interactions milliseconds: a date parts them', () => {
  const { train, test: later } = splitByTime(interactionsOf(graph, { edgeType: 'rates' }), { from: new Date(30_000) });
  expect([train.matrix.indices.length, later.matrix.indices.length]).toEqual([1, 2]);
});

test('columns can be left alone, edges chosen and ratings compared', () => {
  const plain = interactionsOf(graph, { edgeType: 'rates', weight: false, time: false });
  expect([...plain.matrix.values]).toEqual([1, 1, 2]);
  expect(plain.times).toBeUndefined();
  const liked = interactionsOf(graph, { edgeType: 'rates', atLeast: 4 });
  expect([...liked.matrix.values]).toEqual([1, 1]);
  const some = interactionsOf(graph, { edgeType: 'rates', edges: Int32Array.of(3) });
  expect([...some.matrix.indices]).toEqual([0]);
});

test('rows of users and items in the graph', () => {
  const side = sideOf(interactionsOf(graph, { edgeType: 'rates' }), graph, { userType: 'user', itemType: 'item' });
  expect([...side.userRows]).toEqual([1, 0, 2]);
  expect([...side.itemRows]).toEqual([1, 0]);
});
