import { describe, expect, it } from 'vitest';
import { constrainedInfluence } from '../../../src/influence/algorithms/constrained-influence.js';
import { checkLimits, typeQuotas } from '../../../src/influence/coverage/limits.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { certain } from '../networks.js';

const star = networkFromEdges(
  { numNodes: 10, source: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 2, 2), target: Int32Array.of(3, 4, 5, 6, 7, 8, 9, 3, 4) },
  certain,
);
const types = [
  { name: 'user', start: 0, count: 3 },
  { name: 'place', start: 3, count: 7 },
];
const network = { ...star, types };
const code = (code: string) => expect.objectContaining({ code });

describe('limits', () => {
  it('quotas by the names of types', async () => {
    const quotas = typeQuotas(network, { user: 1 });
    expect([...quotas.groups]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(quotas.max).toEqual([1, Number.POSITIVE_INFINITY]);
    const answer = await constrainedInfluence(network, { k: 2, quotas, seed: 2 });
    expect(answer.seeds[0]).toBe(0);
    expect(answer.seeds[1]).toBeGreaterThanOrEqual(3);
    expect(answer.cost).toBe(0);
    expect(() => typeQuotas(network, { buyer: 1 })).toThrow(code('UNKNOWN_TYPE'));
  });

  it('a budget that buys the small hubs, not the large one', async () => {
    const costs = Float64Array.of(5, 2, 2, 9, 9, 9, 9, 9, 9, 9);
    const answer = await constrainedInfluence(network, { costs, budget: 4 });
    expect([...answer.seeds].sort()).toEqual([1, 2]);
    expect(answer.cost).toBe(4);
    expect(answer.certificate.sigmaHigh).toBeLessThan(10);
    // 4 nodes and 3.
    expect(Math.abs(answer.spread - 7)).toBeLessThan(1);
  });

  it('nothing that is allowed', async () => {
    const answer = await constrainedInfluence(network, {
      costs: new Float64Array(10).fill(2),
      budget: 1,
      maxSets: 4096,
    });
    expect(answer).toMatchObject({ seeds: new Int32Array(), spread: 0, cost: 0 });
    expect(answer.certificate.sigmaLow).toBe(0);
  });

  it('the same seeds for the same seed, another stream for another', async () => {
    const ask = (seed: number) => constrainedInfluence(network, { k: 1, seed, maxSets: 4096, ratio: 1 });
    expect(await ask(1)).toEqual(await ask(1));
    expect((await ask(1)).certificate).not.toEqual((await ask(2)).certificate);
  });

  it('refuses what cannot be meant', async () => {
    const costs = new Float64Array(10);
    for (const limits of [{}, { k: -1 }, { k: 1.5 }, { costs }, { k: 1, budget: 3 }, { costs, budget: -1 }]) {
      expect(() => checkLimits(network, limits)).toThrow(code('INVALID_OPTION'));
    }
    const groups = new Int32Array(10);
    expect(() => checkLimits(network, { quotas: { groups, max: [-1] } })).toThrow(code('INVALID_OPTION'));
    expect(() => checkLimits(network, { quotas: { groups: groups.fill(1), max: [1] } })).toThrow(
      code('INVALID_OPTION'),
    );
    expect(() => checkLimits(network, { quotas: { groups: new Int32Array(2), max: [1] } })).toThrow(
      code('SHAPE_MISMATCH'),
    );
    expect(() => checkLimits(network, { costs: costs.subarray(1), budget: 1 })).toThrow(code('SHAPE_MISMATCH'));
    expect(() => checkLimits(network, { costs: costs.fill(Number.NaN), budget: 1 })).toThrow(code('INVALID_OPTION'));
    const { signal } = { signal: AbortSignal.abort() };
    await expect(constrainedInfluence(network, { k: 1, signal })).rejects.toThrow(code('ABORTED'));
  });
});
