import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createModel, listModels, loadModel, saveModel } from '../../src/models/index.js';
import { r2 } from '../../src/training/index.js';
import { numberProblem, parts, plantedNumbers } from './planted-numbers.js';

const network = { epochs: 2, hidden: 8 };
const quick: Readonly<Record<string, object>> = {
  auto: { folds: 2, candidates: [{ model: 'ridge-propagated' }, { model: 'mlp', settings: network }] },
  mlp: network,
  'mlp-propagated': network,
  rphgnn: { ...network, embeddingWidth: 8 },
  sehgnn: { ...network, embed: 8 },
  nars: { ...network, width: 16 },
  latte: { ...network, heads: 2 },
  hinormer: { ...network, sequenceLength: 4 },
  higpt: { ...network, inputWidth: 8, textWidth: 16 },
  metapath2vec: { passes: 1, epochs: 20, width: 8, walkLength: 6 },
  ...Object.fromEntries(
    ['gcn', 'gat', 'sage', 'rgcn', 'rgat', 'han', 'hgt', 'simple-hgn'].map((name) => [name, network]),
  ),
};
const problem = numberProblem();
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-numbers-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const ofNodes = listModels('regression').filter((model) => !('wholeGraphs' in model));

it.each(ofNodes.map(({ name }) => name))('%s gives the same numbers once saved and loaded', async (name) => {
  const model = createModel(name, { settings: quick[name] ?? {} });
  await model.fit(problem);
  const numbers = await model.predict(parts.test);
  expect(numbers.length).toBe(parts.test.length);
  // Scores of classes are scaled to length 1 by simple-hgn and hinormer: numbers would all be 1 or -1.
  if (name !== 'mean') expect(new Set(numbers).size).toBeGreaterThan(10);
  expect(model.task).toMatchObject({ kind: 'regression', nodeType: 'person', labelColumn: 'y' });
  await saveModel(model, join(dir, name));
  const { task } = model;
  model.dispose();
  const again = await loadModel(join(dir, name));
  expect(again.task).toEqual(task);
  expect(await again.predict(parts.test, { graph: plantedNumbers() })).toEqual(numbers);
  again.dispose();
});

// The columns of a person explain 4 parts of 54; of what its groups are, models that see them learn most.
it.each([
  ['mean', -0.02, 0],
  ['ridge', 0.05, 0.2],
  ['label-propagation', 0.4, 0.9],
  ['ridge-propagated', 0.98, 1],
  ['mlp-propagated', 0.9, 1],
  ['sage', 0.9, 1],
  ['sehgnn', 0.5, 1],
  ['rphgnn', 0.7, 1],
])('%s explains from %f to %f of the variance', async (name, low, high) => {
  const defaults = quick[name] ?? {};
  const learning = 'epochs' in defaults ? { epochs: 60, hidden: 16, dropout: 0, learningRate: 0.03 } : {};
  const more = name === 'sehgnn' ? { epochs: 20, inputDropout: 0 } : {};
  const model = createModel(name, { settings: { ...defaults, ...learning, ...more } });
  await model.fit(problem);
  const score = r2.compute({ values: await model.predict(parts.test), rows: parts.test, width: 1 }, problem.targets);
  expect(score).toBeGreaterThan(low);
  expect(score).toBeLessThanOrEqual(high);
  model.dispose();
});
