import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { graphPicture, networkDrawing, networkPage } from '../../../src/viz/index.js';
import { KNOWS, LIKES, smallGraph } from '../../graph/transforms/small-graph.js';

const quick = { iterations: 2 };

/** Authors 0 to 3, of whom 0 wrote most; papers with names; the inverse relation beside. */
const written: HeteroGraph = graphFromArrays({
  schema: {
    nodes: [
      { name: 'author', columns: [] },
      { name: 'paper', columns: [{ name: 'title', type: 'utf8', role: 'text', nullable: true }] },
    ],
    edges: [
      { type: ['author', 'writes', 'paper'], columns: [], inverse: ['paper', 'written by', 'author'] },
      { type: ['paper', 'written by', 'author'], columns: [], inverse: ['author', 'writes', 'paper'] },
    ],
  },
  nodes: { author: 4, paper: { data: { title: ['On graphs', null, 'On trees'] } } },
  edges: [
    {
      type: ['author', 'writes', 'paper'],
      source: Int32Array.of(0, 0, 0, 1, 2),
      target: Int32Array.of(0, 1, 2, 1, 1),
    },
    {
      type: ['paper', 'written by', 'author'],
      source: Int32Array.of(0, 1, 2, 1, 1),
      target: Int32Array.of(0, 0, 0, 1, 2),
    },
  ],
});

describe('graphPicture', () => {
  it('has all nodes and edges of any graph that is small enough', async () => {
    await fc.assert(
      fc.asyncProperty(smallGraph, async (graph) => {
        const picture = await graphPicture(graph, quick);
        expect(picture.types).toHaveLength(graph.numNodes());
        expect(picture.relations.map(({ source }) => source.length)).toEqual([
          graph.numEdges(KNOWS),
          graph.numEdges(LIKES),
        ]);
        for (const [r, type] of [KNOWS, LIKES].entries()) {
          for (const node of Array.from(picture.relations[r]!.source)) expect(picture.types[node]).toBe(type[0]);
          for (const node of Array.from(picture.relations[r]!.target)) expect(picture.types[node]).toBe(type[2]);
        }
        expect([picture.notes, picture.leftOut]).toEqual([[], {}]);
        expect(networkDrawing(picture) === '').toBe(graph.numNodes() === 0);
        expect(networkPage(picture) === '').toBe(graph.numNodes() === 0);
      }),
      { numRuns: 15 },
    );
  });

  it('leaves out the nodes with the fewest edges, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(smallGraph, fc.integer({ min: 1, max: 5 }), async (graph, limit) => {
        const picture = await graphPicture(graph, { ...quick, limit });
        const degree = (type: string, row: number) =>
          [KNOWS, LIKES].reduce((sum, edge) => {
            const { source, target } = graph.edgeIndex(edge);
            const ends = (list: Int32Array, of: string) => (of === type ? list.filter((n) => n === row).length : 0);
            return sum + ends(source, edge[0]) + ends(target, edge[2]);
          }, 0);
        const all = graph.nodeTypes.flatMap((type) =>
          Array.from({ length: graph.numNodes(type) }, (_, row) => ({ type, row, degree: degree(type, row) })),
        );
        const isShown = ({ type, row }: (typeof all)[number]) => picture.rows[type]!.includes(row);
        const [shown, hidden] = [all.filter(isShown), all.filter((node) => !isShown(node))];
        expect(shown).toHaveLength(Math.min(limit, all.length));
        const least = Math.min(...shown.map((node) => node.degree));
        for (const node of hidden) expect(node.degree).toBeLessThanOrEqual(least);
        expect(Object.values(picture.leftOut).reduce((sum, count) => sum + count, 0)).toBe(hidden.length);
        expect(picture.notes).toHaveLength(hidden.length > 0 ? 1 : 0);
      }),
      { numRuns: 25 },
    );
  });

  it('takes one relation of an inverse pair, names of a column, groups and sizes by type', async () => {
    const picture = await graphPicture(written, {
      ...quick,
      names: { paper: 'title' },
      groups: { author: [7, 7, 8, 8] },
      sizes: { paper: [3, 1, 2] },
    });
    expect(picture.relations.map(({ name }) => name)).toEqual(['writes']);
    expect(picture.names).toEqual(['0', '1', '2', '3', 'On graphs', '1', 'On trees']);
    expect(picture.groups).toEqual([7, 7, 8, 8, '', '', '']);
    expect(Array.from(picture.sizes)).toEqual([0, 0, 0, 0, 3, 1, 2]);
    const given = { types: ['author'], of: () => [7, 7, 8, 8] };
    const same = await graphPicture(written, { ...quick, groups: given, sizes: given });
    expect(same.groups).toEqual(picture.groups);
    expect(Array.from(same.sizes)).toEqual([7, 7, 8, 8, 0, 0, 0]);
    const degrees = await graphPicture(written, quick);
    expect(Array.from(degrees.sizes)).toEqual([3, 1, 1, 0, 1, 3, 1]);
    const authors = await graphPicture(written, { ...quick, nodeTypes: ['author'] });
    expect([authors.types, authors.relations]).toEqual([Array(4).fill('author'), []]);
    const both = await graphPicture(written, { ...quick, relations: ['writes', 'written by'], limit: 2 });
    expect(both.rows).toEqual({ author: Int32Array.of(0), paper: Int32Array.of(1) });
    expect(both.relations.map(({ source }) => source.length)).toEqual([1, 1]);
    expect(both.notes).toEqual(['The 2 nodes with the most edges; left out are 3 of author, 2 of paper.']);
  });

  it.each([
    ['UNKNOWN_TYPE', { nodeTypes: ['x'] }],
    ['UNKNOWN_TYPE', { relations: ['x'] }],
    ['UNKNOWN_TYPE', { groups: { x: [] } }],
    ['UNKNOWN_COLUMN', { names: { paper: 'x' } }],
    ['SHAPE_MISMATCH', { groups: { author: [1] } }],
    ['INVALID_OPTION', { groups: 3 }],
    ['INVALID_OPTION', { limit: 0 }],
    ['INVALID_OPTION', { nodeTypes: ['author'], relations: ['writes'] }],
    ['INVALID_OPTION', { lmit: 3 }],
  ])('refuses %s: %j', async (code, options) => {
    await expect(graphPicture(written, { ...quick, ...options } as never)).rejects.toMatchObject({ code });
  });
});
