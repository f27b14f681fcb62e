import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { projectEdges } from '../../../src/analytics/project/project-edges.js';
import { clusteringCoefficient } from '../../../src/analytics/structure/clustering-coefficient.js';
import { triangles } from '../../../src/analytics/structure/triangles.js';
import { RandomStream } from '../../../src/core/index.js';
import { openPools } from '../../compute/kernels/pools.js';
import { type EdgeList, graphOfEdges, matrixOf, randomEdgeList, simpleGraph } from '../graph-of-edges.js';
import { directedKarateClub, karateClub, weightedKarateClub } from '../karate-club.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

/** Weights between nodes without directions and self loops; undefined where there is no edge. */
function slowWeights(list: EdgeList): (number | undefined)[][] {
  const matrix = matrixOf({ ...list, isDirected: false });
  const pairs = new Set(list.edges.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  return matrix.map((row, a) => row.map((weight, b) => (a !== b && pairs.has(`${a} ${b}`) ? weight : undefined)));
}

function slowTriangles(list: EdgeList) {
  const weights = slowWeights(list);
  const largest = Math.max(0, ...weights.flat().map((weight) => weight ?? 0));
  const nodes = [...weights.keys()];
  return nodes.map((v) => {
    const neighbours = nodes.filter((u) => weights[v]![u] !== undefined);
    let count = 0;
    let sum = 0;
    for (const a of neighbours) {
      for (const b of neighbours) {
        if (a >= b || weights[a]![b] === undefined) continue;
        count++;
        const product = weights[v]![a]! * weights[v]![b]! * weights[a]![b]!;
        sum += largest === 0 ? 0 : Math.cbrt(product) / largest;
      }
    }
    return { count, sum, pairs: (neighbours.length * (neighbours.length - 1)) / 2 };
  });
}

describe('triangles', () => {
  it('are counted as by hand on random graphs, with their clustering coefficients', async () => {
    await fc.assert(
      fc.asyncProperty(randomEdgeList({ maxTypes: 2 }), async (list) => {
        const graph = graphOfEdges(list);
        const slow = slowTriangles(list);
        const counts = slow.map(({ count }) => count);
        const found = await triangles(graph);
        expect([...found.triangles.values]).toEqual(counts);
        const corners = counts.reduce((sum, count) => sum + count, 0);
        expect(found.total).toBe(corners / 3);
        const { local, mean, transitivity } = await clusteringCoefficient(graph);
        const values = slow.map(({ count, sum, pairs }) => (pairs === 0 ? 0 : (list.hasWeights ? sum : count) / pairs));
        values.forEach((value, v) => {
          expect(local.values[v]).toBeCloseTo(value, 12);
        });
        if (list.numNodes > 0)
          expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12);
        const pairs = slow.reduce((sum, of) => sum + of.pairs, 0);
        expect(transitivity).toBeCloseTo(pairs === 0 ? 0 : corners / pairs, 12);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same for any number of threads, also in many units', async () => {
    // Hubs with hubs, parallel edges and self loops.
    const numNodes = 1500;
    const random = new RandomStream(5, 'edges');
    const draw = () => Math.floor(numNodes * random.next() ** 3);
    const source = Int32Array.from({ length: 120_000 }, draw);
    const target = source.map(draw);
    const neighbours = Array.from({ length: numNodes }, () => new Set<number>());
    source.forEach((v, e) => {
      if (v === target[e]) return;
      neighbours[v]!.add(target[e]!);
      neighbours[target[e]!]!.add(v);
    });
    const slow = neighbours.map((own) => {
      let ways = 0;
      for (const u of own) for (const w of neighbours[u]!) if (own.has(w)) ways++;
      return ways / 2;
    });
    for (const isDirected of [false, true]) {
      const graph = await projectEdges({ numNodes, source, target, isDirected });
      for (const pool of pools) {
        const { triangles: counts, total } = await triangles(graph, { pool });
        expect([...counts.values]).toEqual(slow);
        expect(total).toBe(slow.reduce((sum, count) => sum + count, 0) / 3);
        const { local } = await clusteringCoefficient(graph, { pool });
        expect(local.values[0]).toBe((2 * slow[0]!) / (neighbours[0]!.size * (neighbours[0]!.size - 1)));
        expect(pool.arena.stats().used).toBe(0);
      }
    }
  });

  it('of the karate club are those of networkx 3.6.1', async () => {
    // networkx.triangles, average_clustering, transitivity, and average_clustering(weight='weight')
    for (const graph of [karateClub, directedKarateClub]) {
      const { total, triangles: counts } = await triangles(graph);
      expect(total).toBe(45);
      expect([...counts.values]).toEqual([
        ...[18, 12, 11, 10, 2, 3, 3, 6, 5, 0, 2, 0, 1, 6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1, 1, 1, 1, 1, 4, 3, 3, 13, 15],
      ]);
      const { mean, transitivity } = await clusteringCoefficient(graph);
      expect(mean).toBeCloseTo(0.5706384782076823, 13);
      expect(transitivity).toBeCloseTo(0.2556818181818182, 13);
    }
    const { local, mean, transitivity } = await clusteringCoefficient(weightedKarateClub);
    expect(local.values[0]).toBeCloseTo(0.066311211961, 11);
    expect(local.values[33]).toBeCloseTo(0.052330106155, 11);
    expect(mean).toBeCloseTo(0.24139179950856338, 13);
    expect(transitivity).toBeCloseTo(0.2556818181818182, 13);
  });

  it('refuse options and weights that make no sense', async () => {
    const empty = simpleGraph(0, []);
    expect(await triangles(empty)).toMatchObject({ total: 0 });
    expect(await clusteringCoefficient(empty)).toMatchObject({ mean: Number.NaN, transitivity: 0 });
    await expect(triangles(empty, { size: 3 } as object)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const weights = { numNodes: 2, edges: [[0, 1, -1]], isDirected: false, typeCounts: [2], hasWeights: true } as const;
    await expect(clusteringCoefficient(graphOfEdges(weights))).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
    await expect(triangles(karateClub, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
