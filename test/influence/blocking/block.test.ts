import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSpread } from '../../../src/influence/blocking/block-spread.js';
import { lossOfEach } from '../../../src/influence/blocking/dominators.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { exactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { certain, smallNetworks } from '../networks.js';

const none = Int32Array.of(0);

/** The exact spread where nodes are taken away: they accept nothing. */
function withoutNodes(network: DiffusionNetwork, sources: number[], gone: number[]): number {
  const edgeless = network.sources.map((v) => v);
  const keep = [...Array(network.numNodes).keys()].filter((v) => !gone.includes(v));
  const rate = Uint32Array.from({ length: network.numNodes }, (_, v) => network.acceptance?.[v] ?? 4294967295);
  for (const v of gone) rate[v] = 0;
  const weights = Float64Array.from({ length: network.numNodes }, (_, v) => (keep.includes(v) ? 1 : 0));
  return exactSpread({ ...network, sources: edgeless, acceptance: rate }, sources, { weights });
}

describe('loss of every node', () => {
  it('is what taking it away costs', () => {
    const n = 8;
    const lists = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: n - 1 }), { maxLength: 4 }), {
      minLength: n,
      maxLength: n,
    });
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: n - 1 }), (out, gone) => {
        const graph = { nodes: [...Array(n).keys()].map((v) => v - 1), out };
        const blocked = new Uint8Array(n);
        if (gone > 0) blocked[gone] = 1;
        const reach = (without: Uint8Array) => {
          const found = new Set([0]);
          for (const v of found) for (const w of out[v]!) if (without[w] === 0) found.add(w);
          found.delete(0);
          return [...found].reduce((sum, v) => sum + v, 0);
        };
        const loss = lossOfEach(graph, blocked, (node) => node + 1);
        expect(loss[0]).toBe(reach(blocked));
        for (let v = 1; v < n; v++) {
          const more = blocked.slice();
          more[v] = 1;
          expect(loss[v]).toBe(reach(blocked) - reach(more));
        }
      }),
      { seed: 1, numRuns: 400 },
    );
  });
});

describe('blocking', () => {
  it('cuts a path at its start and a diamond at its neck', async () => {
    const source = Int32Array.of(0, 1, 1, 2, 3, 4);
    const target = Int32Array.of(1, 2, 3, 4, 4, 5);
    const network = networkFromEdges({ numNodes: 6, source, target }, certain);
    const answer = await blockSpread(network, { sources: [0], k: 2, draws: 10 });
    expect(answer).toMatchObject({ nodes: Int32Array.of(1), before: 6, after: 1, standardError: 0 });
    const candidates = Uint8Array.of(1, 0, 1, 1, 1, 1);
    expect([...(await blockSpread(network, { sources: [0], k: 1, draws: 10, candidates })).nodes]).toEqual([4]);
  });

  it.each([
    ['ic', true],
    ['ic', false],
    ['lt', true],
    ['lt', false],
  ] as const)('takes the best first node, and judges what is left (%s, acceptance %s)', async (model, acceptance) => {
    await fc.assert(
      fc.asyncProperty(
        smallNetworks({ minNodes: 3, maxNodes: 8, maxEdges: 14, model, acceptance }),
        async (network) => {
          const draws = 2000;
          const answer = await blockSpread(network, { sources: none, k: 2, draws });
          const before = withoutNodes(network, [0], []);
          const error = (6 * network.numNodes * 0.5) / Math.sqrt(draws);
          expect(Math.abs(answer.before - before)).toBeLessThan(error);
          expect(Math.abs(answer.after - withoutNodes(network, [0], [...answer.nodes]))).toBeLessThan(error);
          const others = [...Array(network.numNodes).keys()].slice(1);
          const best = Math.min(before, ...others.map((v) => withoutNodes(network, [0], [v])));
          const first = withoutNodes(network, [0], [...answer.nodes.subarray(0, 1)]);
          expect(first - best).toBeLessThan(error);
          expect(answer.after).toBeLessThanOrEqual(answer.before);
        },
      ),
      { seed: 8, numRuns: 25 },
    );
  });

  it('refuses limits it does not know, and bad options', async () => {
    const network = networkFromEdges({ numNodes: 2, source: none, target: Int32Array.of(1) }, certain);
    const code = (code: string) => expect.objectContaining({ code });
    await expect(blockSpread({ ...network, maxHops: 1 }, { sources: [0], k: 1 })).rejects.toEqual(
      code('INVALID_OPTION'),
    );
    await expect(blockSpread(network, { sources: [2], k: 1 })).rejects.toEqual(code('INDEX_OUT_OF_RANGE'));
    await expect(blockSpread(network, { sources: [0], k: -1 })).rejects.toEqual(code('INVALID_OPTION'));
  });
});
