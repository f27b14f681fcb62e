import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NodeValues, projectEdges, projectGraph } from '../../../src/analytics/index.js';
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
