import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoostedTrees } from '../../../src/models/gbdt/boosted-trees.js';
import { goesLeft, type Tree } from '../../../src/models/gbdt/core/tree.js';
import { readText } from '../../../src/models/gbdt/text/read.js';
import { column, plantedTable } from './tables.js';

/** The mean value of a tree where the columns of a set are known: at other splits both sides count by their training rows. */
function known(tree: Tree, row: readonly number[], set: number, node = tree.numLeaves > 1 ? 0 : -1): number {
  if (node < 0) return tree.leafValue[~node]!;
  const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
  const feature = tree.splitFeature[node]!;
  if ((set >> feature) & 1) return known(tree, row, set, goesLeft(tree, node, row[feature]!) ? left : right);
  const rows = (child: number) => (child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!);
  const parts = [left, right].map((child) => rows(child) * known(tree, row, set, child));
  return (parts[0]! + parts[1]!) / tree.internalCount[node]!;
}

/** Shapley values by their definition, over all sets of columns. */
function shapley(trees: readonly Tree[], row: readonly number[]): number[] {
  const width = row.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const value = (set: number) => trees.reduce((sum, tree) => sum + known(tree, row, set), 0);
  const parts = row.map((_, feature) => {
    let sum = 0;
    for (let set = 0; set < 1 << width; set++) {
      if ((set >> feature) & 1) continue;
      const size = Array.from({ length: width }, (_, i) => (set >> i) & 1).reduce((a, b) => a + b, 0);
      const weight = (factorial(size) * factorial(width - size - 1)) / factorial(width);
      sum += weight * (value(set | (1 << feature)) - value(set));
    }
    return sum;
  });
  return [...parts, value(0)];
}

it('contributions are Shapley values by their definition', async () => {
  const { columns, targets } = plantedTable(300);
  for (const loss of ['l2', 'logistic'] as const) {
    const aims = loss === 'l2' ? targets : targets.map((target) => Number(target > 1));
    const settings = { loss, numTrees: 3, numLeaves: 12, minDataPerGroup: 10, catSmooth: 1 };
    const model = await BoostedTrees.fit(columns, aims, settings);
    const { trees } = readText(model.toText());
    if (loss === 'l2') expect(trees.some(({ catThreshold }) => catThreshold.length > 0)).toBe(true);
    const some = columns.map(({ name, kind, values }) => column(name, [...values.subarray(0, 12), Number.NaN], kind));
    const parts = model.contributions(some);
    for (let row = 0; row < 13; row++) {
      const expected = shapley(
        trees,
        some.map(({ values }) => values[row]!),
      );
      for (const [i, part] of expected.entries()) expect(parts[row * 5 + i]).toBeCloseTo(part, 9);
    }
  }
});

it('contributions add up to the scores, of every class', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 99 }), fc.constantFrom(2, 9, 40), async (seed, numLeaves) => {
      const { columns, targets } = plantedTable(150, seed);
      const classes = targets.map((target) => (target < 0 ? 0 : target < 2 ? 1 : 2));
      const settings = { loss: 'softmax', numTrees: 2, numLeaves, minChildSamples: 2 } as const;
      const model = await BoostedTrees.fit(columns, classes, settings);
      const [parts, scores] = [model.contributions(columns), model.predict(columns, { raw: true })];
      for (let i = 0; i < scores.length; i++) {
        const own = parts.subarray(i * 5, i * 5 + 5);
        expect(own.reduce((sum, part) => sum + part, 0)).toBeCloseTo(scores[i]!, 9);
      }
    }),
    { numRuns: 10 },
  );
});
