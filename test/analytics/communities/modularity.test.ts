import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modularity } from '../../../src/analytics/communities/scores/modularity.js';
import { graphOfEdges, randomEdgeList, simpleGraph } from '../graph-of-edges.js';
import { directedKarateClub, karateClub, karateFactions, weightedKarateClub } from '../karate-club.js';
import { slowQuality } from './slow-quality.js';

const labels = fc.array(fc.constantFrom(0, 1, 2, 7, 4_000_000_000), { minLength: 40, maxLength: 40 });

describe('modularity', () => {
  it.each(['modularity', 'cpm'] as const)('is the sum over pairs of nodes: %s', async (objective) => {
    await fc.assert(
      fc.asyncProperty(randomEdgeList(), labels, fc.constantFrom(0, 0.5, 1, 2.5), async (list, all, resolution) => {
        const communities = all.slice(0, list.numNodes);
        const found = await modularity(graphOfEdges(list), communities, { objective, resolution });
        const expected = slowQuality(list, communities, resolution, objective);
        if (objective === 'modularity' && !list.edges.some(([, , weight]) => weight > 0)) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(expected, 10);
      }),
      { numRuns: 500 },
    );
  });

  it('of bipartite graphs is the sum over pairs across', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomEdgeList({ maxTypes: 2 }),
        labels,
        fc.constantFrom(0.5, 1, 2),
        async (list, all, resolution) => {
          const first = list.typeCounts[0]!;
          const edges = list.edges.filter(([a, b]) => a < first !== b < first);
          fc.pre(list.typeCounts.length === 2 && edges.some(([, , weight]) => weight > 0));
          const communities = all.slice(0, list.numNodes);
          const options = { objective: 'bipartite-modularity', resolution } as const;
          const across = { ...list, edges };
          const found = await modularity(graphOfEdges(across), communities, options);
          expect(found).toBeCloseTo(slowQuality(across, communities, resolution, 'bipartite-modularity'), 10);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has the values of networkx 3.6.1 for the karate club after its split', async () => {
    // networkx.community.modularity(G, parts), with resolution=0.5, of the DiGraph of G.edges(), with the weights of G
    expect(await modularity(karateClub, karateFactions)).toBeCloseTo(0.3582347140039448, 14);
    expect(await modularity(karateClub, karateFactions, { resolution: 0.5 })).toBeCloseTo(0.6086045364891519, 14);
    expect(await modularity(directedKarateClub, karateFactions)).toBeCloseTo(0.3681788297172912, 14);
    expect(await modularity(weightedKarateClub, karateFactions)).toBeCloseTo(0.39143756676224206, 14);
  });

  it('refuses partitions and graphs that have none', async () => {
    const graph = simpleGraph(2, [[0, 1]]);
    await expect(modularity(graph, [0])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(modularity(graph, [0, -1])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(modularity(graph, [-1, 0])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(modularity(graph, [0, 0.5])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    const negative = {
      numNodes: 2,
      edges: [[0, 1, -1]],
      isDirected: false,
      typeCounts: [2],
      hasWeights: true,
    } as const;
    await expect(modularity(graphOfEdges(negative), [0, 0])).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
    const bipartite = { objective: 'bipartite-modularity' } as const;
    await expect(modularity(graph, [0, 0], bipartite)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const inside = { ...negative, edges: [[0, 1, 1]], typeCounts: [2, 0] } as const;
    await expect(modularity(graphOfEdges(inside), [0, 0], bipartite)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
