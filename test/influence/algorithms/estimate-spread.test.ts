import { describe, expect, it } from 'vitest';
import { estimateSpread, requiredCoverage } from '../../../src/influence/algorithms/estimate-spread.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { listedRoots, uniformRoots } from '../../../src/influence/network/roots.js';
import { PlainSampler } from '../../../src/influence/sampling/plain-sampler.js';
import { smallQuestions } from './brute-force.js';
import { twoStars } from './stars.js';

describe('estimateSpread', () => {
  it('stops at the set that brings the last hit wanted', async () => {
    const wanted = requiredCoverage(0.2, 0.1);
    expect(wanted).toBe(Math.ceil(1 + (4 * (Math.E - 2) * 1.2 * Math.log(20)) / 0.04));
    const { spread, low, high, sets } = await estimateSpread(twoStars, [0], { epsilon: 0.2, delta: 0.1, seed: 3 });
    const sampler = new PlainSampler(twoStars, uniformRoots(202), { seed: 3, pool: 'spread' });
    let hits = 0;
    let made = 0;
    while (hits < wanted) if (sampler.sample(made++).nodes.includes(0)) hits++;
    expect(sets).toBe(made);
    expect(spread).toBe((202 * wanted) / made);
    expect([low, high]).toEqual([spread / 1.2, spread / 0.8]);
  });

  it('the interval misses the truth no more often than delta', async () => {
    const delta = 0.1;
    let [missed, asked] = [0, 0];
    for (const [seed, { network, options, spread }] of smallQuestions(200, 7).entries()) {
      const { given, ...rest } = options;
      const truth = spread([0]);
      const weight = options.roots?.weight ?? network.numNodes;
      if (truth < weight / 50) continue;
      asked++;
      const { low, high } = await estimateSpread(network, given ? [0, ...given] : [0], {
        ...(rest.roots && { roots: rest.roots }),
        epsilon: 0.2,
        delta,
        seed,
      });
      if (truth < low - 1e-6 || truth > high + 1e-6) missed++;
    }
    expect(asked).toBeGreaterThan(100);
    expect(missed).toBeLessThanOrEqual(delta * asked);
  });

  it('is 0 where no target can be reached, and says so where there are too few hits', async () => {
    const line = networkFromEdges(
      { numNodes: 4, source: Int32Array.of(0, 1), target: Int32Array.of(1, 2) },
      { name: '', kind: 'constant', probability: 1e-6 },
    );
    const roots = listedRoots(Int32Array.of(2));
    expect(await estimateSpread(line, [3], { roots })).toEqual({ spread: 0, low: 0, high: 0, sets: 0 });
    expect(await estimateSpread(line, [], {})).toEqual({ spread: 0, low: 0, high: 0, sets: 0 });
    await expect(estimateSpread(line, [0], { roots, maxSets: 10_000 })).rejects.toMatchObject({
      code: 'SPREAD_NOT_CERTIFIED',
    });
    await expect(estimateSpread(line, [4])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(estimateSpread(line, [0], { epsilon: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('can be aborted, and tells how far it is', async () => {
    const signal = AbortSignal.abort();
    await expect(estimateSpread(twoStars, [0], { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    const done: number[] = [];
    await estimateSpread(twoStars, [0], { epsilon: 0.05, onProgress: ({ done: now }) => done.push(now) });
    expect(done.at(-1)).toBe(requiredCoverage(0.05, 0.001));
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });
});
