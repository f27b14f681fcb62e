import { expect, it } from 'vitest';
import { kCore, type ProjectedGraph, pageRank } from '../../../src/analytics/index.js';
import { codeOfPromise } from '../../support/code-of.js';

const way = (indptr: number[], indices: number[], weights?: ArrayLike<number>) => ({
  indptr: Int32Array.from(indptr),
  indices: Int32Array.from(indices),
  ...(weights && { weights: Float64Array.from(weights) }),
});
const sound = (): ProjectedGraph => ({
  numNodes: 2,
  types: [{ name: 'node', start: 0, count: 2 }],
  isDirected: true,
  forward: way([0, 1, 1], [1]),
  backward: way([0, 0, 1], [0]),
});

it('takes a projection that was made by hand', async () => {
  expect(await codeOfPromise(() => pageRank(sound()))).toBeUndefined();
});

it.each([
  ['weights one way', { forward: way([0, 1, 1], [1], [2]) }, 'SHAPE_MISMATCH'],
  ['weights the other way', { backward: way([0, 0, 1], [0], [2]) }, 'SHAPE_MISMATCH'],
  ['other edges backwards', { backward: way([0, 1, 1], [1]) }, 'SHAPE_MISMATCH'],
  ['more edges backwards', { backward: way([0, 0, 2], [0, 0]) }, 'SHAPE_MISMATCH'],
  ['two ways without directions', { isDirected: false }, 'SHAPE_MISMATCH'],
  ['types that do not begin at 0', { types: [{ name: 'node', start: 1, count: 2 }] }, 'SHAPE_MISMATCH'],
  [
    'types that overlap',
    {
      types: [
        { name: 'a', start: 0, count: 1 },
        { name: 'b', start: 0, count: 1 },
      ],
    },
    'SHAPE_MISMATCH',
  ],
  ['too few nodes in types', { types: [] }, 'SHAPE_MISMATCH'],
  ['weights in a list', { forward: { ...way([0, 1, 1], [1]), weights: [1] } }, 'INVALID_OPTION'],
])('refuses %s', async (_, change, code) => {
  const graph = { ...sound(), ...change } as ProjectedGraph;
  expect(await codeOfPromise(() => pageRank(graph))).toBe(code);
  expect(await codeOfPromise(() => kCore(graph))).toBe(code);
});
