import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMetapath,
  type EdgeType,
  type HeteroGraph,
  metapathAdjacency,
  metapathBound,
  powerLawGraph,
  rmatGraph,
  validateGraph,
} from '../../../src/graph/index.js';
import { KNOWS, LIKES, smallGraph } from './small-graph.js';

/** Counts of edges as a matrix, [sources][targets]. */
function matrix(graph: HeteroGraph, type: EdgeType): number[][] {
  const out = Array.from({ length: graph.numNodes(type[0]) }, () => new Array<number>(graph.numNodes(type[2])).fill(0));
  const { source, target } = graph.edgeIndex(type);
  for (let e = 0; e < source.length; e++) out[source[e]!]![target[e]!]!++;
  return out;
}

const transposed = (a: number[][], numCols: number) =>
  Array.from({ length: numCols }, (_, c) => a.map((row) => row[c]!));
const product = (a: number[][], b: number[][], numCols: number) =>
  a.map((row) => Array.from({ length: numCols }, (_, c) => row.reduce((sum, v, k) => sum + v * b[k]![c]!, 0)));

/** [column, count] of every row: all, or the largest counts, ties to the lowest column, columns ascending. */
function capped(a: number[][], cap: number): [number, number][][] {
  return a.map((row) =>
    [...row.entries()]
      .filter(([, count]) => count > 0)
      .sort((x, y) => y[1] - x[1] || x[0] - y[0])
      .slice(0, cap)
      .sort((x, y) => x[0] - y[0]),
  );
}

const rowsOf = ({ indptr, indices, values }: Awaited<ReturnType<typeof metapathAdjacency>>) =>
  Array.from({ length: indptr.length - 1 }, (_, row) =>
    Array.from(indices.subarray(indptr[row]!, indptr[row + 1]!), (c, i) => [c, values[indptr[row]! + i]]),
  );

describe('metapathAdjacency', () => {
  it('is the product of the matrices of edge counts, capped by row', async () => {
    await fc.assert(
      fc.asyncProperty(smallGraph, fc.integer({ min: 1, max: 7 }), async (graph, maxPerRow) => {
        const [people, films] = [graph.numNodes('person'), graph.numNodes('film')];
        const [knows, likes] = [matrix(graph, KNOWS), matrix(graph, LIKES)];
        const likedBy = transposed(likes, films);
        const path = [LIKES, { reverse: 'likes' }, 'knows'] as const;
        const wanted = product(product(likes, likedBy, people), knows, people);
        expect(rowsOf(await metapathAdjacency(graph, { path }))).toEqual(capped(wanted, 99));
        const cut = await metapathAdjacency(graph, { path, maxPerRow });
        expect(rowsOf(cut)).toEqual(capped(wanted, maxPerRow));
        expect(metapathBound(graph, { path, maxPerRow }).numPairs).toBeGreaterThanOrEqual(cut.indices.length);
        const back = await metapathAdjacency(graph, { path: [{ reverse: LIKES }, KNOWS] });
        expect([back.numRows, back.numCols]).toEqual([films, people]);
        expect(rowsOf(back)).toEqual(capped(product(likedBy, knows, people), 99));
        const bytes = 8 * cut.indices.length;
        // Asked exactly where the bound is too high: what fits is never refused.
        expect(await metapathAdjacency(graph, { path, maxPerRow, maxBytes: bytes })).toEqual(cut);
        if (bytes > 0) {
          await expect(metapathAdjacency(graph, { path, maxPerRow, maxBytes: bytes - 1 })).rejects.toMatchObject({
            code: 'OUT_OF_MEMORY',
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each([150, 400, 2000])('is so for %d edges between 100 nodes, rows sparse and full', async (numEdges) => {
    const type = ['n', 'edge', 'n'] as const;
    const graph = powerLawGraph({ numNodes: 100, numEdges, seed: numEdges, type });
    const edges = matrix(graph, type);
    const wanted = product(edges, edges, 100);
    for (const maxPerRow of [1, 3, 20, 99, 100, 1000]) {
      const path = ['edge', 'edge'];
      expect(rowsOf(await metapathAdjacency(graph, { path, maxPerRow }))).toEqual(capped(wanted, maxPerRow));
    }
  });

  it('stops when told to, and says how far it is', async () => {
    const graph = rmatGraph({ scale: 11, numEdges: 40_000, seed: 3 });
    const path = ['edge', 'edge', 'edge'];
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total?: number }) => {
      expect(total).toBe(2048);
      seen.push(done);
      controller.abort();
    };
    const aborted = metapathAdjacency(graph, { path, maxPerRow: 4, signal: controller.signal, onProgress });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    expect(seen.length).toBe(1);
    await expect(metapathAdjacency(graph, { path, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('addMetapath', () => {
  it('adds an edge for every pair, with the number of paths', async () => {
    await fc.assert(
      fc.asyncProperty(smallGraph, async (graph) => {
        const path = ['likes', { reverse: 'likes' }];
        const adjacency = await metapathAdjacency(graph, { path });
        const result = await addMetapath(graph, { path, name: 'fan of the same' });
        expect(result.edgeTypes.at(-1)).toEqual(['person', 'fan of the same', 'person']);
        expect(result.adjacency('fan of the same', 'out').indptr).toEqual(adjacency.indptr);
        expect([...result.adjacency('fan of the same', 'out').indices]).toEqual([...adjacency.indices]);
        expect(result.weights('fan of the same')).toEqual(adjacency.values);
        expect(validateGraph(result)).toEqual([]);
        const bare = await addMetapath(graph, { path, name: 'x', weight: null });
        expect(bare.edgeSchema('x').columns).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses paths that do not fit together, before any work', async () => {
    const [graph] = fc.sample(smallGraph, { numRuns: 1, seed: 4 });
    const refused = (options: object) =>
      addMetapath(graph!, { path: ['knows'], name: 'new', ...options }).then(
        () => 'made',
        (error) => error.code,
      );
    expect(await refused({ path: [] })).toBe('BROKEN_METAPATH');
    expect(await refused({ path: ['likes', 'likes'] })).toBe('BROKEN_METAPATH');
    expect(await refused({ path: ['likes', { reverse: 'nothing' }] })).toBe('UNKNOWN_TYPE');
    expect(await refused({ name: 'knows' })).toBe('DUPLICATE_NAME');
    expect(await refused({ name: '' })).toBe('INVALID_SCHEMA');
    expect(await refused({ weight: 'source' })).toBe('INVALID_SCHEMA');
    expect(await refused({ maxPerRow: 0 })).toBe('INVALID_OPTION');
    expect(await refused({ maxBytes: -1 })).toBe('INVALID_OPTION');
  });
});
