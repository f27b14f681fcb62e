import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { exactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { forwardEdges } from '../../../src/influence/simulation/forward-edges.js';
import { LiveRuns } from '../../../src/influence/simulation/live-runs.js';
import { countOf, simulateSpread } from '../../../src/influence/simulation/simulate-spread.js';
import { smallNetworks, triggerNetwork } from '../networks.js';

const run = { seed: 11, numRuns: 25 };

/** Six standard errors: never by chance in a few hundred comparisons. */
async function expectExact(network: DiffusionNetwork, exact: DiffusionNetwork = network): Promise<void> {
  const n = network.numNodes;
  const seeds = n > 1 ? [0, n >> 1] : [0];
  const weights = Float64Array.from({ length: n }, (_, v) => (v % 3) + 0.5);
  const { mean, standardError } = await simulateSpread(network, seeds, { runs: 4000, weights, seed: 3 });
  const wanted = exactSpread(exact, seeds, { weights });
  expect(Math.abs(mean - wanted)).toBeLessThan(6 * standardError + 1e-6 + (standardError === 0 ? 0.02 : 0));
}

describe('simulated spread', () => {
  it.each([
    ['ic', {}],
    ['ic', { acceptance: true, maxHops: true }],
    ['lt', {}],
    ['lt', { acceptance: true, maxHops: true }],
  ] as const)('is the exact one: %s %j', async (model, limits) => {
    await fc.assert(
      fc.asyncProperty(smallNetworks({ maxNodes: 8, maxEdges: 16, model, ...limits }), (n) => expectExact(n)),
      run,
    );
  });

  it.each(['ic', 'lt'] as const)('is the exact one with delays and both limits: %s', async (model) => {
    const shape = { maxNodes: 5, maxEdges: 8, model, acceptance: true, maxTime: true, maxHops: true };
    await fc.assert(
      fc.asyncProperty(smallNetworks(shape), (n) => expectExact(n)),
      run,
    );
    await fc.assert(
      fc.asyncProperty(smallNetworks({ ...shape, maxHops: false }), (n) => expectExact(n)),
      run,
    );
  });

  it('is the exact one for trigger callbacks', async () => {
    const { network, ic } = triggerNetwork();
    await expectExact(network, ic);
    await expectExact({ ...network, maxHops: 2 }, { ...ic, maxHops: 2 });
    await expectExact({ ...network, maxTime: 2 }, { ...ic, maxHops: 2 });
  });

  it('agrees with runs of live edges on larger graphs', async () => {
    const stream = new RandomStream(5, 'edges');
    const [n, m] = [300, 3000];
    const draw = () => Int32Array.from({ length: m }, () => stream.nextInt(stream.nextInt(n) + 1));
    for (const model of ['ic', 'lt'] as const) {
      const network = networkFromEdges({ numNodes: n, source: draw(), target: draw() }, undefined, model);
      const seeds = Int32Array.of(1, 5, 77);
      const quick = await simulateSpread(network, seeds, { runs: 4000 });
      const live = new LiveRuns(network, 2);
      const values = Array.from({ length: 4000 }, (_, i) => countOf(live.run(i, seeds), undefined));
      const mean = values.reduce((a, b) => a + b) / values.length;
      expect(Math.abs(mean - quick.mean)).toBeLessThan(6 * Math.SQRT2 * quick.standardError);
    }
  });

  it('does not depend on how runs are split', async () => {
    const source = Int32Array.from({ length: 40 }, (_, i) => i % 10);
    const target = Int32Array.from({ length: 40 }, (_, i) => (i * i + 3) % 10);
    const network = networkFromEdges({ numNodes: 10, source, target });
    const all = await simulateSpread(network, [0, 3], { runs: 300, from: 20 });
    const parts = [await simulateSpread(network, [0, 3], { runs: 100, from: 20 })];
    parts.push(await simulateSpread({ ...network }, [0, 3], { runs: 200, from: 120 }));
    expect((parts[0]!.mean * 100 + parts[1]!.mean * 200) / 300).toBeCloseTo(all.mean, 10);
    expect(all.mean).not.toBe(parts[0]!.mean);
    expect(all.low).toBeLessThan(all.mean);
    expect(all.high - all.mean).toBeCloseTo(1.96 * all.standardError, 12);
    expect(forwardEdges(network)).toBe(forwardEdges(network));
  });

  it('lays out-edges out in descending order, all of them', () => {
    fc.assert(
      fc.property(smallNetworks({ maxNodes: 6, maxEdges: 30 }), (network) => {
        const { starts, entries, thresholds, targets } = forwardEdges(network);
        expect([...entries].sort((a, b) => a - b)).toEqual([...network.sources.keys()]);
        for (let v = 0; v < network.numNodes; v++) {
          for (let at = starts[v]!; at < starts[v + 1]!; at++) {
            expect(network.sources[entries[at]!]).toBe(v);
            if (at > starts[v]!) expect(thresholds[at]).toBeLessThanOrEqual(thresholds[at - 1]!);
            expect(targets[at]).toBeLessThan(network.numNodes);
          }
        }
      }),
      run,
    );
  });

  it('stops when told to, and refuses bad options', async () => {
    const network = networkFromEdges({ numNodes: 2, source: Int32Array.of(0), target: Int32Array.of(1) });
    const stop = new AbortController();
    const running = simulateSpread(network, [0], { runs: 1e9, signal: stop.signal });
    setTimeout(() => stop.abort(), 80);
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(simulateSpread(network, [0], { runs: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(simulateSpread(network, [2])).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(simulateSpread(network, [0], { weights: [1] })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    expect(await simulateSpread(network, [], { runs: 3 })).toMatchObject({ mean: 0, standardError: 0, runs: 3 });
  });
});
