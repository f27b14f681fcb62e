import { describe, expect, it } from 'vitest';
import { inEdgesOf, type NetworkRule } from '../../../src/influence/network/network.js';
import { listedRoots } from '../../../src/influence/network/roots.js';
import { PlainSampler } from '../../../src/influence/sampling/plain-sampler.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { nodesOfSet } from '../../../src/influence/sampling/set-store.js';
import { plainEdges } from '../../../src/influence/simulation/plain-cascade.js';
import { smallNetwork } from '../networks.js';

const COUNT = 40_000;

/** A star into node 0, so that a set from there is the draw of its in-edges. */
function star(model: 'ic' | 'lt', rule: NetworkRule, size: number, p: (i: number) => number) {
  const edges = Array.from({ length: size }, (_, i) => ({ source: i + 1, target: 0, rule: 0, p: p(i) }));
  return smallNetwork({ numNodes: size + 1, model, rules: [rule], edges });
}

const degree = (factor: number, base: 'block' | 'node' = 'block') =>
  ({ name: '', kind: 'degree', factor, base }) as const;
const constant = (probability: number) => ({ name: '', kind: 'constant', probability }) as const;
const own = { name: '', kind: 'edge' } as const;
const none = () => 0;

const draws: [string, ReturnType<typeof star>][] = [
  ['a count, then places', star('ic', degree(1), 12, none)],
  ['a count of many edges', star('ic', degree(4), 50, none)],
  ['a count above half', star('ic', degree(3), 5, none)],
  ['skips from a table', star('ic', constant(0.03), 60, none)],
  ['skips from a table, of a high probability', star('ic', constant(0.8), 9, none)],
  ['skips from the longest table', star('ic', constant(1 / 256), 70, none)],
  ['skips by logarithms', star('ic', constant(0.0038), 90, none)],
  ['coins by the degree of the node', star('ic', degree(1, 'node'), 6, none)],
  ['skips by the degree of the node', star('ic', degree(1, 'node'), 40, none)],
  ['a factor above the tables', star('ic', degree(6), 50, none)],
  ['descending, from coins to skips', star('ic', own, 30, (i) => 0.9 * 0.87 ** i)],
  ['descending, skips alone', star('ic', own, 40, (i) => 0.09 / (1 + i / 6))],
  ['descending, equal', star('ic', own, 40, () => 0.05)],
];

const ones: [string, ReturnType<typeof star>][] = [
  ['of equal weights', star('lt', degree(1, 'node'), 7, none)],
  ['of equal weights below 1', star('lt', degree(0.7, 'node'), 11, none)],
  ['of own weights', star('lt', own, 12, (i) => (i + 1) / 78)],
  ['of own weights below 1', star('lt', own, 5, (i) => 0.3 / 2 ** i)],
];

/** Draws as 0 and 1 for every in-edge, by the kernel and by the plain sampler. */
async function both(network: ReturnType<typeof star>): Promise<Uint8Array[][]> {
  const roots = listedRoots(Int32Array.of(0));
  const sets = new RrSets(network, roots, { seed: 9, pool: 'draws' });
  await sets.grow(COUNT);
  const view = sets.view();
  const plain = new PlainSampler(network, roots, { seed: 10, pool: 'draws' });
  const row = (nodes: Iterable<number>) => {
    const x = new Uint8Array(network.numNodes - 1);
    for (const v of nodes) if (v > 0) x[v - 1] = 1;
    return x;
  };
  return [
    Array.from({ length: COUNT }, (_, i) => row(nodesOfSet(view, i))),
    Array.from({ length: COUNT }, (_, i) => row(plain.sample(i).nodes)),
  ];
}

/** What every in-edge, in the order of its source, is live with. */
const chances = (network: ReturnType<typeof star>) => {
  const p = new Float64Array(network.numNodes - 1);
  for (const { source, probability } of plainEdges(network)) p[source - 1] = probability;
  return p;
};

/** The upper end of chi-square at a tail of about 1e-6 (Wilson, Hilferty). */
const highest = (freedom: number) => freedom * (1 - 2 / (9 * freedom) + 4.75 * Math.sqrt(2 / (9 * freedom))) ** 3;

describe('draws of in-edges', () => {
  it.each(draws)('%s: each with its probability, pairs and numbers as by independent coins', async (_, network) => {
    const p = chances(network);
    const size = p.length;
    expect(inEdgesOf(network, 0)).toEqual([0, size]);
    for (const rows of await both(network)) {
      const single = new Float64Array(size);
      const pairs = new Float64Array(size * size);
      const numbers = new Float64Array(size + 1);
      for (const x of rows) {
        const live = [...x.keys()].filter((i) => x[i]);
        numbers[live.length]!++;
        for (const i of live) {
          single[i]!++;
          for (const j of live) if (j > i) pairs[i * size + j]!++;
        }
      }
      let [ofSingle, ofPairs] = [0, 0];
      for (let i = 0; i < size; i++) {
        ofSingle += (single[i]! - COUNT * p[i]!) ** 2 / (COUNT * p[i]! * (1 - p[i]!));
        for (let j = i + 1; j < size; j++) {
          const covariance = pairs[i * size + j]! - p[j]! * single[i]! - p[i]! * single[j]! + COUNT * p[i]! * p[j]!;
          ofPairs += covariance ** 2 / (COUNT * p[i]! * (1 - p[i]!) * p[j]! * (1 - p[j]!));
        }
      }
      expect(ofSingle).toBeLessThan(highest(size));
      expect(ofPairs).toBeLessThan(highest((size * (size - 1)) / 2));
      expect(ofNumbers(numbers, p)).toBeLessThan(highest(size));
    }
  });

  it.each(ones)('one %s', async (_, network) => {
    const p = chances(network);
    for (const rows of await both(network)) {
      const counts = new Float64Array(p.length + 1);
      for (const x of rows) {
        expect(x.reduce((sum, is) => sum + is, 0)).toBeLessThanOrEqual(1);
        counts[x.indexOf(1) < 0 ? p.length : x.indexOf(1)]!++;
      }
      const rest = 1 - p.reduce((sum, value) => sum + value, 0);
      const wanted = [...p, Math.max(0, rest)];
      let sum = 0;
      wanted.forEach((share, i) => {
        if (share > 1e-6) sum += (counts[i]! - COUNT * share) ** 2 / (COUNT * share);
        else expect(counts[i]).toBeLessThan(3);
      });
      expect(sum).toBeLessThan(highest(p.length));
    }
  });
});

/** Chi-square of how many edges are live, against the distribution of a sum of coins; rare numbers count as one. */
function ofNumbers(numbers: Float64Array, p: Float64Array): number {
  const law = new Float64Array(p.length + 1);
  law[0] = 1;
  p.forEach((chance, i) => {
    for (let k = i + 1; k > 0; k--) law[k] = law[k]! * (1 - chance) + law[k - 1]! * chance;
    law[0]! *= 1 - chance;
  });
  let [sum, rareWanted, rare] = [0, 0, 0];
  law.forEach((share, k) => {
    if (share * COUNT >= 10) sum += (numbers[k]! - share * COUNT) ** 2 / (share * COUNT);
    else {
      rareWanted += share * COUNT;
      rare += numbers[k]!;
    }
  });
  return sum + (rare - rareWanted) ** 2 / Math.max(1, rareWanted);
}
