import { beforeEach, expect, it, vi } from 'vitest';
import { MlpClassifier, RpHgnnClassifier, rphgnnPresets } from '../../src/models/index.js';
import { plantedProblem } from './planted.js';

const keys = vi.hoisted(() => [] as string[]);
vi.mock('../../src/tensor/index.js', async (original) => {
  const tensor = await original<typeof import('../../src/tensor/index.js')>();
  const dropoutKey: typeof tensor.dropoutKey = (...given) => {
    const key = tensor.dropoutKey(...given);
    keys.push(JSON.stringify(key));
    return key;
  };
  return { ...tensor, dropoutKey };
});
beforeEach(() => void (keys.length = 0));

/** Equal masks in two layers, or in two steps, would drop the same columns together. */
it('every layer of RpHGNN draws masks of its own, and others in the next step', async () => {
  const settings = { ...rphgnnPresets['hgb-dblp'], embeddingWidth: 8, hidden: 8, epochs: 2, validateEvery: 1 };
  const layers = { groupLayers: 2, globalLayers: 3, inputDropout: 0.1, dropout: 0.1 };
  const classifier = new RpHgnnClassifier({ settings: { ...settings, ...layers, batchSize: 100 } });
  await classifier.fit(plantedProblem());
  classifier.dispose();
  // Two epochs of one step; per step one input and two layers for each of two groups at least, and two global layers.
  expect(keys.length).toBeGreaterThanOrEqual(2 * (2 * 3 + 2));
  expect(new Set(keys).size).toBe(keys.length);
});

it('every layer of the perceptron draws masks of its own, and others in the next step', async () => {
  const classifier = new MlpClassifier({ hiddenLayers: 3, hidden: 8, epochs: 2, batchSize: 50 });
  await classifier.fit(plantedProblem());
  classifier.dispose();
  expect(keys.length).toBeGreaterThanOrEqual(2 * 2 * 3);
  expect(new Set(keys).size).toBe(keys.length);
});
