import { expect, it } from 'vitest';
import { graphFromArrays, withColumn } from '../../../src/graph/index.js';
import { codeOf } from '../../support/code-of.js';

const graph = graphFromArrays({
  nodes: { paper: { data: { id: ['a', 'b'], year: Int32Array.of(1999, 2001) }, ids: 'id' }, author: 1 },
  edges: [{ type: ['author', 'writes', 'paper'], source: Int32Array.of(0), target: Int32Array.of(1) }],
});

it('adds a column of each kind, and leaves the graph as it was', () => {
  const more = withColumn(
    withColumn(graph, 'paper', 'score', Float64Array.of(0.1, 0.2)),
    'paper',
    'part',
    Int32Array.of(4, 5),
  );
  expect([...more.numbers('paper', 'score')]).toEqual([0.1, 0.2]);
  expect([...more.numbers('paper', 'part')]).toEqual([4, 5]);
});

it('keeps bools, and NaN as null', () => {
  const more = withColumn(
    withColumn(graph, 'paper', 'seen', Uint8Array.of(1, 0)),
    'paper',
    'x',
    Float64Array.of(Number.NaN, 2),
  );
  expect([...more.mask('paper', 'seen')]).toEqual([1, 0]);
  expect(more.nodeTable('paper').getChild('x')!.toArray()).toHaveLength(2);
  expect(more.nodeTable('paper').getChild('x')!.get(0)).toBeNull();
  expect(more.ids('paper').indexOf('b')).toBe(1);
  expect(graph.nodeSchema('paper').columns).toHaveLength(2);
});

it('names what is wrong', () => {
  expect(codeOf(() => withColumn(graph, 'paper', 'year', Float64Array.of(1, 2)))).toBe('DUPLICATE_NAME');
  expect(codeOf(() => withColumn(graph, 'paper', 'x', Float64Array.of(1)))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => withColumn(graph, 'book', 'x', Float64Array.of(1)))).toBe('UNKNOWN_TYPE');
  expect(codeOf(() => withColumn(graph, 'paper', 'x', [1, 2] as never))).toBe('INVALID_OPTION');
});
