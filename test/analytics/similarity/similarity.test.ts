import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeSimilarity, pairSimilarity, pathSim, type SimilarityMetric } from '../../../src/analytics/index.js';
import { similarityMetrics } from '../../../src/analytics/similarity/metrics.js';
import { graphFromRows } from '../../../src/graph/index.js';
import { kite } from '../known-graphs.js';
import { smallGraph, testGraph } from '../small-graphs.js';
import { slowSimilarity } from './slow-similarity.js';

const anyMetric = fc.constantFrom<SimilarityMetric>(...similarityMetrics);

test('pairs by the sets and sums of their neighbours', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraph({ isDirected: false }), anyMetric, async (made, metric) => {
      const nodes = Array.from({ length: made.numNodes }, (_, v) => v);
      const sources = nodes.flatMap((a) => nodes.map(() => a));
      const targets = nodes.flatMap(() => nodes);
      const { values } = await pairSimilarity(made.graph, { sources, targets, metric });
      const slow = slowSimilarity(made, metric);
      sources.forEach((a, i) => void expect(values![i]).toBeCloseTo(slow(a, targets[i]!), 10));
    }),
    { numRuns: 500 },
  );
});

test('the most similar others of each node', async () => {
  const limits = fc.record({
    topK: fc.integer({ min: 1, max: 9 }),
    cutoff: fc.constantFrom(0, 0.3, 0.75),
    minDegree: fc.integer({ min: 1, max: 3 }),
    maxDegree: fc.integer({ min: 2, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(smallGraph(), anyMetric, limits, async (made, metric, asked) => {
      const slow = slowSimilarity(made, metric);
      const isIn = (v: number) => {
        const arcs = made.arcs.filter(([a, b]) => a === v && (metric === 'pathsim' || a !== b));
        const degree = new Set(arcs.map(([, b]) => b)).size;
        return degree >= asked.minDegree && degree <= asked.maxDegree;
      };
      const nodes = Array.from({ length: made.numNodes }, (_, v) => v).filter(isIn);
      const expected = nodes.flatMap((u) =>
        nodes
          .map((v) => ({ u, v, value: slow(u, v) }))
          .filter(({ v, value }) => v !== u && value > 0 && value >= asked.cutoff)
          .sort((x, y) => (Math.abs(x.value - y.value) > 1e-9 ? y.value - x.value : 0))
          .slice(0, asked.topK),
      );
      const found = await nodeSimilarity(made.graph, { metric, ...asked });
      expect([...found.sources]).toEqual(expected.map(({ u }) => u));
      found.values!.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!.value, 9);
        expect(value).toBeCloseTo(slow(found.sources[i]!, found.targets[i]!), 9);
      });
      const pairs = [...found.sources].map((u, i) => `${u} ${found.targets[i]}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (jaccard_coefficient, adamic_adar_index, resource_allocation_index, common_neighbors)', async () => {
  const asked = { sources: [0, 0, 2, 5, 8, 0], targets: [1, 4, 7, 6, 3, 9] };
  const golden: Partial<Record<SimilarityMetric, number[]>> = {
    jaccard: [0.142857142857, 0.4, 0.2, 0.25, 0, 0],
    'adamic-adar': [0.558110626551, 1.279458146996, 0.62133493456, 1.468349853178, 0, 0],
    'resource-allocation': [0.166666666667, 0.416666666667, 0.2, 0.5, 0, 0],
    'common-neighbours': [1, 2, 1, 2, 0, 0],
  };
  for (const [metric, expected] of Object.entries(golden)) {
    const { values } = await pairSimilarity(kite.graph, { ...asked, metric: metric as SimilarityMetric });
    expected.forEach((value, i) => void expect(values![i]).toBeCloseTo(value, 10));
  }
});

/** The example of the paper, its table 3: authors by venue, with the number of their papers there. */
const papers = { Mike: [2, 1, 0, 0], Jim: [50, 20, 0, 0], Mary: [2, 0, 1, 0], Bob: [2, 1, 0, 0], Ann: [0, 0, 1, 1] };

test('PathSim of the paper: Mike is most like Bob, and not like Jim who publishes more', async () => {
  const venues = ['SIGMOD', 'VLDB', 'ICDM', 'KDD'];
  const rows = Object.entries(papers).flatMap(([author, counts]) =>
    counts.flatMap((count, v) =>
      Array.from({ length: count }, (_, i) => ({ author, id: `${author} ${v} ${i}`, venue: venues[v]! })),
    ),
  );
  const { graph } = await graphFromRows({
    nodes: {
      author: { rows: Object.keys(papers).map((id) => ({ id })), id: 'id' },
      paper: { rows: rows.map(({ id }) => ({ id })), id: 'id' },
      venue: { rows: venues.map((id) => ({ id })), id: 'id' },
    },
    edges: [
      { type: ['author', 'writes', 'paper'], rows: rows.map(({ author, id }) => ({ source: author, target: id })) },
      { type: ['paper', 'appears', 'venue'], rows: rows.map(({ id, venue }) => ({ source: id, target: venue })) },
    ],
  });
  const pairs = await pathSim(graph, { metapath: ['writes', 'appears'], nodes: ['Mike'] });
  const shown = [...pairs].map(({ target, value }) => `${target.id} ${value!.toFixed(4)}`);
  // 2 (2 50 + 20) / (2^2 + 1 + 50^2 + 20^2), 2 2 2 / (5 + 5), 1.
  expect(shown).toEqual(['Bob 1.0000', 'Mary 0.8000', 'Jim 0.0826']);
});

test('what is wrong is named', async () => {
  const negative = testGraph(2, [[0, 1, -1]], { isDirected: true, hasWeights: true }).graph;
  const wrong = [
    [() => pairSimilarity(kite.graph, { sources: [0], targets: [] }), 'SHAPE_MISMATCH'],
    [() => pairSimilarity(kite.graph, { sources: [0], targets: [77] }), 'UNKNOWN_ID'],
    [() => pairSimilarity(kite.graph, {} as never), 'INVALID_OPTION'],
    [() => nodeSimilarity(kite.graph, { metric: 'dice' as never }), 'INVALID_OPTION'],
    [() => nodeSimilarity(negative), 'INVALID_WEIGHT'],
    [() => pathSim(kite.graph as never, {} as never), 'INVALID_OPTION'],
    [() => nodeSimilarity(kite.graph, { topK: 0 }), 'INVALID_OPTION'],
  ] as const;
  for (const [call, code] of wrong) await expect(call(), String(call)).rejects.toMatchObject({ code });
});
