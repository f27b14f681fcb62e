import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../../src/core/index.js';
import { hist } from '../../../src/influence/algorithms/hist.js';
import { imm } from '../../../src/influence/algorithms/imm.js';
import { opimC } from '../../../src/influence/algorithms/opim-c.js';
import { opimSchedule } from '../../../src/influence/algorithms/opim-schedule.js';
import type { SeedOptions } from '../../../src/influence/algorithms/seed-problem.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { rootWeights } from '../../../src/influence/network/root-weights.js';
import { listedRoots, uniformRoots, weightedRoots } from '../../../src/influence/network/roots.js';
import type { SeedAnswer } from '../../../src/influence/proof/certificate.js';
import { twoStars } from './stars.js';

const algorithms: readonly [string, (network: DiffusionNetwork, options: SeedOptions) => Promise<SeedAnswer>][] = [
  ['opimC', opimC],
  ['hist', hist],
  ['imm', (network, options) => imm(network, { epsilon: 0.3, ...options })],
];
const bare = (n: number) => networkFromEdges({ numNodes: n, source: new Int32Array(0), target: new Int32Array(0) });

describe.each(algorithms)('%s', (_, algorithm) => {
  it('networks without edges, of one node, k from 1 to all nodes', async () => {
    for (const [n, k] of [
      [1, 1],
      [2, 1],
      [2, 2],
      [30, 1],
      [30, 12],
      [30, 30],
    ] as const) {
      const { seeds, gains, spread, certificate } = await algorithm(bare(n), { k });
      expect([seeds.length, gains.length, new Set(seeds).size]).toEqual([k, k, k]);
      expect(spread / k).toBeGreaterThan(0.5);
      expect(spread / k).toBeLessThan(2);
      expect(certificate.sigmaLow).toBeLessThanOrEqual(k);
      expect(certificate.sigmaHigh).toBeGreaterThanOrEqual(k);
    }
  });

  it('a loop of certain edges: any seed reaches all', async () => {
    const source = Int32Array.from({ length: 50 }, (_, v) => v);
    const loop = networkFromEdges({ numNodes: 50, source, target: source.map((v) => (v + 1) % 50) });
    for (const k of [1, 3, 20]) {
      const { seeds, spread, certificate } = await algorithm(loop, { k });
      expect(new Set(seeds).size).toBe(k);
      expect(spread).toBe(50);
      expect(certificate.sigmaHigh).toBe(50);
    }
  });

  it('makes up the number with the lowest nodes that gain nothing', async () => {
    const candidates = new Uint8Array(202).fill(1, 0, 2).fill(1, 100, 103);
    const answer = await algorithm(twoStars, { k: 4, candidates, roots: listedRoots(Int32Array.of(3, 199)) });
    expect([...answer.seeds.slice(2)]).toEqual([100, 101]);
    expect(new Set(answer.seeds.slice(0, 2))).toEqual(new Set([0, 1]));
    expect([...answer.gains.slice(2)]).toEqual([0, 0]);
  });

  it('with seeds given the certificate is of them and the chosen ones together', async () => {
    const { seeds, certificate } = await algorithm(twoStars, { k: 1, given: Int32Array.of(0, 0, 5) });
    expect([...seeds]).toEqual([1]);
    // 2 hubs and leaves by a half, and leaf 5.
    expect(certificate.sigmaLow).toBeLessThan(102.5);
    expect(certificate.sigmaLow).toBeGreaterThan(50);
    expect(certificate.sigmaHigh).toBeGreaterThan(102.5);
  });

  it('targets that no candidate reaches: k seeds, exactly nothing', async () => {
    const roots = listedRoots(Int32Array.of(0, 1));
    const candidates = new Uint8Array(202).fill(1, 7, 12);
    const { seeds, spread, certificate } = await algorithm(twoStars, { k: 3, roots, candidates });
    expect([...seeds]).toEqual([7, 8, 9]);
    expect(spread).toBe(0);
    expect(certificate).toMatchObject({ sigmaLow: 0, sigmaHigh: 0, ratio: 1 });
  });

  it('refuses what makes no sense, before any work', async () => {
    const refused: [SeedOptions, string][] = [
      [{ k: 0 }, 'INVALID_OPTION'],
      [{ k: 1.5 }, 'INVALID_OPTION'],
      [{ k: 203 }, 'INVALID_OPTION'],
      [{ k: 202, given: Int32Array.of(3) }, 'INVALID_OPTION'],
      [{ k: 1, delta: 1 }, 'INVALID_OPTION'],
      [{ k: 1, delta: Number.NaN }, 'INVALID_OPTION'],
      [{ k: 1, seed: -1 }, 'INVALID_OPTION'],
      [{ k: 1, candidates: new Uint8Array(3) }, 'SHAPE_MISMATCH'],
      [{ k: 1, given: Int32Array.of(202) }, 'INDEX_OUT_OF_RANGE'],
    ];
    for (const [options, code] of refused) await expect(algorithm(twoStars, options)).rejects.toMatchObject({ code });
    for (const epsilon of [0, 0.64, Number.NaN]) {
      const options = { k: 1, epsilon } as SeedOptions;
      await expect(algorithm(twoStars, options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    }
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const events: ProgressEvent[] = [];
    await algorithm(twoStars, { k: 2, onProgress: (event) => events.push(event) });
    expect(events.length).toBeGreaterThan(1);
    for (const event of events) {
      expect(event.done).toBeLessThanOrEqual(event.total!);
      const before = events.slice(0, events.indexOf(event)).findLast(({ stage }) => stage === event.stage);
      expect(event.done).toBeGreaterThanOrEqual(before?.done ?? 0);
    }
    await expect(algorithm(twoStars, { k: 2, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

it('as many rounds as the best spread may need', () => {
  const lnChoices = 100;
  expect(opimSchedule({ lnChoices, weight: 1000, optLow: 10 }, 0.1, 0.01).rounds).toBe(14);
  expect(opimSchedule({ lnChoices, weight: 1000, optLow: 1000 }, 0.1, 0.01).rounds).toBe(7);
  expect(opimSchedule({ lnChoices, weight: 1000, optLow: 0 }, 0.1, 0.01).rounds).toBe(16);
});

it('the ratio of the last round comes back though it is too small', async () => {
  // A third of a node each: no target is a candidate, and next to nothing arrives.
  const network = networkFromEdges(
    { numNodes: 3, source: Int32Array.of(0), target: Int32Array.of(1) },
    { name: '', kind: 'constant', probability: 1e-4 },
  );
  const roots = listedRoots(Int32Array.of(1, 2));
  const { seeds, certificate } = await opimC(network, {
    k: 1,
    roots,
    candidates: Uint8Array.of(1, 0, 0),
    epsilon: 0.01,
  });
  expect([...seeds]).toEqual([0]);
  expect(certificate.ratio).toBeLessThan(1 - 1 / Math.E - 0.01);
  expect(certificate.sigmaLow).toBeLessThanOrEqual(1e-4);
  expect(certificate.sigmaHigh).toBeGreaterThan(1e-4);
  expect(certificate.rounds).toBe(16);
});

it('what nodes count, from any roots', () => {
  expect([...rootWeights(uniformRoots(3), 3)]).toEqual([1, 1, 1]);
  expect([...rootWeights(listedRoots(Int32Array.of(2, 0)), 3)]).toEqual([1, 0, 1]);
  const weights = [0.5, 0, 3, 1.25, 7];
  rootWeights(weightedRoots(weights), 5).forEach((weight, v) => {
    expect(weight).toBeCloseTo(weights[v]!, 6);
  });
});
