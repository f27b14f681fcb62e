import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, projectEdges } from '../../../src/analytics/index.js';
import { fitPowerLaw } from '../../../src/analytics/structure/fit-power-law.js';
import { scaledZeta } from '../../../src/analytics/structure/simple/power-sums.js';
import { karatePairs } from '../karate-club.js';

const karateDegrees = Array.from({ length: 34 }, (_, v) => karatePairs.filter((pair) => pair.includes(v)).length);

/** Quantiles of a power law. */
const quantiles = Array.from({ length: 500 }, (_, i) => Math.floor(1.5 * (1 - (i + 0.5) / 500) ** (-1 / 1.5) + 0.5));

/** The distance at every whole number, with sums instead of a zeta function. */
function slowDistance(values: readonly number[], alpha: number, xmin: number): number {
  const tail = values.filter((value) => value >= xmin);
  let whole = 0;
  for (let x = xmin; x < 200_000; x++) whole += x ** -alpha;
  // What is left of the sum, by the integral.
  whole += (200_000 - 0.5) ** (1 - alpha) / (alpha - 1);
  let [model, largest] = [0, 0];
  for (let x = xmin; x <= Math.max(...tail); x++) {
    model += x ** -alpha / whole;
    largest = Math.max(largest, Math.abs(model - tail.filter((value) => value <= x).length / tail.length));
  }
  return largest;
}

describe('power laws', () => {
  it('are sums of powers', () => {
    // mpmath 1.4.1: zeta(s, q)
    const known = [
      2.612375348685488, 0.1647105619542803, 0.0013140612011573274, 100.57794333849678, 1.0000009539620338,
    ];
    [
      [1.5, 1],
      [2.5, 3],
      [3, 20],
      [1.01, 1],
      [20, 1],
    ].forEach(([s, q], i) => {
      expect((scaledZeta(s!, q!) * q! ** -s!) / known[i]!).toBeCloseTo(1, 13);
    });
  });

  it('have the exponents of igraph 1.0.0', () => {
    // power_law_fit(values, xmin, method='discrete'): alpha, xmin, L
    const karate = fitPowerLaw(karateDegrees);
    // Below 50 values, igraph corrects the exponent for their number: alpha (n - 1) / n + 1 / n.
    expect([karate.xmin, ((karate.alpha * 32) / 33 + 1 / 33).toFixed(5)]).toEqual([2, '2.12628']);
    expect(karate.logLikelihood).toBeCloseTo(-72.27, 1);
    expect(karate.numTail).toBe(33);
    const fit = fitPowerLaw(quantiles, { xmin: 3 });
    expect(fit.alpha).toBeCloseTo(2.5205825258664936, 4);
    expect(fit.logLikelihood).toBeCloseTo(-508.9382772425473, 6);
    // powerlaw 2.0.0, Fit(values, discrete=True, estimate_discrete=False).sigma is that of continuous values; this one is exact.
    expect(fit.sigma).toBeGreaterThan(0.09);
    expect(fit.sigma).toBeLessThan(0.11);
    expect(fitPowerLaw(quantiles, { xmin: 2 }).alpha).toBeCloseTo(2.551731910641757, 4);
  });

  it('fit best where the distance is least, and their exponents are the likeliest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 12 }), { minLength: 3, maxLength: 40 }), (values) => {
        const positive = [...new Set(values.filter((value) => value >= 1))].sort((a, b) => a - b);
        if (positive.length < 2) {
          expect(() => fitPowerLaw(values)).toThrow(expect.objectContaining({ code: 'NO_ROWS' }));
          return;
        }
        const best = fitPowerLaw(values);
        const all = positive.slice(0, -1).map((xmin) => fitPowerLaw(values, { xmin }));
        expect(best.ks).toBe(Math.min(...all.map(({ ks }) => ks)));
        const tail = values.filter((value) => value >= best.xmin);
        expect(best.numTail).toBe(tail.length);
        const likelihood = (alpha: number) =>
          -tail.length * Math.log(scaledZeta(alpha, best.xmin)) -
          alpha * tail.reduce((sum, value) => sum + Math.log(value / best.xmin), 0);
        expect(best.logLikelihood).toBeCloseTo(likelihood(best.alpha), 8);
        expect(best.logLikelihood).toBeGreaterThanOrEqual(likelihood(best.alpha + 0.01) - 1e-9);
        if (best.alpha > 1.02) expect(best.logLikelihood).toBeGreaterThanOrEqual(likelihood(best.alpha - 0.01) - 1e-9);
      }),
      { numRuns: 500 },
    );
    for (const xmin of [1, 2, 4]) {
      const { alpha, ks } = fitPowerLaw(quantiles, { xmin });
      expect(ks).toBeCloseTo(slowDistance(quantiles, alpha, xmin), 5);
    }
  });

  it('are fitted to the degrees of a graph by name', async () => {
    const graph = await projectEdges({
      ...{ numNodes: 35, isDirected: false },
      source: karatePairs.map(([a]) => a),
      target: karatePairs.map(([, b]) => b),
    });
    const { table, figures } = await analyse(graph, 'degree-distribution');
    const { alpha, xmin } = fitPowerLaw(karateDegrees);
    expect(figures).toMatchObject({ alpha, xmin, numTail: 33 });
    expect([...table!.degree!]).toEqual([0, ...[...new Set(karateDegrees)].sort((a, b) => a - b)]);
    expect([...table!.nodes!].slice(0, 2)).toEqual([1, karateDegrees.filter((k) => k === 1).length]);
    const bare = await analyse(await projectEdges({ numNodes: 2, source: [], target: [] }), 'degree-distribution');
    expect(bare.remarks).toHaveLength(1);
  });

  it('are not fitted to what is no whole number, nor to one value', () => {
    expect(() => fitPowerLaw([1, 2.5])).toThrow(expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }));
    expect(() => fitPowerLaw([3, 3, 0])).toThrow(expect.objectContaining({ code: 'NO_ROWS' }));
    expect(() => fitPowerLaw([1, 2, 3], { xmin: 3 })).toThrow(expect.objectContaining({ code: 'NO_ROWS' }));
    expect(() => fitPowerLaw([1, 2], { xmin: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
