import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  guessTask,
  nodeTask,
  openData,
  openRegressionRun,
  openRun,
  trainExperiment,
} from '../../src/experiments/index.js';
import { aboveErrors, numberScoreRows, type RegressionScore } from '../../src/experiments/score/number-score.js';
import { saveGraph } from '../../src/graph/index.js';
import { plantedNumbers } from '../models/planted-numbers.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-numbers-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder of things with the cells of a column, each near the next. */
function folder(name: string, cells: readonly string[], column = 'price'): string {
  const data = join(root, name);
  mkdirSync(join(data, 'nodes'), { recursive: true });
  mkdirSync(join(data, 'edges'));
  const lines = cells.map((cell, i) => `t${i},${(i * 7) % 11},${cell}`);
  writeFileSync(join(data, 'nodes', 'thing.csv'), `id,size,${column}\n${lines.join('\n')}\n`);
  const edges = cells.map((_, i) => `t${i},t${(i + 1) % cells.length}`);
  writeFileSync(join(data, 'edges', 'thing.near.thing.csv'), `source,target\n${edges.join('\n')}\n`);
  return data;
}

/** Twice the size and a bit; a fifth is missing in one way or another. */
const prices = Array.from({ length: 120 }, (_, i) =>
  i % 5 === 0 ? ['', 'NaN', 'n/a'][i % 3]! : (2 * ((i * 7) % 11) + 0.5 + (i % 4) / 100).toFixed(2),
);

describe('what is learned of a column', () => {
  it.each([
    ['fractions', prices, 'regression'],
    ['few whole numbers', prices.map((_, i) => String(i % 5)), 'classification'],
    ['many whole numbers', prices.map((_, i) => String(i)), 'regression'],
    ['two fractions', prices.map((_, i) => (i % 2 ? '0.5' : '1.5')), 'classification'],
    ['words', prices.map((_, i) => (i % 2 ? 'dear' : 'cheap')), 'classification'],
  ] as const)('%s', async (name, cells, kind) => {
    const opened = await openData({ data: folder(name, cells), target: 'thing.price' });
    expect(guessTask(opened.graph, 'thing', 'price').kind).toBe(kind);
    const task = nodeTask(opened, 'thing.price', 'guess');
    expect(task.kind).toBe(kind);
    expect(task.reason === undefined).toBe(name === 'words');
    expect(nodeTask(opened, 'thing.price').kind).toBe('classification');
    if (name === 'words') return;
    const { train, valid, test } = nodeTask(opened, 'thing.price', 'regression').split(1);
    expect(train.length + valid.length + test.length).toBe(name === 'fractions' ? 96 : 120);
  });

  it('refuses words, unknown columns and infinities by code', async () => {
    const train = (data: string, more = {}) =>
      trainExperiment({ data, target: 'thing.price', task: 'regression', model: 'mean', cache: false, ...more });
    const code = (value: string) => expect.objectContaining({ code: value });
    await expect(train(folder('cheap', ['dear', 'cheap', 'dear', 'cheap']))).rejects.toEqual(code('WRONG_DTYPE'));
    await expect(train(folder('infinite', [...prices.slice(1), 'inf']))).rejects.toEqual(code('NON_FINITE'));
    await expect(train(folder('empty', ['', '', '']))).rejects.toEqual(code('NO_ROWS'));
    await expect(train(join(root, 'fractions'), { target: 'thing.cost' })).rejects.toEqual(code('MISSING_LABELS'));
    await expect(train(join(root, 'fractions'), { model: 'majority' })).rejects.toEqual(code('UNSUPPORTED_BY_MODEL'));
    await expect(train(join(root, 'fractions'), { loss: 'cubic' })).rejects.toEqual(code('INVALID_OPTION'));
    const classes = { task: 'classification', loss: 'absolute', model: 'majority' };
    await expect(train(join(root, 'fractions'), classes)).rejects.toEqual(code('INVALID_OPTION'));
  });
});

describe('trainExperiment of numbers', () => {
  it('compares with simple models, keeps the run, and opens it again', async () => {
    const out = join(root, 'run');
    const data = join(root, 'fractions');
    const remarks: string[] = [];
    const experiment = await trainExperiment(
      { data, target: 'thing.price', task: 'guess', model: 'ridge', settings: { penalty: 1e-4 }, out, cache: false },
      { onRemark: (text) => remarks.push(text) },
    );
    const { summary } = experiment;
    expect(summary.task).toBe('regression');
    expect(remarks.join()).toContain('thing.price is learned as numbers');
    if (summary.task !== 'regression') return;
    expect(summary.scores.map(({ model }) => model)).toEqual([
      ...['mean', 'label-propagation', 'mlp', 'ridge-propagated', 'ridge'],
    ]);
    const own = summary.scores.at(-1)!;
    expect(own.r2).toBeGreaterThan(0.99);
    expect(own.mae).toBeLessThan(0.2);
    expect(own.maeInterval[0]).toBeLessThanOrEqual(own.mae);
    expect(own.maeInterval[1]).toBeGreaterThanOrEqual(own.mae);
    expect(summary.scores[0]!.r2).toBeLessThan(0.05);
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    // What is to be predicted is no feature.
    const preparation = JSON.stringify(config.content.preparation);
    expect(preparation).toContain('"size"');
    expect(preparation).not.toContain('"price"');
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    expect(html).toContain('Predicted against actual');
    expect(html).toContain('R2');
    experiment.dispose();

    const run = await openRegressionRun(out, { cache: false });
    expect(await run.evaluate()).toMatchObject({ mae: own.mae, rmse: own.rmse, r2: own.r2, rows: summary.rows.test });
    const unknown = await run.predict('unlabelled');
    expect(unknown.rows.length).toBe(24);
    for (const [i, row] of unknown.rows.entries()) {
      expect(Math.abs(unknown.predicted[i]! - (2 * ((row * 7) % 11) + 0.5))).toBeLessThan(0.3);
    }
    run.dispose();
    await expect(openRun(out, { cache: false })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });

    // New things, of which nobody knows the price.
    const fresh = join(root, 'fresh');
    mkdirSync(join(fresh, 'nodes'), { recursive: true });
    writeFileSync(join(fresh, 'nodes', 'thing.csv'), 'id,size\nnew,3\n');
    const other = await openRegressionRun(out, { data: fresh, cache: false });
    expect((await other.predict('all')).predicted[0]!).toBeCloseTo(6.5, 0);
    await expect(other.evaluate()).rejects.toMatchObject({ code: 'NO_ROWS' });
    other.dispose();
  });

  it('learns a numeric column of a saved graph whatever its role, by the loss that is named', async () => {
    await saveGraph(plantedNumbers(), join(root, 'people'));
    const { summary, dispose } = await trainExperiment({
      ...{ data: join(root, 'people'), target: 'person.y', task: 'regression', model: 'sage', loss: 'huber' },
      ...{ settings: { epochs: 40, hidden: 8, learningRate: 0.03 }, baselines: false, cache: false },
    });
    expect(summary.scores[0]!.r2).toBeGreaterThan(0.5);
    expect(summary.remarks.join()).toContain('dropout: 0.1');
    dispose();
  });

  it('says which simple models have smaller errors, and prints sizes of any kind', () => {
    const score = (model: string, mae: number): RegressionScore => ({
      ...{ model, mae, rmse: mae, r2: 0.5, maeInterval: [mae * 0.9, mae * 1.1], rmseInterval: [0, 1] },
      ...{ r2Interval: [0.4, 0.6], seconds: {}, parameters: undefined },
    });
    expect(aboveErrors([score('mean', 3), score('sage', 2)])).toBeUndefined();
    expect(aboveErrors([score('mean', 3), score('ridge', 1), score('sage', 2)])).toMatch(
      /sage has larger errors than ridge: MAE 2\.000 against 1\.000, and the intervals do not overlap\. Use ridge/,
    );
    expect(aboveErrors([score('ridge', 1.95), score('sage', 2)])).toContain('but the intervals overlap');
    const shown = [1.5e12, 1234.5678, 0.5, 1e-7].map((mae) => numberScoreRows([score('m', mae)])[0]![1]);
    expect(shown).toEqual(['1.500e+12', '1235', '0.5000', '1.000e-7']);
  });
});
