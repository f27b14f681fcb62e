import { describe, expect, it } from 'vitest';
import {
  algorithmNamed,
  estimateMemory,
  listAlgorithms,
  projectEdges,
  projectGraph,
  projectionSize,
  triangles,
  withoutDirection,
} from '../../src/analytics/index.js';
import { undirectedBytes } from '../../src/analytics/project/without-direction.js';
import { triangleBytes } from '../../src/analytics/structure/simple/count-triangles.js';
import { memoryRemark } from '../../src/cli/analyse/memory-remark.js';
import { Pool } from '../../src/compute/index.js';
import { graphFromArrays } from '../../src/graph/index.js';

const typed = graphFromArrays({
  nodes: { user: 3, item: 4, tag: 2 },
  edges: [
    { type: ['user', 'buys', 'item'], source: [0, 0, 1], target: [0, 1, 3] },
    { type: ['item', 'has', 'tag'], source: [0, 3], target: [1, 1] },
  ],
});

const size = { numNodes: 200, numEntries: 3000, hasWeights: true };
const bytesOf = (name: string) => listAlgorithms().find((each) => each.name === name)!.bytes!;

describe('bytes that are foretold', () => {
  it.each(['leiden', 'louvain', 'label-propagation', 'triangles', 'motifs'])('of %s grow with directions', (name) => {
    const bytes = bytesOf(name);
    expect(bytes({ ...size, isDirected: true })).toBeGreaterThan(bytes({ ...size, isDirected: false }));
  });

  it('of motifs grow with node types', () => {
    const bytes = bytesOf('motifs');
    const more = bytes({ ...size, isDirected: false, numTypes: 3 }) - bytes({ ...size, isDirected: false });
    expect(more).toBeGreaterThanOrEqual(2 * (8 * size.numNodes + 2.5 * size.numEntries));
  });

  it('of PageRank have room for nine numbers a node, and two more with a restart', () => {
    const none = { numNodes: 100, numEntries: 0, hasWeights: false, isDirected: true };
    expect(bytesOf('pagerank')(none)).toBe(7204 + 400);
    expect(bytesOf('pagerank')(none, { sources: 3 })).toBe(8804 + 400);
  });

  it('follow the options: widths of vectors, topics', () => {
    const some = { ...size, isDirected: false };
    for (const name of ['fastrp', 'node2vec']) {
      const bytes = (width?: number) => bytesOf(name)(some, width === undefined ? {} : { width });
      expect(bytes()).toBe(bytes(128));
      expect(bytes(128) - bytes(64)).toBe(3 * 4 * 64 * size.numNodes);
    }
    const ofTopics = (options: object, numTypes = 2) =>
      bytesOf('topic-pagerank')({ ...some, numTypes }, { ...options });
    expect(ofTopics({ topics: { a: ['x'], b: ['y'], c: ['z'] } }) - ofTopics({})).toBe(8 * size.numNodes);
    expect(ofTopics({ topics: 'paper.venue', maxTopics: 12 }) - ofTopics({})).toBe(10 * 8 * size.numNodes);
  });

  it('of triangles are those of the memory of the threads, and 28 bytes a node beside it', async () => {
    const [numNodes, numEdges] = [20_000, 60_000];
    const draw = (factor: number) => Int32Array.from({ length: numEdges }, (_, e) => (e * factor) % numNodes);
    const graph = await projectEdges({ numNodes, source: draw(7), target: draw(13), isDirected: false });
    const pool = new Pool(2);
    await triangles(graph, { pool });
    const made = pool.arena.stats().peak + 28 * numNodes;
    pool.dispose();
    const foretold = triangleBytes(numNodes, graph.forward.indices.length, 2);
    expect(Math.abs(foretold / made - 1)).toBeLessThan(0.2);
  });

  it('are those of a graph that loses its directions', async () => {
    const draw = (factor: number) => Int32Array.from({ length: size.numEntries }, (_, e) => (e * factor) % 199);
    const target = draw(7).map((v) => v + 1);
    const graph = await projectEdges({ numNodes: 200, source: draw(1), target, weights: draw(3) });
    const { indptr, indices, weights } = withoutDirection(graph).forward;
    const made = indptr.byteLength + indices.byteLength + weights!.byteLength;
    expect(undirectedBytes({ ...size, isDirected: true })).toBeGreaterThanOrEqual(made);
    expect(undirectedBytes({ ...size, isDirected: true })).toBeLessThan(1.1 * made);
  });

  it('are known before a graph is projected', async () => {
    for (const options of [
      {},
      { relations: ['buys'] },
      { direction: 'both' as const },
      { relations: ['has'], direction: 'in' as const },
    ]) {
      const projection = await projectGraph(typed, options);
      const ways = new Set([projection.forward, projection.backward]);
      const made = [...ways].reduce((sum, { indptr, indices }) => sum + indptr.byteLength + indices.byteLength, 0);
      const found = estimateMemory(typed, 'pagerank', options)!;
      expect(found.projection).toBe(made);
      const { numSimple: _, ...size } = projectionSize(projection);
      expect(found.algorithm).toBe(Math.ceil(algorithmNamed('pagerank').bytes!(size, options)));
      expect(found.total).toBe(found.projection + found.algorithm);
    }
    expect(estimateMemory(typed, 'pagerank', { metapath: ['buys', 'has'] })).toBeUndefined();
    expect(estimateMemory(typed, 'metapaths')!.projection).toBe(0);
    for (const { name } of listAlgorithms()) expect(estimateMemory(typed, name)!.total, name).toBeGreaterThan(0);
    for (const bad of [{ relations: ['sells'] }, { direction: 'up' }])
      expect(() => estimateMemory(typed, 'pagerank', bad)).toThrow(
        expect.objectContaining({ code: expect.any(String) }),
      );
    expect(() => estimateMemory(typed, 'page-rank')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('of similar pairs have room for so many others of each node', () => {
    const bytes = bytesOf('node-similarity');
    const some = { ...size, isDirected: true };
    expect(bytes(some, { topK: 3 }) - bytes(some, { topK: 1 })).toBe(2 * 48 * size.numNodes);
    expect(bytes(some, { topK: 1000 })).toBe(bytes(some, { topK: size.numNodes - 1 }));
    // Two entries a node lead to four others.
    const few = { ...some, numEntries: 2 * size.numNodes };
    expect(bytes(few, { topK: 9 })).toBe(bytes(few, { topK: 4 }));
    expect(bytes(some, { nodes: ['a', 'b'], topK: 5 })).toBe(bytes(some, { topK: 5 }) - 48 * 5 * (size.numNodes - 2));
    expect(bytes(some, { metric: 'pathsim' })).toBeGreaterThanOrEqual(bytes(some));
  });

  it('are said on the command line where they are large, or more than is free', () => {
    const of = (total: number) => ({ projection: 0, algorithm: total, total });
    expect(memoryRemark(of(2 ** 20), 2 ** 30)).toBeUndefined();
    expect(memoryRemark(of(2 ** 28), 2 ** 30)).toBe('This takes up to 256 MiB of memory beside the graph.');
    expect(memoryRemark(of(2 ** 20), 2 ** 19)).toContain('1.00 MiB of memory beside the graph, and 512 KiB are free');
  });
});
