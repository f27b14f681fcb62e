import { expect, it } from 'vitest';
import { campaignInfluence } from '../../../src/influence/algorithms/campaigns.js';
import { constrainedInfluence } from '../../../src/influence/algorithms/constrained-influence.js';
import { estimateSpread } from '../../../src/influence/algorithms/estimate-spread.js';
import { hist } from '../../../src/influence/algorithms/hist.js';
import { imm } from '../../../src/influence/algorithms/imm.js';
import { opimC } from '../../../src/influence/algorithms/opim-c.js';
import { evaluateSeeds } from '../../../src/influence/heuristics/evaluate-seeds.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { weightedRoots } from '../../../src/influence/network/roots.js';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';

/** So weak that seeds reach next to nobody but themselves: an estimate lies below their number as often as above it. */
const network = networkFromEdges(
  {
    numNodes: 60,
    source: Int32Array.from({ length: 59 }, (_, v) => v),
    target: Int32Array.from({ length: 59 }, (_, v) => v + 1),
  },
  { name: '', kind: 'constant', probability: 1e-6 },
);
const k = 12;
type Ask = { readonly seed: number; readonly roots?: ReturnType<typeof weightedRoots> };
const algorithms: readonly [
  string,
  (network: DiffusionNetwork, ask: Ask) => Promise<{ seeds: Int32Array; spread: number }>,
][] = [
  ['opimC', (network, ask) => opimC(network, { k, ...ask })],
  ['opimC without a second choice', (network, ask) => opimC(network, { k, refine: false, ...ask })],
  ['hist', (network, ask) => hist(network, { k, ...ask })],
  ['imm', (network, ask) => imm(network, { k, epsilon: 0.3, ...ask })],
  ['constrained', (network, ask) => constrainedInfluence(network, { k, ...ask })],
  [
    'given seeds',
    (network, ask) =>
      evaluateSeeds(
        network,
        Int32Array.from({ length: k }, (_, v) => v),
        { sets: 400, ...ask },
      ),
  ],
  [
    'campaigns',
    async (network, { seed, ...campaign }) =>
      (await campaignInfluence([{ network, k, ...campaign }], { seed })).campaigns[0]!,
  ],
  [
    'online',
    async (network, ask) => {
      const run = new OnlineInfluence(network, { k, ...ask });
      const answer = await run.advance({ sets: 300 });
      run.dispose();
      return answer;
    },
  ],
];

it.each(algorithms)('%s: a spread is never below what the seeds count themselves', async (_, algorithm) => {
  for (let seed = 1; seed <= 6; seed++) {
    const plain = await algorithm(network, { seed });
    expect(plain.spread).toBeGreaterThanOrEqual(plain.seeds.length);
    const weights = Array.from({ length: 60 }, (_, v) => 1 + (v % 3));
    const { seeds, spread } = await algorithm(network, { seed, roots: weightedRoots(weights) });
    expect(spread).toBeGreaterThanOrEqual(seeds.reduce((sum, v) => sum + weights[v]!, 0) - 1e-6);
  }
});

it('an estimate for given seeds is never below their number, nor is its lower bound', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const { spread, low, high } = await estimateSpread(network, [1, 1, 5, 9], { seed, epsilon: 0.2 });
    expect(low).toBeGreaterThanOrEqual(3);
    expect(spread).toBeGreaterThanOrEqual(low);
    expect(high).toBeGreaterThanOrEqual(spread);
  }
});

it('an online run without sets already knows that its seeds are reached', () => {
  const run = new OnlineInfluence(network, { k });
  expect(run.answer().spread).toBe(k);
  run.dispose();
});
