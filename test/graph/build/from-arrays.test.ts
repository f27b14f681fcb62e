import { expect, it } from 'vitest';
import { describeGraph, graphFromArrays, hashGraph, validateGraph } from '../../../src/graph/index.js';

it('builds a small graph by ids', () => {
  const graph = graphFromArrays({
    nodes: {
      user: { data: { id: ['ann', 'bob'], kind: ['x', null] }, ids: 'id', columns: { kind: { role: 'label' } } },
      movie: { data: { x: { kind: 'dense', numRows: 3, width: 2, values: new Float32Array(6).fill(1) } } },
      empty: 0,
    },
    edges: [
      {
        type: ['user', 'rates', 'movie'],
        source: ['ann', 'bob', 'bob'],
        target: [2, 0, 2],
        endpoints: 'id',
        data: { stars: [5, 3, 4] },
      },
    ],
  });
  expect(graph.numNodes()).toBe(5);
  expect([...graph.adjacency('rates', 'in').indices]).toEqual([1, 0, 1]);
  expect([...graph.degrees('rates', 'out')]).toEqual([1, 2]);
  expect(graph.labels('user')).toMatchObject({ kind: 'single', values: Int32Array.of(0, -1), classes: ['x'] });
  expect(graph.ids('user').indexOf('bob')).toBe(1);
  expect(graph.features('movie')).toMatchObject({ width: 2, numRows: 3 });
  expect(validateGraph(graph)).toEqual([]);
  expect(hashGraph(graph)).toMatch(/^[0-9a-f]{64}$/);
  expect(describeGraph(graph).numEdges).toBe(3);
});
