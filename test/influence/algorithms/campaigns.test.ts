import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignInfluence } from '../../../src/influence/algorithms/campaigns.js';
import { ExactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { smallNetworks, subsets } from '../networks.js';

const delta = 1e-9;
const shape = { minNodes: 6, maxNodes: 6, maxEdges: 12 };

describe('several campaigns', () => {
  it.each(['sum', 'min'] as const)(
    'share no node; the certificate of the %s holds against brute force',
    async (objective) => {
      const budgets = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }));
      await fc.assert(
        fc.asyncProperty(
          smallNetworks(shape),
          smallNetworks({ ...shape, model: 'lt' }),
          budgets,
          async (a, b, [ka, kb]) => {
            const campaigns = [
              { network: a, k: ka },
              { network: b, k: kb },
            ];
            const answer = await campaignInfluence(campaigns, { objective, delta, maxSets: 1 << 16 });
            const [first, second] = answer.campaigns.map(({ seeds }) => [...seeds]) as [number[], number[]];
            expect(first.filter((v) => second.includes(v))).toEqual([]);
            expect([first.length <= ka, second.length <= kb]).toEqual([true, true]);
            const [ofA, ofB] = [new ExactSpread(a), new ExactSpread(b)];
            const value = (x: number[], y: number[]) =>
              objective === 'sum' ? ofA.spread(x) + ofB.spread(y) : Math.min(ofA.spread(x), ofB.spread(y));
            let best = 0;
            const nodes = [...Array(6).keys()];
            for (const x of subsets(nodes, ka)) {
              for (const y of subsets(
                nodes.filter((v) => !x.includes(v)),
                kb,
              ))
                best = Math.max(best, value(x, y));
            }
            const { certificate } = answer;
            expect(certificate.sigmaLow).toBeLessThanOrEqual(value(first, second) + 1e-6);
            expect(certificate.sigmaHigh).toBeGreaterThanOrEqual(best - 1e-6);
            if (objective === 'sum') expect(value(first, second)).toBeGreaterThanOrEqual((1 / 3 - 0.05) * best);
          },
        ),
        { seed: 9, numRuns: 30 },
      );
    },
  );

  it('refuses what does not fit together', async () => {
    const [six, four] = [shape, { minNodes: 4, maxNodes: 4, maxEdges: 3 }].map(
      (of) => fc.sample(smallNetworks(of), { numRuns: 1, seed: 1 })[0]!,
    );
    const code = (code: string) => expect.objectContaining({ code });
    await expect(campaignInfluence([])).rejects.toEqual(code('INVALID_OPTION'));
    await expect(
      campaignInfluence([
        { network: six!, k: 1 },
        { network: four!, k: 1 },
      ]),
    ).rejects.toEqual(code('SHAPE_MISMATCH'));
    await expect(campaignInfluence([{ network: six!, k: -1 }])).rejects.toEqual(code('INVALID_OPTION'));
  });
});
