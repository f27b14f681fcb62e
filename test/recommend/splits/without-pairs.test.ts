import { expect, test } from 'vitest';
import { type EdgeType, graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { holdOutPerUser, type Interactions, interactionsOf, withoutPairs } from '../../../src/recommend/index.js';

const took: EdgeType = ['user', 'took', 'item'];
const takenBy: EdgeType = ['item', 'taken by', 'user'];

const source = Int32Array.from({ length: 60 }, (_, n) => n % 6);
const target = Int32Array.from({ length: 60 }, (_, n) => (n * 7) % 8);
const users = ['u5', 'u3', 'u1', 'u4', 'u0', 'u2'];

function graphWith(
  edges: { type: EdgeType; source: Int32Array; target: Int32Array; inverse?: EdgeType }[],
): HeteroGraph {
  return graphFromArrays({ nodes: { user: { data: { id: users }, ids: 'id' }, item: 8, tag: 2 }, edges });
}

/** Edges of a relation that join held-out pairs, counted the slow way. */
function leaks(graph: HeteroGraph, type: EdgeType, held: Interactions): number {
  const index = graph.edgeIndex(type);
  const isForward = type[0] === 'user';
  let found = 0;
  for (let e = 0; e < index.source.length; e++) {
    const [user, item] = isForward ? [index.source[e]!, index.target[e]!] : [index.target[e]!, index.source[e]!];
    const row = held.users.indexOf(users[user]!);
    const own = held.matrix.indices.subarray(held.matrix.indptr[row], held.matrix.indptr[row + 1]);
    if (own.includes(held.items.indexOf(item))) found++;
  }
  return found;
}

test.each([true, false])('held-out links go both ways, the inverse declared: %s', (isDeclared) => {
  const graph = graphWith([
    { type: took, source, target, ...(isDeclared && { inverse: takenBy }) },
    { type: takenBy, source: target, target: source, ...(isDeclared && { inverse: took }) },
    { type: ['item', 'has', 'tag'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) },
  ]);
  const split = holdOutPerUser(interactionsOf(graph, { edgeType: took }), { share: 0.4, seed: 3 });
  expect(leaks(graph, took, split.test)).toBeGreaterThan(0);
  const rest = withoutPairs(graph, [took], split.test);
  expect(rest.edgeTypes).toEqual([took, takenBy]);
  for (const type of [took, takenBy]) {
    expect(leaks(rest.graph, type, split.test)).toBe(0);
    expect(rest.graph.numEdges(type)).toBe(graph.numEdges(type) - leaks(graph, type, split.test));
  }
  expect(rest.graph.numEdges(['item', 'has', 'tag'])).toBe(2);
  expect(rest.related).toEqual([]);
  expect(interactionsOf(rest.graph, { edgeType: took }).matrix).toEqual(split.train.matrix);
});

test('a copy of the links under another name is told, and goes when it is named', () => {
  const copy: EdgeType = ['user', 'reviewed', 'item'];
  const graph = graphWith([
    { type: took, source, target },
    { type: copy, source: source.slice(0, 40), target: target.slice(0, 40) },
  ]);
  const { test: held } = holdOutPerUser(interactionsOf(graph, { edgeType: took }), { share: 0.4, seed: 3 });
  const edges = leaks(graph, copy, held);
  expect(edges).toBeGreaterThan(0);
  expect(withoutPairs(graph, ['took'], held).related).toEqual([
    { type: copy, edges, ofPairs: held.matrix.indices.length },
  ]);
  expect(withoutPairs(graph, ['took', 'reviewed'], held).related).toEqual([]);
});

test('edge types that do not join users and items are refused', () => {
  const graph = graphWith([
    { type: took, source, target },
    { type: ['item', 'has', 'tag'], source: Int32Array.of(0), target: Int32Array.of(0) },
  ]);
  const { test: held } = holdOutPerUser(interactionsOf(graph, { edgeType: took }), { seed: 3 });
  expect(() => withoutPairs(graph, ['took', 'has'], held)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(() => withoutPairs(graph, [], held)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});
