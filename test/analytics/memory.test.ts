import { describe, expect, it } from 'vitest';
import { listAlgorithms, projectEdges, triangles, withoutDirection } from '../../src/analytics/index.js';
import { undirectedBytes } from '../../src/analytics/project/without-direction.js';
import { triangleBytes } from '../../src/analytics/structure/simple/count-triangles.js';
import { Pool } from '../../src/compute/index.js';

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
});
