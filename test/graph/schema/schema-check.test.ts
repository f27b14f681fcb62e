import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSchema, edgeTypeKey, parseEdgeTypeKey } from '../../../src/graph/index.js';
import { anyName, anySchema } from '../arbitraries.js';

const column = { name: 'x', type: 'int32', role: 'attribute' };
const node = (...columns: unknown[]) => ({ nodes: [{ name: 'a', columns }], edges: [] });
const edge = (...edges: unknown[]) => ({
  nodes: [
    { name: 'a', columns: [] },
    { name: 'b', columns: [] },
  ],
  edges,
});

it('takes any sound schema as it is, and its JSON', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      const checked = checkSchema(schema);
      expect(JSON.stringify(checkSchema(JSON.parse(JSON.stringify(checked))))).toBe(JSON.stringify(checked));
      expect(checked.nodes.map(({ name }) => name)).toEqual(schema.nodes.map(({ name }) => name));
    }),
  );
});

it.each([
  ['no schema', null],
  ['an empty name', { nodes: [{ name: '', columns: [] }], edges: [] }],
  ['half a surrogate pair', { nodes: [{ name: '\ud800', columns: [] }], edges: [] }],
  ['an empty relation', edge({ type: ['a', '', 'b'], columns: [] })],
  [
    'a node type twice',
    {
      nodes: [
        { name: 'a', columns: [] },
        { name: 'a', columns: [] },
      ],
      edges: [],
    },
  ],
  ['an edge type twice', edge({ type: ['a', 'r', 'b'], columns: [] }, { type: ['a', 'r', 'b'], columns: [] })],
  ['a column twice', node(column, column)],
  ['a reserved column', edge({ type: ['a', 'r', 'b'], columns: [{ ...column, name: 'target' }] })],
  ['an unknown type', node({ ...column, type: 'int' })],
  ['an unknown role', node({ ...column, role: 'key' })],
  ['a matrix without width', node({ ...column, type: 'dense' })],
  ['a scalar with width', node({ ...column, width: 2 })],
  ['labels that are text', node({ ...column, type: 'utf8', role: 'label' })],
  ['classes of what is no label', node({ ...column, classes: ['p'] })],
  ['more classes than columns', node({ ...column, type: 'dense', width: 1, role: 'label', classes: ['p', 'q'] })],
  ['ids that are a matrix', node({ ...column, type: 'sparse', width: 1, role: 'id' })],
  ['edges between unknown nodes', edge({ type: ['a', 'r', 'c'], columns: [] })],
  ['an unknown inverse', edge({ type: ['a', 'r', 'b'], columns: [], inverse: ['b', 'q', 'a'] })],
  [
    'an inverse between other ends',
    edge({ type: ['a', 'r', 'b'], columns: [], inverse: ['a', 'q', 'b'] }, { type: ['a', 'q', 'b'], columns: [] }),
  ],
  [
    'an inverse with another inverse',
    edge(
      { type: ['a', 'r', 'a'], columns: [], inverse: ['a', 'q', 'a'] },
      { type: ['a', 'q', 'a'], columns: [], inverse: ['a', 'q', 'a'] },
    ),
  ],
])('refuses %s', (_, value) => {
  expect(() => checkSchema(value)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
});

it('completes an inverse that only one side names', () => {
  const given = edge(
    { type: ['a', 'r', 'b'], columns: [], inverse: ['b', 'q', 'a'] },
    { type: ['b', 'q', 'a'], columns: [] },
  );
  expect(checkSchema(given).edges[1]!.inverse).toEqual(['a', 'r', 'b']);
});

it('edge type keys are one to one', () => {
  fc.assert(
    fc.property(anyName, anyName, anyName, (source, relation, target) => {
      expect(parseEdgeTypeKey(edgeTypeKey([source, relation, target]))).toEqual([source, relation, target]);
    }),
  );
});
