import { tableFromIPC, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NodeValues, NodeVectors, projectEdges, projectGraph } from '../../../src/analytics/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { codeOf } from '../../support/code-of.js';

const shop = graphFromArrays({
  nodes: {
    user: { data: { id: ['ann', 'bob'] }, ids: 'id' },
    none: 0,
    item: { data: { id: ['x', 'ann'] }, ids: 'id' },
  },
  edges: [{ type: ['user', 'buys', 'item'], source: Int32Array.of(0), target: Int32Array.of(1) }],
});
const projection = await projectGraph(shop);
const scores = new NodeValues(projection, Float64Array.of(0.1, 0.4, 0.3, Number.NaN));

it('ranks nodes of all types, or of one', () => {
  expect(scores.top(2)).toEqual([
    { type: 'user', id: 'bob', row: 1, value: 0.4 },
    { type: 'item', id: 'x', row: 0, value: 0.3 },
  ]);
  expect(scores.top(9).map(({ id }) => id)).toEqual(['bob', 'x', 'ann']);
  expect(scores.top(1, { ascending: true })[0]!.id).toBe('ann');
  expect(scores.top(5, { type: 'item' }).map(({ id }) => id)).toEqual(['x']);
  expect(scores.top(5, { type: 'none' })).toEqual([]);
});

it('answers by type and id', () => {
  expect([...scores.of('item')]).toEqual([0.3, Number.NaN]);
  expect(scores.get('bob')).toBe(0.4);
  expect(scores.get({ type: 'user', id: 'ann' })).toBe(0.1);
  expect(codeOf(() => scores.get('ann'))).toBe('AMBIGUOUS');
  expect(codeOf(() => scores.get('eve'))).toBe('UNKNOWN_ID');
  expect(codeOf(() => scores.get({ type: 'shop', id: 'ann' }))).toBe('UNKNOWN_TYPE');
  expect(codeOf(() => scores.of('shop'))).toBe('UNKNOWN_TYPE');
  expect(codeOf(() => scores.at(4))).toBe('INDEX_OUT_OF_RANGE');
  expect(codeOf(() => new NodeValues(projection, Float64Array.of(1)))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => new NodeValues(projection, [1, 2, 3, 4] as never))).toBe('INVALID_OPTION');
});

it('writes its values back as columns', () => {
  const with_ = scores.addTo(shop, 'score');
  expect([...with_.numbers('item', 'score')]).toEqual([0.3, Number.NaN]);
  expect([...with_.numbers('user', 'score')]).toEqual([0.1, 0.4]);
  expect(codeOf(() => scores.addTo(with_, 'score'))).toBe('DUPLICATE_NAME');
});

it('ranks as sorting does', async () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Number.NaN));
  await fc.assert(
    fc.asyncProperty(fc.array(number, { maxLength: 30 }), fc.integer({ min: 0, max: 32 }), async (values, k) => {
      const graph = await projectEdges({ numNodes: values.length, source: [], target: [] });
      const expected = values
        .map((value, row) => ({ type: 'node', id: row, row, value }))
        .filter(({ value }) => !Number.isNaN(value))
        .sort((a, b) => b.value - a.value || a.row - b.row);
      const found = new NodeValues(graph, Float64Array.from(values));
      expect(found.top(k)).toEqual(expected.slice(0, k));
    }),
  );
});

it('is an Arrow table of all nodes, NaN a null', async () => {
  const rows = [...tableFromIPC(tableToIPC(scores.toArrow('rank'), 'file'))].map((row) => row!.toJSON());
  expect(rows).toEqual([
    { type: 'user', id: 'ann', rank: 0.1 },
    { type: 'user', id: 'bob', rank: 0.4 },
    { type: 'item', id: 'x', rank: 0.3 },
    { type: 'item', id: 'ann', rank: null },
  ]);
  const numbered = await projectEdges({ numNodes: 2, source: [0], target: [1] });
  const groups = new NodeValues(numbered, Int32Array.of(1, 0)).toArrow();
  expect([...groups].map((row) => row!.toJSON())).toEqual([
    { type: 'node', id: 0, value: 1 },
    { type: 'node', id: 1, value: 0 },
  ]);
  expect(groups.schema.fields.map(({ type }) => String(type))).toEqual(['Utf8', 'Int32', 'Int32']);
  const none = await projectEdges({ numNodes: 0, source: [], target: [] });
  expect(new NodeValues(none, new Float64Array(0)).toArrow().numRows).toBe(0);
  for (const name of [3, 'type', 'id']) expect(codeOf(() => scores.toArrow(name as never))).toBe('INVALID_OPTION');
});

it('is one of vectors, as lists', () => {
  const vectors = new NodeVectors(projection, 2, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  const table = tableFromIPC(tableToIPC(vectors.toArrow(), 'file'));
  expect([...table].map((row) => [...row!.vector])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ]);
});
