import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoostedTrees } from '../../../src/models/gbdt/boosted-trees.js';
import { referencePredictions } from './reference-tree.js';
import { column } from './tables.js';

const cell = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 5, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
);

it('a tree is that of the plain reference, whatever is missing or constant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 24 }).chain((rows) =>
        fc.record({
          table: fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 10 }),
          targets: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: rows, maxLength: rows }),
        }),
      ),
      fc.record({
        numLeaves: fc.integer({ min: 2, max: 6 }),
        minChildSamples: fc.integer({ min: 0, max: 3 }),
        lambdaL1: fc.constantFrom(0, 0.5),
        lambdaL2: fc.constantFrom(0, 1.5),
      }),
      async ({ table, targets }, settings) => {
        // No two sets of rows have the same sums: of equal gains either split would do.
        const aims = Float64Array.from(targets, (target, i) => target + Math.sin(i * i + 1));
        const columns = table.map((values, i) => column(`c${i}`, values));
        const whole = { ...settings, numTrees: 1, learningRate: 1, minDataInBin: 1, minChildWeight: 0 };
        const trees = await BoostedTrees.fit(columns, aims, whole);
        const expected = referencePredictions(
          table.map((values) => Float64Array.from(values)),
          aims,
          settings,
        );
        const got = trees.predict(columns);
        for (let i = 0; i < aims.length; i++) expect(got[i]).toBeCloseTo(expected[i]!, 6);
      },
    ),
    { numRuns: 100 },
  );
});

it('learns the mean where nothing can be split', async () => {
  const targets = Float64Array.of(1, 2, 6);
  const constant = column('same', [4, 4, 4]);
  const absent = column('absent', [Number.NaN, Number.NaN, Number.NaN]);
  for (const columns of [[constant], [absent], [constant, absent, column('kind', [2, 2, 2], 'category')]]) {
    const trees = await BoostedTrees.fit(columns, targets, { minChildSamples: 1, numTrees: 5 });
    for (const value of trees.predict(columns)) expect(value).toBeCloseTo(3, 12);
    expect(trees.numRounds).toBe(1);
  }
  const one = await BoostedTrees.fit([column('x', [1])], Float64Array.of(7));
  expect([...one.predict([column('x', [3])])]).toEqual([7]);
  const single = await BoostedTrees.fit([column('x', [1, 2, 3])], Float64Array.of(1, 1, 1), { loss: 'logistic' });
  expect(single.predict([column('x', [3])])[0]).toBeGreaterThan(0.999);
});

it('splits categories into sets, and sends the rare and the unseen right', async () => {
  // Categories 0 and 3 have high targets; there is one row of category 9.
  const kinds = Array.from({ length: 101 }, (_, i) => (i === 100 ? 9 : i % 5));
  const targets = Float64Array.from(kinds, (kind) => (kind === 0 || kind === 3 ? 5 : 1));
  const settings = { numTrees: 1, learningRate: 1, minChildSamples: 1, catSmooth: 1, minDataPerGroup: 1, catL2: 0 };
  const trees = await BoostedTrees.fit([column('kind', kinds, 'category')], targets, { ...settings, numLeaves: 2 });
  const of = (...values: number[]) => [...trees.predict([column('kind', values, 'category')])];
  const [high, low] = of(0, 1);
  expect(high).toBeCloseTo(5, 6);
  expect(low).toBeCloseTo(1, 6);
  expect(of(0, 1, 2, 3, 4)).toEqual([high, low, low, high, low]);
  expect(new Set(of(9, 77, Number.NaN, 5)).size).toBe(1);
});

it('says of bad input what it is', async () => {
  const columns = [column('x', [1, 2, 3])];
  const targets = Float64Array.of(0, 1, 1);
  const fit = (...given: readonly unknown[]) =>
    BoostedTrees.fit(...(given as Parameters<typeof BoostedTrees.fit>)).then(
      () => 'none',
      (error) => error.code,
    );
  expect(await fit(columns, targets, { numTrees: 0 })).toBe('INVALID_OPTION');
  expect(await fit(columns, targets, { metric: 'auroc' })).toBe('INVALID_OPTION');
  expect(await fit(columns, targets, { monotone: { y: 1 } })).toBe('UNKNOWN_COLUMN');
  expect(await fit(columns, Float64Array.of(0, 1))).toBe('SHAPE_MISMATCH');
  expect(await fit(columns, Float64Array.of(0, 1, Number.NaN))).toBe('NON_FINITE');
  expect(await fit(columns, Float64Array.of(0, 1, 2), { loss: 'logistic' })).toBe('LABEL_OUT_OF_RANGE');
  expect(await fit(columns, Float64Array.of(0, 1, 0.5), { loss: 'softmax' })).toBe('LABEL_OUT_OF_RANGE');
  expect(await fit(columns, Float64Array.of(0, 1, -1), { loss: 'poisson' })).toBe('VALUE_OUT_OF_RANGE');
  expect(await fit([column('x', [1, 2.5, 3], 'category')], targets)).toBe('VALUE_OUT_OF_RANGE');
  expect(await fit([...columns, ...columns], targets)).toBe('DUPLICATE_NAME');
  expect(await fit(columns, targets, {}, { rows: new Int32Array() })).toBe('NO_ROWS');
  expect(await fit(columns, targets, {}, { rows: Int32Array.of(3) })).toBe('INDEX_OUT_OF_RANGE');
  expect(await fit(columns, targets, {}, { weights: Float64Array.of(1, -1, 1) })).toBe('INVALID_WEIGHT');
  for (const weights of [Float64Array.of(1, -1, 1), new Float64Array(3)])
    expect(await fit(columns, targets, {}, { valid: { columns, targets, weights } })).toBe('INVALID_WEIGHT');
  expect(await fit(columns, targets, {}, { valid: { rows: new Int32Array() } })).toBe('NO_ROWS');
  expect(await fit(columns, targets, {}, { signal: AbortSignal.abort() })).toBe('ABORTED');
  const trees = await BoostedTrees.fit(columns, targets);
  expect(() => trees.predict([column('y', [1])])).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
});
