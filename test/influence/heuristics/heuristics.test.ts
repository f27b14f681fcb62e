import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celf } from '../../../src/influence/heuristics/celf.js';
import { degreeDiscountSeeds, degreeSeeds, singleDiscountSeeds } from '../../../src/influence/heuristics/degrees.js';
import { evaluateSeeds } from '../../../src/influence/heuristics/evaluate-seeds.js';
import { pageRankSeeds } from '../../../src/influence/heuristics/page-rank.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { ExactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { forwardEdges } from '../../../src/influence/simulation/forward-edges.js';
import { bestSpread } from '../best-spread.js';
import { keeps, randomLimits } from '../limits.js';
import { smallNetworks } from '../networks.js';

const run = { seed: 4, numRuns: 40 };
const constant = (probability: number) => ({ name: '', kind: 'constant', probability }) as const;
const edges = (numNodes: number, list: [number, number][]) => ({
  numNodes,
  source: Int32Array.from(list, (e) => e[0]),
  target: Int32Array.from(list, (e) => e[1]),
});

describe('heuristics', () => {
  // 0 points at 1, 3, 4, 5; 1 at 0, 3, 4; 2 at 6, 7.
  const graph = edges(8, [
    [0, 1],
    [0, 3],
    [0, 4],
    [0, 5],
    [1, 0],
    [1, 3],
    [1, 4],
    [2, 6],
    [2, 7],
  ]);

  it('degree, and single discount, where 1 loses its edge to the seed 0', () => {
    const network = networkFromEdges(graph, constant(0.5));
    expect([...degreeSeeds(network, { k: 3 })]).toEqual([0, 1, 2]);
    expect([...degreeSeeds(network, { k: 2, candidates: Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0) })]).toEqual([1, 2]);
    const tie = networkFromEdges(
      edges(
        8,
        [...Array(4).keys()]
          .map((i) => [0, i + 4] as [number, number])
          .concat([
            [1, 0],
            [1, 5],
            [1, 6],
            [2, 6],
            [2, 7],
            [2, 5],
          ]),
      ),
    );
    expect([...singleDiscountSeeds(tie, { k: 2 })]).toEqual([0, 2]);
  });

  it('discounts are those of a plain search for the highest score, to the last node', () => {
    fc.assert(
      fc.property(smallNetworks({ minNodes: 1, maxNodes: 9, maxEdges: 25 }), fc.nat(10), (network, k) => {
        const { starts, targets } = forwardEdges(network);
        const seeds: number[] = [];
        const score = (v: number) =>
          [...targets.subarray(starts[v]!, starts[v + 1]!)].filter((u) => !seeds.includes(u));
        while (seeds.length < Math.min(k, network.numNodes)) {
          const left = [...Array(network.numNodes).keys()].filter((v) => !seeds.includes(v));
          seeds.push(left.reduce((a, b) => (score(b).length > score(a).length ? b : a)));
        }
        expect([...singleDiscountSeeds(network, { k })]).toEqual(seeds);
        expect([...degreeDiscountSeeds(network, { k: network.numNodes })].sort((a, b) => a - b)).toEqual([
          ...Array(network.numNodes).keys(),
        ]);
      }),
      { ...run, numRuns: 200 },
    );
  });

  it('degree discount counts what a node adds next to seeds', () => {
    fc.assert(
      fc.property(
        smallNetworks({ minNodes: 3, maxNodes: 7, maxEdges: 14 }),
        fc.integer({ min: 1, max: 3 }),
        (network, k) => {
          const seeds = [...degreeDiscountSeeds(network, { k })];
          expect(new Set(seeds).size).toBe(k);
          // The first one has the largest spread of one hop, where no edge is parallel.
          const { sources } = network;
          const oracle = new ExactSpread({ ...network, maxHops: 1 });
          const pairs = new Set<string>();
          let simple = true;
          for (let v = 0; v < network.numNodes; v++) {
            const [first, last] = network.blockStarts
              ? [network.blockStarts[v]!, network.blockStarts[v + 1]!]
              : [v, v + 1];
            for (let e = network.edgeStarts[first]!; e < network.edgeStarts[last]!; e++) {
              if (sources[e] === v || pairs.has(`${sources[e]} ${v}`)) simple = false;
              pairs.add(`${sources[e]} ${v}`);
            }
          }
          const spreads = Array.from({ length: network.numNodes }, (_, v) => oracle.spread([v]));
          if (simple) expect(spreads[seeds[0]!]).toBeCloseTo(Math.max(...spreads), 6);
        },
      ),
      { ...run, numRuns: 200 },
    );
  });

  it('PageRank goes from the influenced to the influencers', () => {
    const chain = networkFromEdges(
      edges(4, [
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    );
    expect([...pageRankSeeds(chain, { k: 4 })]).toEqual([0, 1, 2, 3]);
    expect([...pageRankSeeds(networkFromEdges(edges(3, [])), { k: 2 })]).toEqual([0, 1]);
  });

  it('judged: a certificate that holds for any seeds', async () => {
    await fc.assert(
      fc.asyncProperty(smallNetworks({ minNodes: 3, maxNodes: 8, maxEdges: 16 }), async (network) => {
        const answer = await evaluateSeeds(network, degreeSeeds(network, { k: 2 }), { delta: 1e-9, sets: 8000 });
        const { spread, oracle } = bestSpread(network, { k: 2 }, { size: 2 });
        const own = oracle.spread(answer.seeds);
        expect(answer.certificate.sigmaLow).toBeLessThanOrEqual(own);
        expect(answer.certificate.sigmaHigh).toBeGreaterThanOrEqual(spread - 1e-9);
        // Seeds reach themselves, also where fewer sets than expected start at them.
        expect(Math.max(2, answer.gains[0]! + answer.gains[1]!)).toBeCloseTo(answer.spread, 9);
        expect(Math.abs(answer.spread - own)).toBeLessThan((6 * network.numNodes) / 2 / Math.sqrt(4000));
      }),
      run,
    );
  });
});

describe('celf', () => {
  it.each([
    ['k', { k: true }, 1 - 1 / Math.E],
    ['quotas', { k: true, quotas: true }, 1 / 2],
    ['a budget', { costs: true }, (1 - 1 / Math.E) / 2],
  ] as const)('%s with the exact oracle: within its guarantee', async (_, kinds, ratio) => {
    const cases = smallNetworks({ minNodes: 3, maxNodes: 9, maxEdges: 18 }).chain((network) =>
      fc.tuple(fc.constant(network), randomLimits(network.numNodes, kinds)),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([network, limits]) => {
        const answer = await celf(network, { ...limits, oracle: 'exact' });
        const { spread, oracle } = bestSpread(network, limits);
        expect(keeps([...answer.seeds], limits)).toBe(true);
        expect(answer.spread).toBeCloseTo(oracle.spread(answer.seeds), 9);
        expect(answer.spread).toBeGreaterThanOrEqual(ratio * spread - 1e-9);
      }),
      run,
    );
  });

  it('asks less than greedy would, for the same seeds', async () => {
    await fc.assert(
      fc.asyncProperty(smallNetworks({ minNodes: 6, maxNodes: 9, maxEdges: 18 }), async (network) => {
        const { seeds, evaluations } = await celf(network, { k: 3, oracle: 'exact' });
        const oracle = new ExactSpread(network);
        const plain: number[] = [];
        for (let i = 0; i < seeds.length; i++) {
          const all = [...Array(network.numNodes).keys()].filter((v) => !plain.includes(v));
          const spreads = all.map((v) => oracle.spread([...plain, v]));
          const best = Math.max(...spreads);
          expect(oracle.spread([...plain, seeds[i]!])).toBeCloseTo(best, 6);
          plain.push(seeds[i]!);
        }
        expect(evaluations).toBeLessThanOrEqual(1 + 3 * network.numNodes + 3);
      }),
      run,
    );
  });

  it('with simulation finds hubs; refuses an oracle that says no number', async () => {
    const stars = networkFromEdges(
      edges(
        12,
        [...Array(10).keys()].map((i) => [i < 6 ? 0 : 1, i + 2]),
      ),
      constant(0.5),
    );
    const answer = await celf(stars, { k: 2, runs: 400, given: Int32Array.of(2) });
    expect([...answer.seeds]).toEqual([0, 1]);
    await expect(celf(stars, { k: 1, oracle: () => Number.NaN })).rejects.toMatchObject({ code: 'NON_FINITE' });
    await expect(celf(stars, {})).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
