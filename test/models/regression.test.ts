import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModel, type Estimator, listModels, loadModel, saveModel } from '../../src/models/index.js';
import { r2 } from '../../src/training/index.js';
import { numberProblem, parts, plantedNumbers } from './planted-numbers.js';

const trained = { epochs: 80, hidden: 16, dropout: 0, learningRate: 0.03 };
const settings: Readonly<Record<string, object>> = {
  mlp: { ...trained, epochs: 20 },
  'mlp-propagated': trained,
  rphgnn: { ...trained, embeddingWidth: 8, inputDropout: 0 },
  sehgnn: { ...trained, embed: 16, inputDropout: 0 },
  nars: { ...trained, width: 16, inputDropout: 0 },
  latte: { ...trained, heads: 2 },
  hinormer: { ...trained, learningRate: 0.01, epochs: 60, sequenceLength: 4 },
  ...Object.fromEntries(
    ['gcn', 'gat', 'sage', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn'].map((name) => [name, trained]),
  ),
};
const names = listModels('regression').map(({ name }) => name);
/** What the rule lets a model reach: those that see own columns alone explain little. */
const expected = (name: string) =>
  name === 'mean'
    ? -0.01
    : ['ridge', 'mlp'].includes(name)
      ? 0.05
      : ['label-propagation', 'hinormer', 'metapath2vec'].includes(name)
        ? 0.3
        : 0.7;
const problem = numberProblem();
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-numbers-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const scoreOf = async (model: Estimator) =>
  r2.compute({ values: await model.predict(parts.test), rows: parts.test, width: 1 }, problem.targets);

describe.each(names)('%s', (name) => {
  it('learns numbers, and gives the same bits once saved and loaded', async () => {
    const model = createModel(name, { settings: settings[name] ?? {} });
    await model.fit(problem);
    const score = await scoreOf(model);
    expect(score).toBeGreaterThan(expected(name));
    // The columns of a person explain 4 parts of 54.
    if (['mean', 'ridge', 'mlp'].includes(name)) expect(score).toBeLessThan(0.2);
    const numbers = await model.predict(parts.test);
    expect(numbers.length).toBe(parts.test.length);
    expect(model.task).toMatchObject({ kind: 'regression', nodeType: 'person', labelColumn: 'y' });
    await saveModel(model, join(dir, name));
    const { task } = model;
    model.dispose();
    const again = await loadModel(join(dir, name));
    expect(again.task).toEqual(task);
    expect(await again.predict(parts.test, { graph: plantedNumbers() })).toEqual(numbers);
    again.dispose();
  });
});
