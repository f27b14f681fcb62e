import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/influence/explain/explain.js';
import { exactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { smallNetwork, smallNetworks } from '../networks.js';

// 0 and 1 are users, 2 to 5 places; 0 reaches 1 as a friend, 2 and 3 by visits; 1 reaches 4 and 5 by visits.
const rules = [
  { name: 'user>friend>user', kind: 'constant', probability: 0.5 },
  { name: 'user>visits>place', kind: 'constant', probability: 1 },
] as const;
const edge = (source: number, target: number, rule: number) => ({ source, target, rule, p: 1 });
const network = {
  ...smallNetwork({
    numNodes: 6,
    model: 'ic',
    rules,
    edges: [edge(0, 1, 0), edge(0, 2, 1), edge(0, 3, 1), edge(1, 4, 1), edge(1, 5, 1)],
  }),
  types: [
    { name: 'user', start: 0, count: 2 },
    { name: 'place', start: 2, count: 4 },
  ],
};

describe('explain', () => {
  it('a seed by hand: types, relations of the first step, hops', async () => {
    const coveredSets = 20_000;
    const answer = await explain(network, 0, { coveredSets });
    const close = (value: number, wanted: number) =>
      expect(Math.abs(value - wanted)).toBeLessThan(6 * (0.5 / Math.sqrt(coveredSets)) * 6);
    // 0 itself, 1 by half, 2 and 3, 4 and 5 by half: 4.5.
    close(answer.spread, 4.5);
    expect(answer.byType.map(({ name }) => name)).toEqual(['place', 'user']);
    close(answer.byType[0]!.spread, 3);
    close(answer.byType[1]!.spread, 1.5);
    expect(answer.byRelation.map(({ name }) => name)).toEqual(['user>visits>place', 'user>friend>user']);
    close(answer.byRelation[0]!.spread, 2);
    close(answer.byRelation[1]!.spread, 1.5);
    close(answer.own, 1);
    close(answer.meanHops, (0.5 + 2 + 2) / 4.5);
    expect(answer.coveredSets).toBe(coveredSets);
    expect(answer).toEqual(await explain(network, [0], { coveredSets }));
  });

  it('two seeds: each has whom it is nearest to, and time counts where there is a limit of it', async () => {
    const answer = await explain(network, [0, 1], { coveredSets: 4000 });
    expect(answer.bySeed.map(({ node, share }) => [node, Math.round(share * 6)])).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(answer.byRelation.map(({ name }) => name)).toEqual(['user>visits>place']);
    const timed = smallNetwork({
      numNodes: 3,
      model: 'ic',
      rules: [
        { name: 'slow', kind: 'constant', probability: 1, delay: 3 },
        { name: 'quick', kind: 'constant', probability: 1, delay: 1 },
      ],
      edges: [edge(0, 2, 0), edge(1, 2, 1)],
      maxTime: 5,
    });
    const parts = (await explain(timed, [0, 1], { coveredSets: 500 })).byRelation;
    expect(parts.map(({ name }) => name)).toEqual(['quick']);
  });

  it('adds up to the exact spread on random networks', async () => {
    await fc.assert(
      fc.asyncProperty(smallNetworks({ minNodes: 2, maxNodes: 7, maxEdges: 12, acceptance: true }), async (network) => {
        const { spread, byRelation, own, byType, sets } = await explain(network, [0, 1], { coveredSets: 3000 });
        const total = byType.reduce((sum, part) => sum + part.spread, 0);
        expect(total).toBeCloseTo(spread, 9);
        expect(byRelation.reduce((sum, part) => sum + part.spread, own)).toBeCloseTo(spread, 9);
        const error = network.numNodes * (0.5 / Math.sqrt(sets));
        expect(Math.abs(spread - exactSpread(network, [0, 1]))).toBeLessThan(6 * error);
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('says nothing of what is never reached; refuses bad options', async () => {
    const answer = await explain(network, [], { maxSets: 100 });
    expect(answer).toMatchObject({
      spread: 0,
      coveredSets: 0,
      sets: 100,
      byType: [],
      byRelation: [],
      own: 0,
      meanHops: 0,
    });
    await expect(explain(network, 6)).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(explain(network, 0, { coveredSets: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
