import { expect, test } from 'vitest';
import { createModel, LabelPropagationClassifier, restoreModel } from '../../src/models/index.js';
import { plantedProblem } from './planted.js';

test('rounds without end are refused, in settings and in a saved model', async () => {
  const model = new LabelPropagationClassifier({ rounds: 2 });
  await model.fit(plantedProblem());
  const saved = await model.save();
  for (const rounds of [10_001, 1e9]) {
    expect(() => restoreModel({ ...saved, settings: { rounds } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect(() => createModel('label-propagation', { settings: { rounds } })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  }
  expect(restoreModel({ ...saved, settings: { rounds: 10_000 } }).name).toBe('label-propagation');
});
