import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCommunities } from '../../../src/analytics/communities/scores/describe-communities.js';
import { modularity } from '../../../src/analytics/communities/scores/modularity.js';
import { typedModularity } from '../../../src/analytics/communities/scores/typed-modularity.js';
import { type EdgeList, graphOfEdges, matrixOf, randomEdgeList } from '../graph-of-edges.js';
import { karateClub, karateFactions } from '../karate-club.js';

const labels = fc.array(fc.nat(2), { minLength: 40, maxLength: 40 });

/** For each ordered pair of types: the weight between nodes of one community, less what strengths towards the types give. */
function slowTyped(list: EdgeList, communities: readonly number[], resolution: number): number {
  const matrix = matrixOf(list);
  const types = list.typeCounts.flatMap((count, i) => new Array<number>(count).fill(i));
  const nodes = [...matrix.keys()];
  const all = matrix.flat().reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (const s of list.typeCounts.keys()) {
    for (const t of list.typeCounts.keys()) {
      const [from, to] = [nodes.filter((v) => types[v] === s), nodes.filter((v) => types[v] === t)];
      const weight = from.reduce((total, u) => total + to.reduce((row, v) => row + matrix[u]![v]!, 0), 0);
      if (weight === 0) continue;
      for (const u of from) {
        for (const v of to) {
          if (communities[u] !== communities[v]) continue;
          const out = to.reduce((total, w) => total + matrix[u]![w]!, 0);
          const into = from.reduce((total, w) => total + matrix[w]![v]!, 0);
          sum += matrix[u]![v]! - (resolution * out * into) / weight;
        }
      }
    }
  }
  return sum / all;
}

describe('scores of communities', () => {
  it('by types are sums over pairs of nodes', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomEdgeList({ maxTypes: 3 }),
        labels,
        fc.constantFrom(0.5, 1),
        async (list, all, resolution) => {
          const communities = all.slice(0, list.numNodes);
          const graph = graphOfEdges(list);
          const found = await typedModularity(graph, communities, { resolution });
          if (!list.edges.some(([, , weight]) => weight > 0)) {
            expect(found).toEqual({ modularity: Number.NaN, pairs: [] });
            return;
          }
          expect(found.modularity).toBeCloseTo(slowTyped(list, communities, resolution), 10);
          expect(found.pairs.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
          if (list.typeCounts.length > 1) return;
          expect(found.modularity).toBeCloseTo(await modularity(graph, communities, { resolution }), 10);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('by types of a bipartite graph are those of Barber', async () => {
    const edges = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i % 4, 4 + ((i * i + i) % 5), 1 + (i % 3)] as const);
    const graph = graphOfEdges({ numNodes: 9, edges, isDirected: false, typeCounts: [4, 5], hasWeights: true });
    const communities = [0, 1, 0, 1, 0, 1, 1, 0, 2];
    const found = await typedModularity(graph, communities);
    expect(found.pairs.map(({ types }) => types)).toEqual([['type0', 'type1']]);
    const barber = await modularity(graph, communities, { objective: 'bipartite-modularity' });
    expect(found.modularity).toBeCloseTo(barber, 12);
  });

  it('of each community are those of its matrix of weights', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdgeList(), labels, async (list, all) => {
        const communities = all.slice(0, list.numNodes).map((c) => c * 3);
        const found = await describeCommunities(graphOfEdges(list), communities);
        const distinct = [...new Set(communities)];
        expect([...found.labels]).toEqual(distinct);
        expect([...found.sizes]).toEqual(distinct.map((c) => communities.filter((d) => d === c).length));
        const matrix = matrixOf({ ...list, isDirected: false });
        const weight = (from: (c: number) => boolean, to: (c: number) => boolean) =>
          matrix.reduce(
            (sum, row, u) =>
              sum + row.reduce((more, w, v) => more + (from(communities[u]!) && to(communities[v]!) ? w : 0), 0),
            0,
          );
        const anyone = () => true;
        let inside = 0;
        distinct.forEach((c, i) => {
          const [own, others] = [(d: number) => d === c, (d: number) => d !== c];
          inside += weight(own, own);
          expect(found.internal[i]).toBeCloseTo(weight(own, own) / 2, 10);
          expect(found.cut[i]).toBeCloseTo(weight(own, others), 10);
          const least = Math.min(weight(own, anyone), weight(others, anyone));
          if (least > 0) expect(found.conductance[i]).toBeCloseTo(weight(own, others) / least, 10);
          else if (list.edges.length === 0) expect(found.conductance[i]).toBeNaN();
        });
        const total = weight(anyone, anyone);
        if (total > 0) expect(found.coverage).toBeCloseTo(inside / total, 10);
        else expect(found.coverage).toBeNaN();
      }),
      { numRuns: 500 },
    );
  });

  it('are exact where communities have no edges between them', async () => {
    const edges = [
      [0, 1, 0.1],
      [0, 1, 0.2],
      [1, 2, 0.3],
      [3, 4, 0.7],
    ] as const;
    const graph = graphOfEdges({ numNodes: 5, edges, isDirected: true, typeCounts: [5], hasWeights: true });
    const apart = await describeCommunities(graph, [0, 0, 0, 1, 1]);
    expect([...apart.cut, ...apart.conductance]).toEqual([0, 0, 0, 0]);
    expect([...(await describeCommunities(graph, [0, 0, 0, 0, 0])).conductance]).toEqual([Number.NaN]);
  });

  it('of the karate club are those of networkx 3.6.1', async () => {
    // partition_quality (coverage) and conductance of the two clubs
    const { coverage, conductance } = await describeCommunities(karateClub, karateFactions);
    expect(coverage).toBeCloseTo(0.8589743589743589, 13);
    expect(conductance[0]).toBeCloseTo(0.14666666666666667, 13);
  });

  it('refuse what is no partition', async () => {
    for (const score of [describeCommunities, typedModularity]) {
      await expect(score(karateClub, [0])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
      await expect(score(karateClub, karateFactions, { seed: 1 } as object)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
      });
    }
  });
});
