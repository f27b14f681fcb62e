import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Pool } from '../../../src/compute/index.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import {
  listedRoots,
  type Roots,
  rootsInTurn,
  uniformRoots,
  weightedRoots,
} from '../../../src/influence/network/roots.js';
import { PlainSampler } from '../../../src/influence/sampling/plain-sampler.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { sampleCovered } from '../../../src/influence/sampling/sample-covered.js';
import { nodesOfSet } from '../../../src/influence/sampling/set-store.js';
import { randomNetwork } from '../random-network.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

const roots = (network: DiffusionNetwork, kind: number): Roots => {
  if (kind === 0) return uniformRoots(network.numNodes);
  if (kind === 3) return rootsInTurn(network.numNodes);
  if (kind === 1) return listedRoots(Int32Array.of(network.numNodes - 1, 0));
  return weightedRoots(Float64Array.from({ length: network.numNodes }, (_, v) => (v % 3) + 0.5));
};

describe('reverse-reachable sets', () => {
  it('are those of the plain sampler, on any number of threads, with any roots and stops', async () => {
    await fc.assert(
      fc.asyncProperty(randomNetwork(), fc.nat(3), fc.nat(1000), fc.boolean(), async (network, kind, seed, stop) => {
        const from = roots(network, kind);
        const stops = stop ? Uint8Array.from({ length: network.numNodes }, (_, v) => (v % 4 === 1 ? 1 : 0)) : undefined;
        const plain = new PlainSampler(network, from, { seed, pool: 'a' });
        const wanted = Array.from({ length: 150 }, (_, i) => plain.sample(i, stops));
        for (const threads of pools) {
          const sets = new RrSets(network, from, { seed, pool: 'a', threads, ...(stops && { stops }) });
          await sets.grow(70);
          await sets.grow(150);
          const view = sets.view();
          const made = Array.from({ length: view.size }, (_, i) => [...nodesOfSet(view, i)]);
          expect(made).toEqual(wanted.map((set) => (set.stopped ? [] : [...set.nodes])));
          expect(sets.numStopped).toBe(wanted.filter((set) => set.stopped).length);
          expect(sets.numMembers).toBe(made.flat().length);
          if (stops) {
            const options = { seed, pool: 'a', from: 20, count: 100, threads };
            const hits = wanted.slice(20, 120).filter((set) => set.stopped).length;
            expect(await sampleCovered(network, from, stops, options)).toBe(hits);
          }
          sets.dispose();
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('start at every root in turn, where wanted', async () => {
    const [network] = fc.sample(randomNetwork(), { numRuns: 1, seed: 3 });
    const sets = new RrSets(network!, rootsInTurn(network!.numNodes), { seed: 1, pool: 'a', threads: pools[2]! });
    await sets.grow(3 * network!.numNodes);
    const view = sets.view();
    for (let i = 0; i < view.size; i++) expect(nodesOfSet(view, i)[0]).toBe(i % network!.numNodes);
    sets.dispose();
  });

  it('give back their memory', async () => {
    const network: DiffusionNetwork = fc.sample(randomNetwork(), { numRuns: 1, seed: 3 })[0]!;
    const threads = pools[1]!;
    const from = uniformRoots(network.numNodes);
    const run = async () => {
      const sets = new RrSets(network, from, { seed: 1, pool: 'a', threads });
      await sets.grow(20_000);
      sets.dispose();
    };
    await run();
    const { used } = threads.arena.stats();
    for (let i = 0; i < 5; i++) await run();
    expect(threads.arena.stats().used).toBe(used);
  });
});

it('roots give back their memory', async () => {
  const network: DiffusionNetwork = fc.sample(randomNetwork(), { numRuns: 1, seed: 3 })[0]!;
  const threads = pools[1]!;
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const run = async () => {
    const sets = new RrSets(network, roots(network, 2), { seed: 1, pool: 'a', threads });
    await sets.grow(100);
    sets.dispose();
  };
  const used: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 50; i++) await run();
    for (let i = 0; i < 3; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    used.push(threads.arena.stats().used);
  }
  expect(used[3]).toBeLessThanOrEqual(used[0]! + 1024);
});
