import { expect, it, vi } from 'vitest';
import { Pool } from '../../../src/compute/index.js';
import { HeteroGraphError, RandomStream } from '../../../src/core/index.js';
import { BoostedTrees } from '../../../src/models/gbdt/boosted-trees.js';
import type { BoostedTreesSettings } from '../../../src/models/gbdt/core/settings.js';
import { column, meanAbsolute, plantedTable, reordered } from './tables.js';

const few = { numTrees: 30, numLeaves: 15 } as const;
const classesOf = (targets: Float64Array) => targets.map((target) => (target < 0 ? 0 : target < 2 ? 1 : 2));

it('one tree of one split, worked out by hand', async () => {
  // Mean 2, gradients (1, 1, -1, -1): gain 2^2 / 2 + 2^2 / 2 - 0 = 4 between 2 and 4, leaves 2 -+ 0.5 * 1.
  const columns = [column('x', [1, 2, 4, 8])];
  const settings = { numTrees: 1, learningRate: 0.5, minChildSamples: 1, minDataInBin: 1 };
  const trees = await BoostedTrees.fit(columns, Float64Array.of(1, 1, 3, 3), settings);
  expect([...trees.predict([column('x', [-5, 3, 3.1, 100])])]).toEqual([1.5, 1.5, 2.5, 2.5]);
  expect([...trees.importance()]).toEqual([4]);
  expect([...trees.importance('splits')]).toEqual([1]);
});

it('learns numbers, with missing values and categories', async () => {
  const { columns, targets } = plantedTable(2000);
  const unseen = plantedTable(500, 2);
  for (const [loss, most] of [
    ['l2', 0.25],
    ['l1', 0.3],
    ['huber', 0.35],
  ] as const) {
    const trees = await BoostedTrees.fit(columns, targets, { loss, numTrees: 80 });
    expect(meanAbsolute(trees.predict(unseen.columns), unseen.targets)).toBeLessThan(most);
    const [a, b, kind, noise] = trees.importance();
    if (loss === 'l2') expect(noise!).toBeLessThan(Math.min(a!, b!, kind!) / 10);
  }
});

it('learns quantiles, counts and classes', async () => {
  const { columns, targets } = plantedTable(2000);
  const high = (await BoostedTrees.fit(columns, targets, { ...few, loss: 'quantile', alpha: 0.9 })).predict(columns);
  const share = targets.filter((target, i) => target <= high[i]!).length / 2000;
  expect(Math.abs(share - 0.9)).toBeLessThan(0.04);
  const counts = targets.map((target) => Math.round(Math.max(0, target)));
  const rates = (await BoostedTrees.fit(columns, counts, { ...few, loss: 'poisson' })).predict(columns);
  expect(meanAbsolute(rates, counts)).toBeLessThan(0.6);
  expect(Math.min(...rates)).toBeGreaterThan(0);
  const classes = classesOf(targets);
  const trees = await BoostedTrees.fit(columns, classes, { ...few, loss: 'softmax' });
  const probabilities = trees.predict(columns);
  expect(trees.numOutputs).toBe(3);
  const right = classes.filter((label, i) => {
    const row = probabilities.subarray(3 * i, 3 * i + 3);
    expect(row.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
    return row.indexOf(Math.max(...row)) === label;
  });
  expect(right.length / 2000).toBeGreaterThan(0.93);
});

it('gives the same bits on any number of threads', async () => {
  const { columns, targets } = plantedTable(40_000);
  const settings: Partial<BoostedTreesSettings> = { numTrees: 5, baggingFraction: 0.8, featureFraction: 0.7 };
  const texts: string[] = [];
  for (const threads of [1, 2, 3, 8]) {
    const pool = new Pool(threads);
    texts.push((await BoostedTrees.fit(columns, targets, settings, { pool })).toText());
    expect(pool.arena.stats().used).toBe(0);
    pool.dispose();
  }
  expect(new Set(texts).size).toBe(1);
});

it('leaves no memory of kernels behind when it is aborted, or where memory runs out', async () => {
  const { columns, targets } = plantedTable(500);
  const pool = new Pool(1);
  const { arena } = pool;
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = ({ done }: { done: number }) => done === 2 && controller.abort();
  const endless = BoostedTrees.fit(columns, targets, { numTrees: 100_000 }, { pool, onProgress, signal });
  await expect(endless).rejects.toMatchObject({ code: 'ABORTED' });
  expect(arena.stats().used).toBe(0);
  const alloc = arena.alloc.bind(arena);
  let left = 0;
  const spy = vi.spyOn(arena, 'alloc').mockImplementation((bytes) => {
    if (left-- > 0) return alloc(bytes);
    throw new HeteroGraphError('OUT_OF_MEMORY', 'None is left.');
  });
  const codes = new Set<string>();
  for (let given = 0; !codes.has('none') && given < 1000; given++) {
    left = given;
    const fit = BoostedTrees.fit(columns, targets, { numTrees: 2, numLeaves: 8 }, { pool });
    codes.add(
      await fit.then(
        () => 'none',
        ({ code }) => code,
      ),
    );
    expect(arena.stats().used).toBe(0);
  }
  expect([...codes]).toEqual(['OUT_OF_MEMORY', 'none']);
  spy.mockRestore();
  pool.dispose();
});

it('gives the same trees for rows in another order', async () => {
  const table = plantedTable(700);
  const other = reordered(table, new RandomStream(3, 'order').permutation(700));
  for (const loss of ['l2', 'l1', 'logistic'] as const) {
    const aims = (targets: Float64Array) => (loss === 'logistic' ? targets.map((each) => Number(each > 1)) : targets);
    const [a, b] = await Promise.all(
      [table, other].map(({ columns, targets }) => BoostedTrees.fit(columns, aims(targets), { ...few, loss })),
    );
    const [first, second] = [a!.predict(table.columns), b!.predict(table.columns)];
    for (let i = 0; i < 700; i++) expect(second[i]).toBeCloseTo(first[i]!, 9);
  }
});

it('keeps the round that is best on validation rows', async () => {
  const { columns, targets } = plantedTable(900);
  const labels = targets.map((target) => Number(target > 1));
  const rows = Int32Array.from({ length: 600 }, (_, i) => i);
  const valid = { rows: Int32Array.from({ length: 300 }, (_, i) => 600 + i) };
  const settings = { loss: 'logistic', numTrees: 400, learningRate: 0.3, earlyStopping: 8 } as const;
  for (const metric of ['loss', 'auroc'] as const) {
    const trees = await BoostedTrees.fit(columns, labels, { ...settings, metric }, { rows, valid });
    expect(trees.figures.length).toBe(trees.numRounds + 8);
    expect(trees.figures.indexOf(Math.min(...trees.figures))).toBe(trees.numRounds - 1);
    const again = { ...settings, earlyStopping: 0, numTrees: trees.numRounds };
    const shorter = await BoostedTrees.fit(columns, labels, again, { rows });
    expect(shorter.toText()).toBe(trees.toText());
  }
});

it('keeps to the directions that are asked for', async () => {
  const { columns, targets } = plantedTable(1500);
  const wavy = targets.map((target, i) => target + 3 * Math.sin(5 * columns[0]!.values[i]!));
  for (const loss of ['l2', 'l1', 'quantile'] as const) {
    for (const direction of [1, -1] as const) {
      const trees = await BoostedTrees.fit(columns, wavy, { ...few, loss, monotone: { a: direction } });
      for (const row of [0, 7, 70]) {
        const steps = Array.from({ length: 200 }, (_, i) => (i - 100) / 30);
        const line = columns.map(({ name, kind, values }) =>
          column(name, name === 'a' ? steps : steps.map(() => values[row]!), kind),
        );
        const along = trees.predict(line);
        for (let i = 1; i < along.length; i++)
          expect(direction * (along[i]! - along[i - 1]!)).toBeGreaterThanOrEqual(0);
      }
    }
  }
});

it('bounds quantiles in the unit of the target where a column has a direction', async () => {
  const { columns, targets } = plantedTable(1500);
  const large = targets.map((target) => 1024 * target);
  const weights = Float64Array.from(targets, (_, i) => 1 + (i % 3));
  for (const settings of [{ loss: 'l1' }, { loss: 'quantile', alpha: 0.7 }] as const) {
    for (const options of [{}, { weights }]) {
      const whole = { ...few, ...settings, monotone: { a: 1, noise: -1 } } as const;
      const [one, other] = await Promise.all(
        [targets, large].map((aims) => BoostedTrees.fit(columns, aims, whole, options)),
      );
      const predicted = one!.predict(columns);
      expect(other!.predict(columns)).toEqual(predicted.map((value) => 1024 * value));
      const free = await BoostedTrees.fit(columns, targets, { ...few, ...settings }, options);
      const bound = 1.2 * meanAbsolute(free.predict(columns), targets);
      expect(meanAbsolute(predicted, targets)).toBeLessThan(bound);
    }
  }
});

it('weighs rows: a weight of 2 is the row twice', async () => {
  const { columns, targets } = plantedTable(400);
  const twice = Int32Array.from({ length: 500 }, (_, i) => i % 400);
  const doubled = reordered({ columns, targets }, twice);
  const weights = Float64Array.from({ length: 400 }, (_, i) => (i < 100 ? 2 : 1));
  // Bins of one value each, and leaves that are limited by weight alone, so that both see the same.
  const whole = (table: typeof columns) => [
    column(
      'a',
      Array.from(table[0]!.values, (value) => Math.round(value * 20)),
    ),
  ];
  const settings = { numTrees: 20, minChildSamples: 0, minChildWeight: 12, minDataInBin: 1 };
  for (const loss of ['l2', 'logistic'] as const) {
    const aims = (values: Float64Array) => (loss === 'logistic' ? values.map((value) => Number(value > 1)) : values);
    const all = { ...settings, loss, minChildWeight: loss === 'l2' ? 12 : 2 };
    const a = await BoostedTrees.fit(whole(columns), aims(targets), all, { weights });
    const b = await BoostedTrees.fit(whole(doubled.columns), aims(doubled.targets), all);
    expect(meanAbsolute(a.predict(whole(columns)), b.predict(whole(columns)))).toBeLessThan(1e-9);
  }
});
