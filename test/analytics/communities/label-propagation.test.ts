import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelPropagation } from '../../../src/analytics/communities/label-propagation.js';
import { type EdgeList, graphOfEdges, matrixOf, randomEdgeList, simpleGraph } from '../graph-of-edges.js';
import { karateClub } from '../karate-club.js';

/** The weight of each label among the neighbours of a node. */
function votes(list: EdgeList, labels: ArrayLike<number>, v: number): Map<number, number> {
  const found = new Map<number, number>();
  matrixOf({ ...list, isDirected: false })[v]!.forEach((weight, u) => {
    if (u !== v) found.set(labels[u]!, (found.get(labels[u]!) ?? 0) + weight);
  });
  return found;
}

/** Labels that a node may take: its own where none outweighs it, else the heaviest. */
function allowed(list: EdgeList, labels: ArrayLike<number>, v: number): number[] {
  const found = votes(list, labels, v);
  const largest = Math.max(0, ...found.values());
  if (largest === (found.get(labels[v]!) ?? 0)) return [labels[v]!];
  return [...found.keys()].filter((label) => found.get(label) === largest);
}

/** Weights whose sums have no rounding. */
const exactWeights = randomEdgeList().map((list) => ({
  ...list,
  edges: list.edges.map(([a, b, weight]) => [a, b, weight === 3.7 ? 3.75 : weight] as const),
}));

describe('label propagation', () => {
  it('ends where no label outweighs that of a node', async () => {
    await fc.assert(
      fc.asyncProperty(exactWeights, fc.nat(50), async (list, seed) => {
        const found = await labelPropagation(graphOfEdges(list), { seed });
        const labels = found.communities.values;
        expect(found.hasConverged).toBe(true);
        for (let v = 0; v < list.numNodes; v++) expect(allowed(list, labels, v)).toEqual([labels[v]]);
        expect([...found.sizes]).toEqual([...found.sizes].sort((a, b) => b - a));
        expect(found.sizes).toHaveLength(found.numCommunities);
      }),
      { numRuns: 500 },
    );
  });

  it('all at once takes one of the labels that the round before allows', async () => {
    await fc.assert(
      fc.asyncProperty(exactWeights, fc.nat(50), async (list, seed) => {
        const graph = graphOfEdges(list);
        const options = { update: 'synchronous', seed, maxIterations: 1 } as const;
        const initial = Array.from({ length: list.numNodes }, (_, v) => v);
        const { communities, hasConverged, iterations } = await labelPropagation(graph, options);
        expect(iterations).toBe(Math.min(1, list.numNodes));
        const choices = initial.map((v) => allowed(list, initial, v));
        expect(hasConverged).toBe(choices.every(([label], v) => label === v));
        // Communities are numbered by size: nodes are together that took one label.
        const isExplained = (v: number, taken: Map<number, number>): boolean => {
          if (v === list.numNodes) return true;
          const known = taken.get(communities.values[v]!);
          if (known !== undefined) return choices[v]!.includes(known) && isExplained(v + 1, taken);
          const free = choices[v]!.filter((label) => ![...taken.values()].includes(label));
          return free.some((label) => isExplained(v + 1, new Map([...taken, [communities.values[v]!, label]])));
        };
        expect(isExplained(0, new Map())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('finds cliques, keeps given labels that hold, and follows from the seed', async () => {
    const pairs = [0, 5, 10].flatMap((first) =>
      [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].filter((b) => b > a).map((b) => [first + a, first + b] as const)),
    );
    const cliques = simpleGraph(15, [...pairs, [0, 5], [6, 10]]);
    const planted = Array.from({ length: 15 }, (_, v) => Math.floor(v / 5));
    expect([...(await labelPropagation(cliques, { seed: 2 })).communities.values]).toEqual(planted);
    for (const update of ['asynchronous', 'synchronous'] as const) {
      const found = await labelPropagation(cliques, { update, initial: planted });
      expect([[...found.communities.values], found.iterations]).toEqual([planted, 1]);
    }
    expect(await labelPropagation(karateClub, { seed: 9 })).toEqual(await labelPropagation(karateClub, { seed: 9 }));
  });

  it('says that it goes to and fro', async () => {
    const options = { update: 'synchronous', initial: [0, 1], maxIterations: 7 } as const;
    const found = await labelPropagation(simpleGraph(2, [[0, 1]]), options);
    expect(found).toMatchObject({ hasConverged: false, iterations: 7, numCommunities: 2 });
  });
});
