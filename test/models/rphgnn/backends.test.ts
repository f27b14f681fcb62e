import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import { RpHgnnClassifier, rphgnnPresets } from '../../../src/models/index.js';
import { type BackendName, numTensors, setBackend } from '../../../src/tensor/index.js';
import { macroF1, microF1 } from '../../../src/training/index.js';
import { useSoftwareAdapter } from '../../support/software-adapter.js';
import { PEOPLE, plantedProblem, rows } from '../planted.js';

const problem = plantedProblem();
const table: Record<string, object> = {};
let threadsF1: number | undefined;
afterAll(() => {
  console.table(table);
  tf.removeBackend('webgpu');
});
useSoftwareAdapter();

// `threads` first: the others are compared with it.
it.for<BackendName>(['threads', 'cpu', 'tensorflow', 'webgpu'])(
  'learns a planted graph on %s',
  // Seconds, or minutes for a software adapter that shares its cores.
  { timeout: 300_000 },
  async (name, { skip }) => {
    try {
      await setBackend(name);
    } catch (error) {
      if (isHeteroGraphError(error) && error.code === 'BACKEND_UNAVAILABLE') return skip(error.message);
      throw error;
    }
    const before = numTensors();
    const settings = {
      ...rphgnnPresets['hgb-dblp'],
      ...{ embeddingWidth: 8, hidden: 8, epochs: 40, inputDropout: 0.1, dropout: 0.1, validateEvery: 1 },
    };
    const classifier = new RpHgnnClassifier({ settings });
    const { seconds } = await classifier.fit(problem);
    const test = rows(150, PEOPLE);
    const prediction = { logits: await classifier.predict(test), rows: test, numClasses: 2 };
    classifier.dispose();
    expect(numTensors()).toBe(before);
    const [micro, macro] = [microF1, macroF1].map((metric) => metric.compute(prediction, problem.targets)) as [
      number,
      number,
    ];
    table[name] = {
      micro: micro.toFixed(3),
      macro: macro.toFixed(3),
      'seconds of training': seconds.train!.toFixed(2),
    };
    threadsF1 ??= macro;
    expect(macro).toBeGreaterThan(0.8);
    expect(Math.abs(macro - threadsF1)).toBeLessThan(0.03);
  },
);
