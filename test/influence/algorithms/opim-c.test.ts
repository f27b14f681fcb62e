import { describe, expect, it } from 'vitest';
import { opimC } from '../../../src/influence/algorithms/opim-c.js';
import { opimPlan } from '../../../src/influence/algorithms/opim-schedule.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { lnBinomial, lowerCoverage, upperCoverage } from '../../../src/influence/proof/bounds.js';
import { ln } from '../../../src/influence/sampling/ln.js';

describe('bounds', () => {
  it('has the published values', () => {
    const a = Math.log(3 * 13 * 4039);
    expect(lowerCoverage(1000, a)).toBeCloseTo(853.0644270689, 9);
    expect(upperCoverage(1200, a)).toBeCloseTo(1381.8636658586, 9);
    expect(lnBinomial(4039, 50)).toBeCloseTo(266.4053, 4);
    expect([10, 50, 100].map((k) => opimPlan(4039, k, 0.1, 1 / 4039))).toEqual([
      { first: 163, rounds: 16 },
      { first: 463, rounds: 13 },
      { first: 748, rounds: 12 },
    ]);
    expect([10, 50, 100].map((k) => opimPlan(1048576, k, 0.1, 1 / 1048576))).toEqual([
      { first: 282, rounds: 24 },
      { first: 909, rounds: 22 },
      { first: 1581, rounds: 21 },
    ]);
  });
  it('ln', () => {
    for (let i = 1; i <= 1000; i++) expect(Math.abs(ln(i / 1000) - Math.log(i / 1000))).toBeLessThan(1e-12);
    for (const x of [2 ** -53, 1e-300, 0.7, 0.75]) expect(ln(x) / Math.log(x)).toBeCloseTo(1, 11);
  });
  it('finds the hubs of two stars', async () => {
    const n = 202,
      source = new Int32Array(200),
      target = new Int32Array(200);
    for (let i = 0; i < 200; i++) {
      source[i] = i < 120 ? 0 : 1;
      target[i] = i + 2;
    }
    const answer = await opimC(
      networkFromEdges({ numNodes: n, source, target }, { name: '', kind: 'constant', probability: 0.5 }),
      { k: 2 },
    );
    expect([...answer.seeds]).toEqual([0, 1]);
  });
});
