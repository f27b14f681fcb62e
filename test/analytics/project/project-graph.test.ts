import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Adjacency,
  type ProjectOptions,
  projectEdges,
  projectGraph,
  withoutDirection,
} from '../../../src/analytics/index.js';
import { withWayOut } from '../../../src/analytics/project/metapath-edges.js';
import { HeteroGraphError } from '../../../src/core/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { entriesOf, randomEdges } from '../random-edges.js';

/** Entries as [row, column, weight], in the order they stand in. */
function entries({ indptr, indices, weights }: Adjacency): [number, number, number][] {
  const out: [number, number, number][] = [];
  for (let v = 0; v + 1 < indptr.length; v++) {
    for (let i = indptr[v]!; i < indptr[v + 1]!; i++) out.push([v, indices[i]!, weights?.[i] ?? 1]);
  }
  return out;
}
const sorted = (list: [number, number, number][]) =>
  [...list].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);

describe('projectEdges', () => {
  it('holds every edge both ways, in one order', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const graph = await projectEdges(edges);
        const { source, target, weights, isDirected } = edges;
        const expected = source.flatMap((u, e): [number, number, number][] => {
          const [v, w] = [target[e]!, weights?.[e] ?? 1];
          return isDirected || u === v
            ? [[u, v, w]]
            : [
                [u, v, w],
                [v, u, w],
              ];
        });
        expect(entries(graph.forward)).toEqual(sorted(expected));
        expect(entries(graph.backward)).toEqual(sorted(expected.map(([u, v, w]) => [v, u, w])));
        expect(graph.isDirected).toBe(isDirected);
        expect(graph.forward === graph.backward).toBe(!isDirected);
      }),
    );
  });

  it('is the same whatever the order of the edges', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const { source, target, weights } = edges;
        const turned = {
          ...edges,
          source: [...source].reverse(),
          target: [...target].reverse(),
          ...(weights && { weights: [...weights].reverse() }),
        };
        expect(await projectEdges(turned)).toEqual(await projectEdges(edges));
      }),
    );
  });

  it('names what is wrong', async () => {
    const edges = { numNodes: 2, source: [0], target: [1] };
    expect(await codeOfPromise(() => projectEdges({ ...edges, target: [2] }))).toBe('INDEX_OUT_OF_RANGE');
    expect(await codeOfPromise(() => projectEdges({ ...edges, source: [-1] }))).toBe('INDEX_OUT_OF_RANGE');
    expect(await codeOfPromise(() => projectEdges({ ...edges, target: [] }))).toBe('SHAPE_MISMATCH');
    expect(await codeOfPromise(() => projectEdges({ ...edges, weights: [1, 2] }))).toBe('SHAPE_MISMATCH');
    expect(await codeOfPromise(() => projectEdges({ ...edges, weights: [Number.NaN] }))).toBe('INVALID_WEIGHT');
    expect(await codeOfPromise(() => projectEdges({ ...edges, numNodes: 1.5 }))).toBe('INVALID_OPTION');
    expect(await codeOfPromise(() => projectEdges({ ...edges, signal: AbortSignal.abort() }))).toBe('ABORTED');
  });

  it('loses its directions as if it had had none', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const directed = await projectEdges({ ...edges, isDirected: true });
        expect(withoutDirection(directed)).toEqual(await projectEdges({ ...edges, isDirected: false }));
      }),
    );
  });
});

const shop = graphFromArrays({
  nodes: {
    user: { data: { id: ['u0', 'u1', 'u2'] }, ids: 'id' },
    item: { data: { id: ['i0', 'i1'] }, ids: 'id' },
    shop: 1,
  },
  edges: [
    {
      type: ['user', 'buys', 'item'],
      source: Int32Array.of(0, 1, 1, 2),
      target: Int32Array.of(0, 0, 1, 1),
      data: { price: Float64Array.of(5, 6, 7, 8) },
    },
    { type: ['user', 'knows', 'user'], source: Int32Array.of(0, 2), target: Int32Array.of(1, 2) },
  ],
});

describe('projectGraph', () => {
  const project = (options?: ProjectOptions) => projectGraph(shop, options);
  const pairs = async (options?: ProjectOptions) => entries((await project(options)).forward);

  it('numbers the nodes of all types', async () => {
    const { types, numNodes } = await project();
    expect(types.map(({ name, start, count }) => [name, start, count])).toEqual([
      ['user', 0, 3],
      ['item', 3, 2],
      ['shop', 5, 1],
    ]);
    expect(numNodes).toBe(6);
    expect(types[1]!.ids!.idOf(1)).toBe('i1');
    expect((await project({ relations: ['knows'] })).types.map(({ name }) => name)).toEqual(['user']);
  });

  it('takes relations, directions and weights', async () => {
    const buys: [number, number, number][] = [
      [0, 3, 5],
      [1, 3, 6],
      [1, 4, 7],
      [2, 4, 8],
    ];
    expect(await pairs({ relations: ['buys'], weights: 'price' })).toEqual(buys);
    const backwards = sorted(buys.map(([u, v, w]) => [v, u, w]));
    expect(await pairs({ relations: ['buys'], weights: 'price', direction: 'in' })).toEqual(backwards);
    expect(await pairs({ relations: ['buys'], weights: 'price', direction: 'both' })).toEqual(
      sorted([...buys, ...backwards]),
    );
    expect(await pairs({ relations: ['knows'] })).toEqual([
      [0, 1, 1],
      [2, 2, 1],
    ]);
    expect(await pairs({ relations: ['knows'], selfLoops: false })).toEqual([[0, 1, 1]]);
    expect(await pairs({ relations: ['knows', 'knows'] })).toHaveLength(2);
    expect(await pairs()).toHaveLength(6);
  });

  it('projects a metapath by the number of its instances', async () => {
    const metapath = ['buys', { reverse: 'buys' }];
    expect(await pairs({ metapath })).toEqual([
      [0, 1, 1],
      [1, 0, 1],
      [1, 2, 1],
      [2, 1, 1],
    ]);
    expect(await pairs({ metapath, direction: 'both' })).toEqual(await pairs({ metapath }));
    expect(await pairs({ metapath, selfLoops: true })).toContainEqual([1, 1, 2]);
    expect((await project({ metapath })).types.map(({ name }) => name)).toEqual(['user']);
    // Through friends: user 0 knows user 1, who buys both items; user 2 knows himself.
    const through: [number, number, number][] = [
      [0, 3, 1],
      [0, 4, 1],
      [2, 4, 1],
    ];
    expect(await pairs({ metapath: ['knows', 'buys'] })).toEqual(through);
    const both = sorted([...through, ...through.map(([u, v, w]): [number, number, number] => [v, u, w])]);
    expect(await pairs({ metapath: ['knows', 'buys'], direction: 'both' })).toEqual(both);
    // Only user 2 is known by somebody whom he knows.
    expect(await pairs({ metapath: ['knows', 'knows'], selfLoops: true, direction: 'both' })).toEqual([[2, 2, 1]]);
  });

  it('takes an edge type and its inverse once where no direction counts', async () => {
    const graph = graphFromArrays({
      nodes: { a: 1, b: 2 },
      edges: [
        {
          type: ['a', 'has', 'b'],
          source: Int32Array.of(0, 0),
          target: Int32Array.of(0, 1),
          inverse: ['b', 'of', 'a'],
        },
        {
          type: ['b', 'of', 'a'],
          source: Int32Array.of(0, 1),
          target: Int32Array.of(0, 0),
          inverse: ['a', 'has', 'b'],
        },
      ],
    });
    expect(entries((await projectGraph(graph, { direction: 'both' })).forward)).toHaveLength(4);
    expect(entries((await projectGraph(graph, { direction: 'both', relations: ['has', 'of'] })).forward)).toHaveLength(
      8,
    );
    expect(entries((await projectGraph(graph)).forward)).toHaveLength(4);
    const metapath = ['has', 'of'];
    const back = entries((await projectGraph(graph, { metapath, direction: 'both', selfLoops: true })).forward);
    expect(back).toEqual([[0, 0, 2]]);
  });

  it('names what is wrong before any work', async () => {
    const code = (options: object) => codeOfPromise(() => project(options));
    expect(await code({ relations: ['sells'] })).toBe('UNKNOWN_TYPE');
    expect(await code({ weights: 'price' })).toBe('UNKNOWN_COLUMN');
    expect(await code({ relations: ['buys'], weights: 'cost' })).toBe('UNKNOWN_COLUMN');
    expect(await code({ metapath: ['buys', 'buys'] })).toBe('BROKEN_METAPATH');
    expect(await code({ metapath: [] })).toBe('BROKEN_METAPATH');
    expect(await code({ metapath: ['knows'], relations: ['knows'] })).toBe('INVALID_OPTION');
    expect(await code({ metapath: ['knows'], weights: 'price' })).toBe('INVALID_OPTION');
    expect(await code({ direction: 'up' })).toBe('INVALID_OPTION');
    expect(await code({ relation: ['buys'] })).toBe('INVALID_OPTION');
    expect(await code({ signal: AbortSignal.abort() })).toBe('ABORTED');
  });

  it('names the way out where a metapath joins too many pairs', () => {
    const cause = new HeteroGraphError('OUT_OF_MEMORY', 'Too many pairs.', { hint: 'Pass a smaller `maxPerRow`.' });
    const code = 'OUT_OF_MEMORY';
    const hint = expect.stringContaining('addMetapath');
    expect(withWayOut(cause)).toMatchObject({ code, location: { column: 'metapath' }, hint, cause });
    const aborted = new HeteroGraphError('ABORTED', 'The operation was aborted.');
    expect(withWayOut(aborted)).toBe(aborted);
  });

  it('sums to the same matrix as its edges', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdges(), async (edges) => {
        const { forward, numNodes } = await projectEdges(edges);
        const sums = Array.from({ length: numNodes }, () => new Array<number>(numNodes).fill(0));
        for (const [u, v, w] of entries(forward)) sums[u]![v]! += w;
        expect(sums).toEqual(entriesOf(edges));
      }),
    );
  });
});
