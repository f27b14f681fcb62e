import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, RandomStream } from '../../../../src/core/index.js';
import { drawBinomial, redrawCounts } from '../../../../src/training/classification/metrics/binomial.js';
import { classCounts } from '../../../../src/training/classification/metrics/counts.js';
import { countsOfPatterns, groupPatterns } from '../../../../src/training/classification/metrics/patterns.js';
import { accuracy, bootstrapIntervals, type Metric, macroF1, microF1 } from '../../../../src/training/index.js';
import { arbitraryMulti, arbitrarySingle, multiCase, singleCase } from './helpers.js';
import { binomialReference } from './metrics.reference.js';

/** The same figure without the short cut over counts. */
const byRows = (metric: Metric): Metric => ({
  name: `${metric.name} by rows`,
  direction: metric.direction,
  compute: metric.compute,
});

/** Random rows, about 70 % right. */
function noisy(n: number, numClasses: number) {
  const random = new RandomStream(5, 'noisy');
  const truth = Array.from({ length: n }, () => Math.min(random.nextInt(numClasses), random.nextInt(numClasses)));
  const guess = truth.map((c) => (random.next() < 0.7 ? c : random.nextInt(numClasses)));
  return singleCase(truth, guess, numClasses);
}

describe('binomial draws', () => {
  it.each([
    [5, 0.3],
    [60, 0.05],
    [40, 0.5],
    [300, 0.9],
    [1000, 0.02],
  ])('follow the binomial distribution of %d, %d', (n, p) => {
    const random = new RandomStream(1, 'test', n, p);
    const draws = 20_000;
    const seen = new Float64Array(n + 1);
    for (let i = 0; i < draws; i++) seen[drawBinomial(random, n, p)]!++;
    // Chi-square over the outcomes expected at least 5 times; its mean is the number of outcomes, variance twice that.
    let statistic = 0;
    let outcomes = 0;
    for (let k = 0; k <= n; k++) {
      const expected = draws * (p > 0.5 ? binomialReference(n, 1 - p, n - k) : binomialReference(n, p, k));
      if (expected < 5) continue;
      statistic += (seen[k]! - expected) ** 2 / expected;
      outcomes++;
    }
    expect(outcomes).toBeGreaterThan(3);
    expect(Math.abs(statistic - outcomes)).toBeLessThan(4 * Math.sqrt(2 * outcomes));
  });

  it('knows the ends', () => {
    const random = new RandomStream(1, 'ends');
    expect([drawBinomial(random, 9, 0), drawBinomial(random, 9, 1), drawBinomial(random, 0, 0.4)]).toEqual([0, 9, 0]);
  });

  it('redrawn counts keep the sum and never fill an empty cell', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), fc.nat(), (counts, seed) => {
        const out = redrawCounts(new RandomStream(seed, 'x'), Int32Array.from(counts), new Float64Array(counts.length));
        expect(out.reduce((a, b) => a + b, 0)).toBe(counts.reduce((a, b) => a + b, 0));
        for (const [i, count] of counts.entries()) {
          expect(out[i]).toBeGreaterThanOrEqual(0);
          if (count === 0) expect(out[i]).toBe(0);
        }
      }),
    );
  });
});

describe('patterns', () => {
  it('stand for the rows they group', () => {
    fc.assert(
      fc.property(arbitrarySingle, arbitraryMulti, (single, multi) => {
        for (const [prediction, targets] of [
          singleCase(
            single.pairs.map(([t]) => t),
            single.pairs.map(([, g]) => g),
            single.numClasses,
          ),
          multiCase(
            multi.pairs.map(([t]) => t),
            multi.pairs.map(([, g]) => g),
            multi.numClasses,
          ),
        ] as const) {
          const patterns = groupPatterns(prediction, targets);
          expect(patterns.counts.reduce((a, b) => a + b, 0)).toBe(prediction.rows.length);
          expect(countsOfPatterns(patterns, patterns.counts)).toEqual(classCounts(prediction, targets));
        }
      }),
    );
  });
});

describe('bootstrap', () => {
  it('redrawing counts and redrawing rows give the same intervals', async () => {
    const [prediction, targets] = noisy(400, 4);
    const metrics = [microF1, macroF1, byRows(microF1), byRows(macroF1)];
    const result = await bootstrapIntervals(metrics, prediction, targets, { seed: 3, resamples: 3000 });
    for (const name of ['microF1', 'macroF1']) {
      const fast = result[name]!;
      const slow = result[`${name} by rows`]!;
      expect(fast.estimate).toBe(slow.estimate);
      // Standard error of an end of the interval is about 0.0014 here.
      expect(Math.abs(fast.low - slow.low)).toBeLessThan(0.006);
      expect(Math.abs(fast.high - slow.high)).toBeLessThan(0.006);
    }
  });

  it('has the width of the normal interval for a share', async () => {
    const [prediction, targets] = noisy(2000, 3);
    const result = await bootstrapIntervals([microF1], prediction, targets, { seed: 1, resamples: 2000 });
    const { estimate, low, high } = result.microF1!;
    const half = 1.96 * Math.sqrt((estimate * (1 - estimate)) / 2000);
    expect(low).toBeCloseTo(estimate - half, 2);
    expect(high).toBeCloseTo(estimate + half, 2);
  });

  it('follows from the seed alone; a resample does not depend on how many there are', async () => {
    const [prediction, targets] = noisy(100, 3);
    const run = (seed: number) =>
      bootstrapIntervals([macroF1, accuracy], prediction, targets, { seed, resamples: 50, level: 0.9 });
    expect(await run(4)).toEqual(await run(4));
    expect(await run(4)).not.toEqual(await run(5));
  });

  it('leaves out resamples on which the figure is not defined', async () => {
    const rare: Metric = {
      name: 'rare',
      direction: 'max',
      // Not defined where row 0 was not drawn.
      compute: ({ rows }) => (rows.includes(0) ? 1 : Number.NaN),
    };
    const [prediction, targets] = noisy(20, 2);
    const { resamples, low } = (await bootstrapIntervals([rare], prediction, targets, { seed: 0, resamples: 400 }))
      .rare!;
    // (1 - 1/20)^20 = 36 % of the resamples miss it.
    expect(resamples).toBeGreaterThan(210);
    expect(resamples).toBeLessThan(300);
    expect(low).toBe(1);
  });

  it('82,000 rows, 1,000 resamples of both F1 stay under a second', async () => {
    const [prediction, targets] = noisy(82_000, 26);
    const start = process.cpuUsage();
    const result = await bootstrapIntervals([microF1, macroF1], prediction, targets, { seed: 0 });
    const { user, system } = process.cpuUsage(start);
    expect(result.macroF1!.resamples).toBe(1000);
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it('tells progress and stops on a signal', async () => {
    const [prediction, targets] = noisy(50, 3);
    const controller = new AbortController();
    const seen: number[] = [];
    const run = bootstrapIntervals([microF1], prediction, targets, {
      seed: 0,
      signal: controller.signal,
      onProgress: ({ done }) => {
        seen.push(done);
        if (done === 100) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
    expect(seen).toEqual([0, 50, 100]);
  });

  it('refuses options that make no sense', async () => {
    const [prediction, targets] = noisy(5, 2);
    for (const options of [{ resamples: 0 }, { level: 1 }, { resamples: 1.5 }]) {
      await expect(bootstrapIntervals([microF1], prediction, targets, { seed: 0, ...options })).rejects.toMatchObject({
        code: 'INVALID_OPTION',
      });
    }
  });

  it('quantiles are linear between neighbours', () => {
    const sorted = Float64Array.of(1, 2, 4);
    expect([0, 0.25, 0.5, 0.75, 1].map((f) => quantile(sorted, f))).toEqual([1, 1.5, 2, 3, 4]);
  });
});
