import { expect, it } from 'vitest';
import { belowBaselines } from '../../src/experiments/score/below-baselines.js';
import type { Score } from '../../src/experiments/score/score.js';

const between = [0, 1] as const;
const score0 = {
  ...{
    accuracy: 0.5,
    rocAuc: 0.5,
    averagePrecision: 0.5,
    logLoss: 1,
    macroInterval: between,
    accuracyInterval: between,
  },
  ...{ rocAucInterval: between, averagePrecisionInterval: between, logLossInterval: between },
  ...{ seconds: {}, parameters: undefined },
};
const score = (model: string, micro: number): Score => ({
  ...score0,
  ...{ model, micro, macro: micro, microInterval: [micro - 0.02, micro + 0.02] },
});

it('names the simple models that score higher, the best last to use, and whether that is clear', () => {
  expect(belowBaselines([score('ridge', 0.7), score('hgt', 0.8)])).toBeUndefined();
  expect(belowBaselines([score('hgt', 0.8)])).toBeUndefined();
  const close = belowBaselines([score('majority', 0.1), score('ridge', 0.81), score('hgt', 0.8)]);
  expect(close).toMatch(/hgt scores below ridge: .* 80\.00 against 81\.00, but the intervals overlap/);
  const clear = belowBaselines([score('ridge', 0.85), score('mlp', 0.9), score('hgt', 0.8)]);
  expect(clear).toMatch(/below mlp, ridge: .* 80\.00 against 90\.00, and the intervals do not overlap\. Use mlp/);
});

it('compares two classes by ROC-AUC', () => {
  const two = (model: string, micro: number, rocAuc: number): Score => ({
    ...score(model, micro),
    ...{ rocAuc, rocAucInterval: [rocAuc - 0.01, rocAuc + 0.01], positive: { class: 'a', f1: 0, f1Interval: between } },
  });
  expect(belowBaselines([two('ridge', 0.9, 0.6), two('hgt', 0.5, 0.7)])).toBeUndefined();
  const clear = belowBaselines([two('ridge', 0.5, 0.8), two('hgt', 0.9, 0.7)]);
  expect(clear).toMatch(/ROC-AUC 70\.00 against 80\.00, and the intervals do not overlap/);
});
