import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import { BoostedTrees } from '../../../src/models/gbdt/boosted-trees.js';
import type { TreeColumn } from '../../../src/models/gbdt/core/column.js';
import { column, plantedTable } from './tables.js';

/** Models that LightGBM trained, and what it predicts with them. Made by lightgbm 4.7.0; the file says how. */
const fixture = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/lightgbm.json'), 'utf8')) as {
  rows: (number | string)[][];
  models: { name: string; text: string[]; predicted: number[][]; raw: number[][]; contributions: number[][] }[];
};
const number = (cell: number | string) =>
  typeof cell === 'number' ? cell : cell === 'NaN' ? Number.NaN : cell === 'inf' ? Infinity : -Infinity;
const columnsOf = (rows: (number | string)[][]): TreeColumn[] =>
  ['a', 'b', 'c', 'd'].map((name, i) =>
    column(
      name,
      rows.map((row) => number(row[i]!)),
      i === 2 ? 'category' : 'number',
    ),
  );

it.each(fixture.models)('predicts as LightGBM does: $name', ({ text, predicted, raw, contributions }) => {
  const model = BoostedTrees.fromText(text.join('\n'));
  const columns = columnsOf(fixture.rows);
  const [got, scores] = [model.predict(columns), model.predict(columns, { raw: true })];
  for (const [i, value] of predicted.flat().entries()) expect(Math.abs(got[i]! - value)).toBeLessThan(1e-9);
  // Raw scores and contributions of a random forest are sums with LightGBM, and here those of the mean.
  const share = text.includes('average_output') ? model.numRounds : 1;
  for (const [i, value] of raw.flat().entries()) expect(Math.abs(scores[i]! - value / share)).toBeLessThan(1e-9);
  const parts = model.contributions(columnsOf(fixture.rows.slice(0, contributions.length)));
  for (const [i, value] of contributions.flat().entries()) {
    if (share === 1) expect(Math.abs(parts[i]! - value)).toBeLessThan(1e-9);
  }
  expect(BoostedTrees.fromText(model.toText()).predict(columns)).toEqual(got);
});

it('a model is the same after its text, names with spaces included', async () => {
  const { columns, targets } = plantedTable(400);
  const renamed = columns.map((each, i) => ({ ...each, name: `customer > orders ${i} 50% = µ\n` }));
  const model = await BoostedTrees.fit(renamed, targets, { numTrees: 5 });
  const again = BoostedTrees.fromText(model.toText());
  expect(again.toText()).toBe(model.toText());
  expect(again.featureNames).toEqual(model.featureNames);
  expect(again.predict(renamed)).toEqual(model.predict(renamed));
});

it('a damaged text is refused with a code, or predicts', async () => {
  const { columns, targets } = plantedTable(200);
  const model = await BoostedTrees.fit(columns, targets, { numTrees: 2, numLeaves: 6, minDataPerGroup: 10 });
  const texts = [model.toText(), ...fixture.models.map(({ text }) => text.join('\n'))];
  const few = columns.map(({ name, kind, values }) => column(name, [...values.subarray(0, 3)], kind));
  const piece = fc.constantFrom(
    '-1',
    '0',
    '99',
    '1e99',
    'NaN',
    'inf',
    '',
    ' ',
    '\n',
    '=',
    '4294967296',
    '1.5',
    'x',
    'Tree=',
  );
  fc.assert(
    fc.property(fc.nat(texts.length - 1), fc.nat(), fc.nat(20), piece, (which, at, length, put) => {
      const text = texts[which]!;
      const from = at % text.length;
      const damaged = text.slice(0, from) + put + text.slice(from + length);
      try {
        const read = BoostedTrees.fromText(damaged);
        const named = read.featureNames.map((name, i) => ({ ...few[i % few.length]!, name }));
        read.predict(named);
        read.contributions(named);
      } catch (error) {
        if (!isHeteroGraphError(error)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

it('contributions add up to the scores, whatever counts a text gives', async () => {
  const { columns, targets } = plantedTable(200);
  const text = (await BoostedTrees.fit(columns, targets, { numTrees: 3, numLeaves: 8 })).toText();
  const changed = text.replace(/(leaf|internal)_count=(\d+) (\d+)/g, '$1_count=$3 7');
  expect(changed).not.toBe(text);
  const model = BoostedTrees.fromText(changed);
  const [parts, scores] = [model.contributions(columns), model.predict(columns)];
  for (const [row, score] of scores.entries()) {
    expect(parts.subarray(row * 5, row * 5 + 5).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
  }
});

it('refuses a mean of no trees', async () => {
  const text = (await BoostedTrees.fit([column('x', [1])], Float64Array.of(7))).toText();
  const head = text.slice(0, text.indexOf('Tree=0')).replace('version=', 'average_output\nversion=');
  expect(() => BoostedTrees.fromText(`${head}\nend of trees\n`)).toThrow(
    expect.objectContaining({ code: 'CORRUPT_FILE' }),
  );
});

it.each([
  ['a circle', 'left_child=1 -1', 'left_child=0 -1'],
  ['a node of two parents', 'left_child=1 -1', 'left_child=1 1'],
  ['a leaf too many', 'right_child=-2 -3', 'right_child=-2 -9'],
  ['an unknown column', 'split_feature=0 0', 'split_feature=0 7'],
  ['a huge number of leaves', 'num_leaves=3', 'num_leaves=16777216'],
  ['huge boundaries of categories', 'num_cat=0', 'num_cat=1\ncat_boundaries=0 2147483647\ncat_threshold=1'],
  ['many classes', 'num_tree_per_iteration=1', 'num_tree_per_iteration=999999999'],
  ['a text cut short', 'end of trees', ''],
  ['linear leaves', 'is_linear=0', 'is_linear=1'],
  ['an unknown objective', 'objective=regression', 'objective=wish'],
  ['a later version', 'version=v4', 'version=v9'],
])('refuses %s', async (_, from, to) => {
  const columns = [column('x', [1, 2, 3, 4, 5, 6])];
  const settings = { numTrees: 1, numLeaves: 3, minChildSamples: 1, minDataInBin: 1 };
  const text = (await BoostedTrees.fit(columns, Float64Array.of(0, 0, 5, 5, 50, 50), settings)).toText();
  const swapped = text.includes(from) ? text.replace(from, to) : `no "${from}" in ${text}`;
  expect(text).toContain(from);
  expect(() => BoostedTrees.fromText(swapped)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/CORRUPT_FILE|UNSUPPORTED/) }),
  );
});
