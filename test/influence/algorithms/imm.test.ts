import { describe, expect, it } from 'vitest';
import { imm } from '../../../src/influence/algorithms/imm.js';
import { chenGamma, immPlan } from '../../../src/influence/algorithms/imm-plan.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { lnBinomial } from '../../../src/influence/proof/bounds.js';
import { twoStars } from './stars.js';

const shapeOf = (n: number, k: number, epsilon = 0.1, l = 1) => ({
  numNodes: n,
  weight: n,
  lnChoices: lnBinomial(n, k),
  epsilon,
  l,
});

/** The formulas of the paper, written anew. */
function formulas(n: number, k: number, epsilon: number, l0: number) {
  let lnC = 0;
  for (let i = 0; i < k; i++) lnC += Math.log(n - i) - Math.log(i + 1);
  const l = l0 + (l0 * Math.log(2)) / Math.log(n);
  const e = Math.sqrt(2) * epsilon;
  const bound = ((2 + (2 * e) / 3) * (lnC + l * Math.log(n) + Math.log(Math.log(n) / Math.log(2))) * n) / (e * e);
  const c = 1 - Math.exp(-1);
  const alpha = Math.sqrt(l * Math.log(n) + Math.log(2));
  const beta = Math.sqrt(c * (lnC + l * Math.log(n) + Math.log(2)));
  return { lnC, bound, lambda: 2 * n * ((c * alpha + beta) / epsilon) ** 2 };
}

describe('plan', () => {
  it('has the published values', () => {
    const known = [
      { n: 4039, lnC: 266.4053, bound: 1.175e8, lambda: 1.861e8 },
      { n: 65536, lnC: 406.0213, bound: 2.886e9, lambda: 4.485e9 },
      { n: 1048576, lnC: 544.6682, bound: 6.173e10, lambda: 9.498e10 },
    ];
    for (const { n, lnC, bound, lambda } of known) {
      const plan = immPlan(shapeOf(n, 50));
      expect(lnBinomial(n, 50)).toBeCloseTo(lnC, 4);
      expect(plan.lambdaBound.toPrecision(4)).toBe(bound.toPrecision(4));
      expect(plan.lambda.toPrecision(4)).toBe(lambda.toPrecision(4));
      expect(plan.tries).toBe(Math.floor(Math.log2(n)) - 1);
    }
    expect(Math.floor(immPlan(shapeOf(4039, 50)).lambdaBound / (4039 / 2))).toBe(58197);
  });

  it('equals formulas written anew, to 1e-9', () => {
    for (const [n, k, epsilon, l] of [
      [4039, 50, 0.1, 1],
      [65536, 10, 0.05, 1],
      [1048576, 200, 0.3, 2],
      [100, 99, 0.5, 0.5],
      [2, 1, 0.2, 1],
    ] as const) {
      const plan = immPlan(shapeOf(n, k, epsilon, l));
      const expected = formulas(n, k, epsilon, l);
      expect(Math.abs(lnBinomial(n, k) - expected.lnC)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected.lnC));
      expect(plan.lambdaBound / expected.bound - 1).toBeCloseTo(0, 9);
      expect(plan.lambda / expected.lambda - 1).toBeCloseTo(0, 9);
    }
  });

  it('gamma is the least that repairs the proof', () => {
    for (const n of [100, 4039, 1048576]) {
      const shape = shapeOf(n, Math.min(50, n / 2));
      const gamma = chenGamma(shape);
      const lambda = (g: number) => Math.ceil(immPlan({ ...shape, l: shape.l + g }).lambda);
      expect(lambda(gamma)).toBeLessThanOrEqual(n ** gamma * (1 + 1e-9));
      expect(lambda(gamma - 1e-6)).toBeGreaterThan(n ** (gamma - 1e-6));
    }
  });
});

describe('imm', () => {
  it.each(['resample', 'enlarge'] as const)('%s: finds the hubs of two stars', async (repair) => {
    const answer = await imm(twoStars, { k: 2, epsilon: 0.3, repair });
    expect([...answer.seeds]).toEqual([0, 1]);
    // 2 hubs, 200 leaves by a half.
    expect(answer.spread).toBeGreaterThan(95);
    expect(answer.spread).toBeLessThan(109);
    expect(answer.certificate.sigmaLow).toBeLessThan(102);
    expect(answer.certificate.sigmaHigh).toBeGreaterThan(102);
    expect(answer.guarantee).toEqual({ ratio: 1 - 1 / Math.E - 0.3, delta: 1 / 202 });
  });

  it('networks of one node, two, and no edges', async () => {
    const bare = (n: number) => networkFromEdges({ numNodes: n, source: new Int32Array(0), target: new Int32Array(0) });
    for (const n of [1, 2, 9]) {
      const { seeds, spread } = await imm(bare(n), { k: n, epsilon: 0.5 });
      expect([...seeds].sort()).toEqual(Array.from({ length: n }, (_, v) => v));
      expect(spread).toBeCloseTo(n, 9);
    }
  });
});
