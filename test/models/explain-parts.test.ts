import { expect, it } from 'vitest';
import { MessageGraph, MessageRelation } from '../../src/layers/index.js';
import { edgesWithinReach } from '../../src/models/explain/occlusion.js';
import { traceBack } from '../../src/models/explain/trace.js';
import { withoutEdges } from '../../src/models/explain/without-edges.js';

/** Nodes 0 and 1 of a hear from nodes of b; those hear from a. */
const counts = new Map([
  ['a', 2],
  ['b', 3],
]);
const toA = { numRows: 2, numCols: 3, indptr: Int32Array.of(0, 2, 3), indices: Int32Array.of(0, 1, 2) };
const toB = { numRows: 3, numCols: 2, indptr: Int32Array.of(0, 1, 1, 3), indices: Int32Array.of(1, 0, 1) };
const graph = () =>
  new MessageGraph(counts, [
    new MessageRelation({ name: 'b>x>a', source: 'b', target: 'a' }, toA),
    new MessageRelation({ name: 'a>y>b', source: 'a', target: 'b' }, toB),
  ]);

it('a graph without some edges has all others', () => {
  const less = withoutEdges(graph(), new Map([['b>x>a', new Set([1])]]));
  const [x, y] = less.relations.map(({ matrix }) => matrix.arrays(false));
  expect([[...x!.indptr], [...x!.indices]]).toEqual([
    [0, 1, 2],
    [0, 2],
  ]);
  expect([...y!.indices]).toEqual([1, 0, 1]);
});

it('edges within reach are those of paths to the node, the nearest first', () => {
  const reached = (reach: number, most = 9) => edgesWithinReach(graph(), 'a', Int32Array.of(0), reach, most);
  expect(reached(1).edges.map(({ relation, entry }) => `${relation} ${entry}`)).toEqual(['b>x>a 0', 'b>x>a 1']);
  expect(reached(2)).toMatchObject({ total: 3 });
  expect(reached(3).edges.at(-1)).toEqual({ relation: 'b>x>a', entry: 2 });
  expect(reached(3, 1)).toMatchObject({ edges: [{ entry: 0 }], total: 4 });
});

it('the flow to a node is divided by weights, layer by layer', () => {
  const messages = graph();
  const [x, y] = messages.relations as [MessageRelation, MessageRelation];
  const lengths = new Float32Array(3);
  // Node 0 of a: 3/4 of it along x, 2/3 of that from node 0 of b, and 1/4 itself.
  const self = { weights: Float32Array.of(0.25, 1), lengths };
  const last = {
    relations: [{ relation: x, edges: Float32Array.of(0.5, 0.25, 0), weights: Float32Array.of(0.75, 0), lengths }],
    self,
  };
  const first = {
    relations: [{ relation: y, edges: Float32Array.of(2, 1, 1), weights: Float32Array.of(2, 0, 2), lengths }],
    self: undefined,
  };
  const layers = [new Map([['b', first]]), new Map([['a', last]])];
  const { edges, masses, flow } = traceBack(layers, 'a', Int32Array.of(0), (type) => counts.get(type)!);
  expect([...edges.get('b>x>a')!]).toEqual([
    [0, 0.5],
    [1, 0.25],
  ]);
  expect([...masses[1]!.get('b')!]).toEqual([0.5, 0.25, 0]);
  expect([...masses[1]!.get('a')!]).toEqual([0.25, 0]);
  // Whatever its weights sum to, a node passes on what it has: node 0 of b all of it along its only edge.
  expect(edges.get('a>y>b')!.get(0)).toBe(0.5);
  expect(flow.links).toContainEqual({ level: 1, source: 'b', target: 'a', relation: 'b>x>a', width: 0.75 });
  expect(flow.links).toContainEqual({ level: 1, source: 'a', target: 'a', relation: null, width: 0.25 });
});
