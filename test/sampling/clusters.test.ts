import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../src/graph/index.js';
import { ClusterLoader, partitionGraph } from '../../src/sampling/index.js';
import { plainGraphs, typedGraph } from './random-graphs.js';

/** Rings of ten nodes with chords, and one edge from each ring to the next. */
function rings(count: number) {
  const [source, target]: [number[], number[]] = [[], []];
  for (let ring = 0; ring < count; ring++) {
    for (let i = 0; i < 10; i++) {
      for (const step of [1, 2, 3]) {
        source.push(ring * 10 + i);
        target.push(ring * 10 + ((i + step) % 10));
      }
    }
    source.push(ring * 10);
    target.push(((ring + 1) % count) * 10 + 5);
  }
  return graphFromArrays({
    nodes: { n: count * 10 },
    edges: [{ type: ['n', 'e', 'n'], source: Int32Array.from(source), target: Int32Array.from(target) }],
  });
}

describe('partitionGraph', () => {
  it('gives every node a cluster, none above the limit, and counts the edges cut', () => {
    fc.assert(
      fc.property(
        plainGraphs,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(0, 0.1, 1),
        fc.nat(99),
        (given, clusters, slack, seed) => {
          const graph = typedGraph(given);
          const found = partitionGraph(graph, { clusters, slack, seed });
          const sizes = new Array<number>(clusters).fill(0);
          for (const type of graph.nodeTypes) for (const cluster of found.clusters.get(type)!) sizes[cluster]! += 1;
          expect([...found.sizes]).toEqual(sizes);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.ceil((graph.numNodes() / clusters) * (1 + slack)));
          let cut = 0;
          for (const type of graph.edgeTypes) {
            const { source, target } = graph.edgeIndex(type);
            const [from, to] = [found.clusters.get(type[0])!, found.clusters.get(type[2])!];
            for (const edge of source.keys()) if (from[source[edge]!] !== to[target[edge]!]) cut++;
          }
          expect(found.cutEdges).toBe(cut);
          expect(partitionGraph(graph, { clusters, slack, seed })).toEqual(found);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps together what hangs together', () => {
    const graph = rings(40);
    const { cutEdges } = partitionGraph(graph, { clusters: 10, seed: 1 });
    // At random nine edges in ten are cut.
    expect(cutEdges).toBeLessThan(0.4 * graph.numEdges());
  });
});

describe('ClusterLoader', () => {
  it('has every node in one batch of an epoch, with all edges among the nodes of a batch', async () => {
    const graph = rings(12);
    const partition = partitionGraph(graph, { clusters: 7, seed: 1 });
    const rows = { n: Int32Array.of(3, 50, 119) };
    const loader = new ClusterLoader(graph, { partition, clustersPerBatch: 2, rows, workers: 0 });
    expect(loader.numBatches).toBe(4);
    const [nodes, seeds]: [number[], number[]] = [[], []];
    const { source, target } = graph.edgeIndex('e');
    const of = partition.clusters.get('n')!;
    for await (const batch of loader.batches({ seed: 1, epoch: 1 })) {
      const own = [...batch.nodes.get('n')!];
      nodes.push(...own);
      seeds.push(...[...batch.seeds.get('n')!].map((local) => own[local]!));
      expect(new Set(own.map((node) => of[node])).size).toBeLessThanOrEqual(2);
      const edges = [...source.keys()].filter((e) => own.includes(source[e]!) && own.includes(target[e]!));
      expect([...batch.relations.get('n>e>n')!.edges].toSorted((a, b) => a - b)).toEqual(edges);
    }
    expect(nodes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    expect(seeds.toSorted((a, b) => a - b)).toEqual([3, 50, 119]);
    await loader.dispose();
  });
});
