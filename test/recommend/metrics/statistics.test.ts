import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { bootstrapMeans, pairedUserTest } from '../../../src/recommend/index.js';

const normals = (seed: number, n: number, mean = 0) => {
  const random = new RandomStream(seed, 'normals');
  return Float64Array.from({ length: n }, () => mean + random.nextNormal());
};

describe('bootstrap intervals of means over users', () => {
  it('are those of the normal distribution for many users', async () => {
    const values = normals(1, 2000);
    const { figure } = await bootstrapMeans({ figure: values }, { seed: 3 });
    const mean = values.reduce((a, b) => a + b) / values.length;
    const half = 1.96 / Math.sqrt(values.length);
    expect(figure!.estimate).toBeCloseTo(mean, 12);
    expect(figure!.high - mean).toBeCloseTo(half, 2);
    expect(mean - figure!.low).toBeCloseTo(half, 2);
    expect(figure).toMatchObject({ level: 0.95, resamples: 1000 });
  });

  it('depend on the seed alone, and leave out users without the figure', async () => {
    const values = normals(2, 50);
    const [a, b, c] = await Promise.all([7, 7, 8].map((seed) => bootstrapMeans({ values }, { seed })));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    const padded = Float64Array.from([Number.NaN, ...values, Number.NaN]);
    expect(await bootstrapMeans({ values: padded }, { seed: 7 })).toEqual(a);
    const nobody = await bootstrapMeans({ values: [Number.NaN] }, { seed: 7 });
    expect(nobody.values).toMatchObject({ estimate: Number.NaN, low: Number.NaN, resamples: 0 });
  });

  it('draw the same users for all figures', async () => {
    const values = normals(4, 40);
    const { one, twice } = await bootstrapMeans({ one: values, twice: values.map((x) => 2 * x) }, { seed: 1 });
    expect(twice!.low).toBeCloseTo(2 * one!.low, 12);
    expect(twice!.high).toBeCloseTo(2 * one!.high, 12);
  });

  it('redraw values that belong together whole, whatever their order', async () => {
    // Two users, the first at three times.
    const values = [1, 0, 1, 4, 5];
    const groups = [7, 7, 7, -2, -2];
    const { values: found } = await bootstrapMeans({ values }, { seed: 1, groups });
    // Either alone, or both.
    expect(found).toMatchObject({ estimate: 11 / 5, low: 2 / 3, high: 9 / 2 });
    const { values: turned } = await bootstrapMeans(
      { values: values.toReversed() },
      { seed: 1, groups: groups.toReversed() },
    );
    expect(turned).toEqual(found);
    // Each for itself is as without groups; those of whom there is nothing are not drawn.
    const many = normals(5, 40).map((value, i) => (i % 7 === 3 ? Number.NaN : value));
    const own = await bootstrapMeans({ many }, { seed: 3, groups: many.map((_, i) => 10 * i) });
    expect(own).toEqual(await bootstrapMeans({ many }, { seed: 3 }));
    for (const [bad, code] of [
      [[1, 2], 'SHAPE_MISMATCH'],
      [[1, 2, 3, 4, 0.5], 'INVALID_OPTION'],
      ['abcde', 'INVALID_OPTION'],
    ] as const)
      await expect(bootstrapMeans({ values }, { seed: 1, groups: bad as never })).rejects.toMatchObject({ code });
  });

  it('can be aborted, and refuse figures of other users', async () => {
    const controller = new AbortController();
    controller.abort();
    const call = bootstrapMeans({ a: [1, 2] }, { seed: 1, signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(bootstrapMeans({ a: [1, 2], b: [1] }, { seed: 1 })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});

describe('paired test of users', () => {
  it('takes all permutations of few users', async () => {
    // Differences 1, 2, 3: of the 8 sums of signs, +6 and -6 are as extreme.
    const { pValue, ...rest } = await pairedUserTest([2, 2, 3, 5], [1, 0, 0, 5], { seed: 1 });
    expect(pValue).toBe(2 / 8);
    expect(rest).toMatchObject({ wins: 3, ties: 1, losses: 0, numUsers: 4, permutations: 8, isExact: true });
    expect(rest.difference.estimate).toBe(6 / 4);
    // Differences 1, -1: every sum is at least as extreme as 0.
    expect((await pairedUserTest([1, 0], [0, 1], { seed: 1 })).pValue).toBe(1);
    expect((await pairedUserTest([1, 1], [1, 1], { seed: 1 })).pValue).toBe(1);
  });

  it('random permutations come near to all of them', async () => {
    const [a, b] = [normals(5, 12, 0.5), normals(6, 12)];
    const exact = await pairedUserTest(a, b, { seed: 1 });
    const drawn = await pairedUserTest(a, b, { seed: 1, permutations: 4000 });
    expect([exact.isExact, drawn.isExact]).toEqual([true, false]);
    expect(Math.abs(exact.pValue - drawn.pValue)).toBeLessThan(0.03);
    expect(exact.difference).toEqual(drawn.difference);
  });

  it('finds a difference of many users, and none where there is none', async () => {
    const [a, b, c] = [normals(7, 500, 0.3), normals(8, 500), normals(9, 500)];
    const found = await pairedUserTest(a, b, { seed: 2, permutations: 1000 });
    expect(found.pValue).toBeCloseTo(1 / 1001, 12);
    expect(found.difference.low).toBeGreaterThan(0);
    expect((await pairedUserTest(b, c, { seed: 2, permutations: 1000 })).pValue).toBeGreaterThan(0.05);
    // The other way round, the same.
    const turned = await pairedUserTest(b, a, { seed: 2, permutations: 1000 });
    expect(turned.pValue).toBe(found.pValue);
    expect([turned.wins, turned.losses]).toEqual([found.losses, found.wins]);
  });

  it('rejects a true hypothesis as often as it says', async () => {
    let rejected = 0;
    for (let trial = 0; trial < 200; trial++) {
      const { pValue } = await pairedUserTest(normals(1000 + trial, 30), normals(5000 + trial, 30), {
        ...{ seed: trial, permutations: 200 },
      });
      if (pValue <= 0.1) rejected++;
    }
    // 20 expected; 3.5 standard deviations on both sides.
    expect(rejected).toBeGreaterThan(5);
    expect(rejected).toBeLessThan(35);
  });

  it('leaves out users without the figure', async () => {
    const { numUsers } = await pairedUserTest([1, Number.NaN, 2], [0, 1, Number.NaN], { seed: 1 });
    expect(numUsers).toBe(1);
    const none = pairedUserTest([Number.NaN], [1], { seed: 1 });
    await expect(none).rejects.toMatchObject({ code: 'NO_ROWS' });
    await expect(pairedUserTest([1], [1, 2], { seed: 1 })).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});
