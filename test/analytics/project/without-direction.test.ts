import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leiden } from '../../../src/analytics/communities/leiden.js';
import {
  articulationPoints,
  bridges,
  clusteringCoefficient,
  countMotifs,
  findCycle,
  kCore,
  labelPropagation,
  maxFlow,
  modularity,
  type ProjectOptions,
  projectGraph,
  spanningForest,
  triangles,
  withoutDirection,
} from '../../../src/analytics/index.js';
import { addInverseRelations, graphFromArrays, type HeteroGraph, toUndirected } from '../../../src/graph/index.js';
import { codeOfPromise } from '../../support/code-of.js';

const graphOf = (numNodes: number, pairs: readonly (readonly [number, number])[]) =>
  graphFromArrays({
    nodes: { node: numNodes },
    edges: [
      {
        type: ['node', 'to', 'node'],
        source: Int32Array.from(pairs, ([a]) => a),
        target: Int32Array.from(pairs, ([, b]) => b),
        data: { km: Float64Array.from(pairs, (_, e) => 1 + (e % 3)) },
      },
    ],
  });
const smallGraphs = fc.integer({ min: 1, max: 7 }).chain((numNodes) => {
  const node = fc.nat(numNodes - 1);
  return fc.array(fc.tuple(node, node), { maxLength: 12 }).map((pairs) => graphOf(numNodes, pairs));
});

describe('algorithms that know no directions', () => {
  it.each([
    ['kCore', async (g: HeteroGraph, o: ProjectOptions) => [...(await kCore(g, o)).cores.values]],
    ['articulationPoints', async (g: HeteroGraph, o: ProjectOptions) => [...(await articulationPoints(g, o)).nodes]],
    ['bridges', async (g: HeteroGraph, o: ProjectOptions) => [...(await bridges(g, o))]],
    ['spanningForest', async (g: HeteroGraph, o: ProjectOptions) => [...(await spanningForest(g, o)).edges]],
    ['triangles', async (g: HeteroGraph, o: ProjectOptions) => [...(await triangles(g, o)).triangles.values]],
    ['clustering', async (g: HeteroGraph, o: ProjectOptions) => [...(await clusteringCoefficient(g, o)).local.values]],
    ['countMotifs', (g: HeteroGraph, o: ProjectOptions) => countMotifs(g, o)],
    ['labels', async (g: HeteroGraph, o: ProjectOptions) => [...(await labelPropagation(g, o)).communities.values]],
  ])('%s gives the same for each direction', async (_, run) => {
    await fc.assert(
      fc.asyncProperty(smallGraphs, async (graph) => {
        const expected = await run(graph, { weights: 'km' });
        expect(await run(graph, { weights: 'km', direction: 'out' })).toEqual(expected);
        expect(await run(graph, { weights: 'km', direction: 'in' })).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('finds what lies against the direction', async () => {
    const back = graphOf(2, [[1, 0]]);
    expect((await spanningForest(back, { direction: 'out' })).edges.length).toBe(1);
    const triangle = graphOf(3, [
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect((await bridges(triangle, { direction: 'out' })).length).toBe(0);
  });
});

describe('a relation that is its own inverse', () => {
  const path = toUndirected(
    graphOf(3, [
      [0, 1],
      [1, 2],
    ]),
  );

  it('holds each edge once without a direction', async () => {
    const { forward } = await projectGraph(path, { direction: 'both' });
    expect([...forward.indices]).toEqual([1, 0, 2, 1]);
    expect((await bridges(path)).length).toBe(2);
    expect((await maxFlow(path, { from: 0, to: 2, direction: 'both' })).value).toBe(1);
    expect(await findCycle(path, { direction: 'both' })).toBeUndefined();
    expect(await modularity(path, [0, 0, 0], { objective: 'cpm', resolution: 0 })).toBe(2);
  });

  it('is as the relation that it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(smallGraphs, async (graph) => {
        const pairs = toUndirected(graph);
        const options = { weights: 'km', direction: 'both' } as const;
        const { source, target } = pairs.edgeIndex('to');
        const once = graphOf(
          graph.numNodes('node'),
          Array.from(source, (a, e) => [a, target[e]!] as const).filter(([a, b]) => a <= b),
        );
        const { forward } = await projectGraph(pairs, { direction: 'both' });
        expect(forward).toEqual((await projectGraph(once, { direction: 'both' })).forward);
        expect(withoutDirection(await projectGraph(pairs, { weights: 'km' })).forward).toEqual(
          (await projectGraph(pairs, options)).forward,
        );
      }),
    );
  });

  it('is refused where it is not symmetric', async () => {
    const graph = graphFromArrays({
      nodes: { node: 2 },
      edges: [
        {
          type: ['node', 'to', 'node'],
          source: Int32Array.of(0, 1),
          target: Int32Array.of(1, 0),
          data: { km: Float64Array.of(1, 2) },
          inverse: ['node', 'to', 'node'],
        },
      ],
    });
    const options = { weights: 'km', direction: 'both' } as const;
    expect(await codeOfPromise(() => projectGraph(graph, options))).toBe('INVERSE_MISMATCH');
    expect((await projectGraph(graph, { direction: 'both' })).forward.indices).toHaveLength(2);
    expect((await projectGraph(graph, { weights: 'km' })).forward.indices).toHaveLength(2);
  });
});

describe('a projection that loses its directions', () => {
  const writers = graphFromArrays({
    nodes: { author: 3, paper: 2 },
    edges: [
      { type: ['author', 'writes', 'paper'], source: Int32Array.of(0, 1, 1, 2), target: Int32Array.of(0, 0, 1, 1) },
    ],
  });
  const metapath = ['writes', { reverse: 'writes' }];

  it.each([
    ['a symmetric metapath', writers, { metapath }],
    ['a relation and its inverse', addInverseRelations(writers), {}],
    ['a relation, its inverse named', addInverseRelations(writers), { relations: ['writes', 'rev_writes'] }],
    ['a relation without its inverse', addInverseRelations(writers), { relations: ['writes'] }],
    ['relations without inverses', writers, {}],
  ] as const)('is as it was without: %s', async (_, graph, options) => {
    const both = await projectGraph(graph, { ...options, direction: 'both' });
    for (const direction of ['out', 'in'] as const) {
      const projection = withoutDirection(await projectGraph(graph, { ...options, direction }));
      expect(projection.forward).toEqual(both.forward);
      expect(projection.backward).toBe(projection.forward);
      expect(projection.isDirected).toBe(false);
    }
  });

  it('has the bridges of the pairs that a metapath joins', async () => {
    expect((await bridges(await projectGraph(writers, { metapath }))).length).toBe(2);
    expect((await bridges(writers, { metapath })).length).toBe(2);
  });

  it('leaves both ways to communities of directed graphs', async () => {
    const projection = await projectGraph(writers, { metapath });
    const directed = await leiden(projection);
    expect(directed.quality).toBeCloseTo(await modularity(projection, directed.communities), 12);
    expect(directed.quality).toBeCloseTo((await leiden(writers, { metapath })).quality, 12);
  });
});
