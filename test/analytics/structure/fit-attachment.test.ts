import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitAttachment } from '../../../src/analytics/index.js';
import { attachmentLikelihood } from '../../../src/analytics/structure/simple/attachment-likelihood.js';
import { RandomStream } from '../../../src/core/index.js';
import { codeOf } from '../../support/code-of.js';

/** Every node of the time looked at, for every edge. */
function slow(edges: readonly (readonly [number, number, number])[], exponent: number): number {
  let sum = 0;
  for (const [, to, time] of edges) {
    const before = edges.filter(([, , t]) => t < time);
    const there = [...new Set(before.flatMap((row) => row.slice(0, 2)))];
    if (!there.includes(to)) continue;
    const worth = (node: number) => (before.filter(([, b]) => b === node).length + 1) ** exponent;
    sum += Math.log(worth(to) / there.reduce((all, node) => all + worth(node), 0));
  }
  return sum;
}

const edge = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(6));

/** A graph that grows by nodes with three edges each, to nodes chosen in proportion to (degree + 1)^exponent. */
function grow(exponent: number, numNodes: number, seed: number) {
  const random = new RandomStream(seed, 'grow');
  const degrees = new Float64Array(numNodes);
  const [source, target, time]: number[][] = [[1], [0], [0]];
  degrees[0] = 1;
  for (let node = 2; node < numNodes; node++) {
    const worth = Array.from(degrees.subarray(0, node), (k) => (k + 1) ** exponent);
    const total = worth.reduce((a, b) => a + b, 0);
    const chosen = [0, 1, 2].map(() => {
      let drawn = random.next() * total;
      let at = 0;
      while (at < node - 1 && drawn >= worth[at]!) drawn -= worth[at++]!;
      return at;
    });
    for (const to of chosen) {
      degrees[to]!++;
      source!.push(node);
      target!.push(to);
      time!.push(node);
    }
  }
  return { numNodes, source: source!, target: target!, time: time! };
}

describe('fitAttachment', () => {
  it('has the largest likelihood, whatever the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 15 }), (edges) => {
        const list = (rows: typeof edges) => ({
          ...{ numNodes: 6, source: rows.map(([a]) => a), target: rows.map(([, b]) => b) },
          time: rows.map(([, , t]) => t),
        });
        const given = list(edges);
        const first = new Map<number, number>();
        for (const [a, b, t] of edges) for (const v of [a, b]) first.set(v, Math.min(t, first.get(v) ?? t));
        if (!edges.some(([, b, t]) => first.get(b)! < t)) {
          expect(codeOf(() => fitAttachment(given))).toBe('NO_ROWS');
          return;
        }
        const fit = fitAttachment(given);
        expect(fit.logLikelihood).toBeCloseTo(slow(edges, fit.exponent), 8);
        expect(fit.logLikelihoodAtRandom).toBeCloseTo(slow(edges, 0), 8);
        for (const step of [-0.1, 0.1]) {
          if (Math.abs(fit.exponent + step) > 10) continue;
          expect(fit.logLikelihood).toBeGreaterThanOrEqual(slow(edges, fit.exponent + step) - 1e-9);
        }
        expect(fitAttachment(list([...edges].reverse())).exponent).toBeCloseTo(fit.exponent, 6);
      }),
      { numRuns: 500 },
    );
  });

  it('has the slopes of its likelihood', () => {
    const { numNodes, ...rest } = grow(0.7, 60, 1);
    const starts = Int32Array.from([0, 1, ...Array.from({ length: 58 }, (_, i) => 4 + 3 * i)]);
    const arrivals = { numNodes, source: Int32Array.from(rest.source), target: Int32Array.from(rest.target), starts };
    const [before, at, after] = [0.5 - 1e-4, 0.5, 0.5 + 1e-4].map((x) => attachmentLikelihood(arrivals, x));
    expect(at!.slope).toBeCloseTo((after!.value - before!.value) / 2e-4, 4);
    expect(at!.curvature).toBeCloseTo((after!.slope - before!.slope) / 2e-4, 4);
  });

  it('finds the exponent that a graph grew by, within its error', () => {
    for (const planted of [0, 0.6, 1, 1.3]) {
      const { exponent, sigma, numEdges } = fitAttachment(grow(planted, 800, 5));
      expect(numEdges).toBe(3 * 798);
      expect(Math.abs(exponent - planted)).toBeLessThan(3.5 * sigma);
      expect(sigma).toBeLessThan(0.15);
    }
  });

  it('refuses what has no order', () => {
    const edges = { numNodes: 2, source: [0, 1], target: [1, 0], time: [0, Number.NaN] };
    expect(codeOf(() => fitAttachment(edges))).toBe('NON_FINITE');
    expect(codeOf(() => fitAttachment({ ...edges, time: [1] }))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => fitAttachment({ ...edges, time: [0, 1], target: [1, 2] }))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => fitAttachment({ ...edges, time: [1, 1] }))).toBe('NO_ROWS');
  });
});
