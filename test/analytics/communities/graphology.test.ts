import fc from 'fast-check';
import louvainOfGraphology from 'graphology-communities-louvain';
import modularityOfGraphology from 'graphology-metrics/graph/modularity.js';
import { describe, expect, it } from 'vitest';
import { leiden, louvain, modularity, projectGraph } from '../../../src/analytics/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { type Peer, randomPeer } from '../graphology.js';

type Modularity = typeof modularityOfGraphology.default;
type Louvain = typeof louvainOfGraphology.default;
/** The packages are functions, which their types call default exports. */
const theirModularity = modularityOfGraphology as unknown as Modularity;
const theirLouvain = louvainOfGraphology as unknown as Louvain;

const simple = { parallel: false, selfLoops: false } as const;

/** Communities by the number of a node, of those by key. */
function inOrder({ peer }: Peer, of: Record<string, number>): Int32Array {
  return Int32Array.from(peer.nodes(), (key) => of[key]!);
}

describe('graphology 0.26 agrees on', () => {
  // It counts an undirected self loop once where Newman's form, which is followed here, counts it twice; it refuses parallel edges.
  it('modularity of any partition, with directions and without', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomPeer(simple),
        fc.nat(1000),
        fc.constantFrom(0.5, 1, 1.7),
        async (make, seed, resolution) => {
          const each = await make();
          if (each.peer.size === 0) return;
          const random = new RandomStream(seed, 'partition');
          const of = Object.fromEntries(each.peer.nodes().map((key) => [key, random.nextInt(3)]));
          const expected = theirModularity(each.peer, { getNodeCommunity: (key) => of[key]!, resolution });
          const found = await modularity(each.graph, inOrder(each, of), { ...each.options, resolution });
          expect(found).toBeCloseTo(expected, 10);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('modularity of what Louvain finds, which Leiden does not fall behind by much', async () => {
    let [theirs, ours, leidens] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(randomPeer({ ...simple, isDirected: false, maxNodes: 20 }), fc.nat(50), async (make, seed) => {
        const each = await make();
        if (each.peer.size === 0) return;
        const graph = await projectGraph(each.graph, each.options);
        const stream = new RandomStream(seed, 'louvain');
        const found = theirLouvain.detailed(each.peer, { rng: () => stream.next() });
        expect(await modularity(graph, inOrder(each, found.communities))).toBeCloseTo(found.modularity, 10);
        const louvains = (await louvain(graph, { seed })).quality;
        const leiden1 = (await leiden(graph, { seed })).quality;
        // Two partitions may both be local optima, but not far apart on so small a graph.
        expect(louvains).toBeGreaterThan(found.modularity - 0.1);
        expect(leiden1).toBeGreaterThan(found.modularity - 0.1);
        theirs += found.modularity;
        ours += louvains;
        leidens += leiden1;
      }),
      { numRuns: 500 },
    );
    expect(ours).toBeGreaterThan(0.99 * theirs);
    expect(leidens).toBeGreaterThan(0.99 * theirs);
  });
});
