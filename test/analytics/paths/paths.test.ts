import { expect, test } from 'vitest';
import {
  articulationPoints,
  bridges,
  dijkstra,
  findCycle,
  kCore,
  kShortestPaths,
  maxFlow,
  type NamedNode,
  shortestPath,
  spanningForest,
  topologicalOrder,
} from '../../../src/analytics/index.js';
import { graphFromRows } from '../../../src/graph/index.js';
import { kite } from '../known-graphs.js';
import { testGraph } from '../small-graphs.js';

/** Towns with roads of some length, and a firm in a town without a road. */
const { graph } = await graphFromRows({
  nodes: {
    town: { rows: ['Aalst', 'Bruges', 'Ghent', 'Ostend', 'Ypres'].map((id) => ({ id })), id: 'id' },
    firm: { rows: [{ id: 'f1' }, { id: 'Ghent' }], id: 'id' },
  },
  edges: [
    {
      type: ['town', 'road', 'town'],
      rows: [
        ...([
          ['Aalst', 'Ghent', 27],
          ['Ghent', 'Bruges', 45],
          ['Bruges', 'Ostend', 25],
        ] as const),
        ...([
          ['Ghent', 'Ostend', 80],
          ['Aalst', 'Ostend', 99],
        ] as const),
      ].map(([source, target, km]) => ({ source, target, km })),
    },
    { type: ['firm', 'in', 'town'], rows: [{ source: 'f1', target: 'Ypres' }] },
  ],
});
const roads = { relations: ['road'], weights: 'km' };
const ids = (names: readonly NamedNode[] | undefined) => names?.map(({ id }) => id).join(' ');

test('shortest paths by the ids of nodes', async () => {
  const tree = await dijkstra(graph, { ...roads, from: 'Aalst' });
  expect([...tree.distances.of('town')]).toEqual([0, 72, 27, 97, Number.POSITIVE_INFINITY]);
  expect(tree.numReached).toBe(4);
  expect(ids(tree.pathTo('Ostend')?.names)).toBe('Aalst Ghent Bruges Ostend');
  expect(tree.pathTo('Ypres')).toBeUndefined();
  const near = await dijkstra(graph, { ...roads, from: 'Aalst', maxDistance: 72 });
  expect([...near.distances.values]).toEqual([0, 72, 27, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  const back = await dijkstra(graph, { ...roads, from: 'Aalst', direction: 'in' });
  expect(back.numReached).toBe(1);
});

test('one path, with and without a heuristic', async () => {
  const asked = { ...roads, from: 'Aalst', to: 'Ostend' };
  const plain = await shortestPath(graph, asked);
  expect([ids(plain?.names), plain?.distance]).toEqual(['Aalst Ghent Bruges Ostend', 97]);
  const left: Record<string, number> = { Aalst: 90, Ghent: 60, Bruges: 20, Ostend: 0 };
  const guided = await shortestPath(graph, {
    ...asked,
    heuristic: ({ id, type }) => (type === 'town' ? left[id]! : 0),
  });
  expect(guided).toEqual(plain);
  expect(await shortestPath(graph, { ...roads, from: 'Ostend', to: 'Aalst' })).toBeUndefined();
  expect(await shortestPath(graph, { ...roads, from: 'Ostend', to: 'Aalst', heuristic: () => 0 })).toBeUndefined();
});

test('several paths, shortest first', async () => {
  const paths = await kShortestPaths(graph, { ...roads, from: 'Aalst', to: 'Ostend' });
  expect(paths.map(({ names, distance }) => `${ids(names)} ${distance}`)).toEqual([
    ...['Aalst Ghent Bruges Ostend 97', 'Aalst Ostend 99', 'Aalst Ghent Ostend 107'],
  ]);
});

test('a forest, flows and cuts over weights', async () => {
  const forest = await spanningForest(graph, roads);
  expect([...forest.edges].map(({ source, target, value }) => `${source.id} ${target.id} ${value}`)).toEqual([
    ...['Bruges Ostend 25', 'Aalst Ghent 27', 'Bruges Ghent 45'],
  ]);
  expect([forest.totalWeight, forest.numTrees]).toEqual([97, 2]);
  const { value, flow, cut, isSourceSide } = await maxFlow(graph, { ...roads, from: 'Aalst', to: 'Ostend' });
  expect(value).toBe(126);
  expect([...cut].map(({ source, target, value }) => `${source.id} ${target.id} ${value}`)).toEqual([
    ...['Aalst Ghent 27', 'Aalst Ostend 99'],
  ]);
  expect([...isSourceSide]).toEqual([1, 0, 0, 0, 0]);
  const intoOstend = [...flow].filter(({ target }) => target.id === 'Ostend').map(({ value }) => value!);
  expect(intoOstend.reduce((a, b) => a + b)).toBe(126);
});

test('where a graph falls apart, over all relations', async () => {
  expect(ids((await articulationPoints(graph)).names)).toBe('');
  expect([...(await bridges(graph))]).toEqual([
    { source: { type: 'town', id: 'Ypres', row: 4 }, target: { type: 'firm', id: 'f1', row: 0 } },
  ]);
  expect((await kCore(graph)).cores.at(2)).toEqual({ type: 'town', id: 'Ghent', row: 2, value: 2 });
  expect((await kCore(graph)).largest).toBe(2);
});

test('orders and cycles', async () => {
  const { order, layers, cycle } = await topologicalOrder(graph, { relations: ['road'] });
  expect([...order]).toEqual([0, 4, 2, 1, 3]);
  expect([...layers.values]).toEqual([0, 2, 1, 3, 0]);
  expect(cycle).toBeUndefined();
  const around = await findCycle(graph, { relations: ['road'], direction: 'both' });
  expect(around?.nodes.length).toBeGreaterThan(2);
  const loop = testGraph(
    4,
    [
      [0, 1],
      [1, 2],
      [2, 1],
      [2, 3],
    ],
    { isDirected: true },
  ).graph;
  expect(ids((await topologicalOrder(loop)).cycle?.names)).toBe('1 2');
  expect([...(await topologicalOrder(loop)).order]).toEqual([0]);
});

test('what is wrong is named', async () => {
  const negative = testGraph(2, [[0, 1, -1]], { isDirected: true, hasWeights: true }).graph;
  const asked = { from: 0, to: 1 };
  const calls = [
    ...[() => dijkstra(negative, { from: 0 }), () => shortestPath(negative, asked)],
    ...[() => kShortestPaths(negative, asked), () => maxFlow(negative, asked)],
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
  const wrong = [
    [() => dijkstra(graph, {} as never), 'INVALID_OPTION'],
    [() => dijkstra(graph, { from: 'Gent' }), 'UNKNOWN_ID'],
    [() => dijkstra(graph, { from: 'Ghent' }), 'AMBIGUOUS'],
    [() => dijkstra(graph, { from: { type: 'city', id: 'Ghent' } }), 'UNKNOWN_TYPE'],
    [() => maxFlow(kite.graph, { from: 1, to: 1 }), 'INVALID_OPTION'],
    [() => kShortestPaths(kite.graph, { from: 0, to: 1, k: 0 }), 'INVALID_OPTION'],
    [() => topologicalOrder(kite.graph), 'INVALID_OPTION'],
    [() => shortestPath(kite.graph, { from: 0, to: 9, heuristic: () => Number.NaN }), 'NON_FINITE'],
    [() => kCore(graph, { damping: 1 } as never), 'INVALID_OPTION'],
    [() => dijkstra(kite.graph, { from: 0, signal: AbortSignal.abort() }), 'ABORTED'],
    [() => spanningForest(kite.graph, { signal: AbortSignal.abort() }), 'ABORTED'],
  ] as const;
  for (const [call, code] of wrong) await expect(call(), String(call)).rejects.toMatchObject({ code });
});
