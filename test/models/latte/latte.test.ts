import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createModel, loadModel, saveModel } from '../../../src/models/index.js';
import { microF1 } from '../../../src/training/index.js';
import { PEOPLE, plantedGraph, plantedProblem, rows } from '../planted.js';

const problem = plantedProblem();
const test = rows(150, PEOPLE);
const small = { hidden: 8, heads: 2, epochs: 40, learningRate: 1e-2, weightDecay: 1e-4 };

const kinds: Readonly<Record<string, object>> = {
  'of order 1': { layers: 1, output: 'last' },
  'of order 2': { layers: 2 },
  'of order 3, masked, normalised, mean': { layers: 3, output: 'mean', maskAbsentRelations: true, norm: true },
  'composed by attention': { layers: 2, composition: 'attention', maxNeighbours: 20 },
  'with linear scores and proximity': { layers: 2, scores: 'linear', proximity: 1 },
  'with counted paths': { layers: 2, countPaths: true },
  'without meta-relations': { layers: 2, allow: [] },
};

describe.each(Object.entries(kinds))('LATTE %s', (_, kind) => {
  it('learns, and predicts the same bits again from its folder', async () => {
    const model = createModel('latte', { settings: { ...small, ...kind } });
    await model.fit(problem);
    const logits = await model.predict(test);
    const { targets } = problem;
    expect(microF1.compute({ logits, rows: test, numClasses: 2 }, targets)).toBeGreaterThan(0.75);
    const folder = await mkdtemp(join(tmpdir(), 'heterograph-latte-'));
    try {
      await saveModel(model, join(folder, 'model'));
      const loaded = await loadModel(join(folder, 'model'));
      expect(await loaded.predict(test, { graph: plantedGraph() })).toEqual(logits);
      loaded.dispose();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    model.dispose();
  });
});

it('LATTE refuses heads that do not divide the width, and orders beyond 3', () => {
  expect(() => createModel('latte', { settings: { heads: 3 } })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
  expect(() => createModel('latte', { settings: { layers: 4 } })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
});
