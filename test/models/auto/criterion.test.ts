import { describe, expect, it } from 'vitest';
import { criterionFor } from '../../../src/models/auto/criterion.js';
import { type ClassificationProblem, createModel, type Problem } from '../../../src/models/index.js';
import { plantedProblem, rows } from '../planted.js';
import { numberProblem } from '../planted-numbers.js';

/** The planted problem with other labels of its people. */
function withLabels(labelOf: (row: number) => number, numClasses: number): ClassificationProblem {
  const problem = plantedProblem();
  const labels = Int32Array.from(rows(0, 300), labelOf);
  return { ...problem, targets: { kind: 'single', labels, numClasses } };
}

describe('what models are compared by', () => {
  it('is ROC-AUC of two classes however many rows each has, micro-F1 of more, unless nine in ten are of one', () => {
    const of = (problem: Problem) => criterionFor(problem, {});
    expect(of(plantedProblem())).toEqual({ criterion: 'roc-auc' });
    expect(of(withLabels((row) => Number(row % 20 === 0), 2))).toEqual({ criterion: 'roc-auc' });
    expect(of(withLabels((row) => row % 3, 3))).toEqual({ criterion: 'micro-f1' });
    const skewed = of(withLabels((row) => (row % 20 === 0 ? 1 + (row % 2) : 0), 3));
    expect(skewed.criterion).toBe('f1');
    expect(skewed.reason).toContain('95 % of the rows have the same class');
    const several = { kind: 'multi', labels: new Uint8Array(600), numClasses: 2 } as never;
    expect(of({ ...plantedProblem(), targets: several })).toEqual({ criterion: 'micro-f1' });
    expect(of(numberProblem())).toEqual({ criterion: 'r2' });
    expect(criterionFor(plantedProblem(), { criterion: 'micro-f1' })).toEqual({ criterion: 'micro-f1' });
  });

  it('says where the kept model is right less often than the commonest class', async () => {
    const candidates = [{ model: 'logistic' }];
    const compared = async (problem: ClassificationProblem, settings: object = {}) => {
      const model = createModel('auto', { settings: { folds: 3, candidates, ...settings } });
      const { comparison } = await model.fit(problem);
      model.dispose();
      return comparison!;
    };
    // Four in five of the second class are made the first: weighted classes name the rare one far too often.
    const { targets } = plantedProblem();
    const rare = withLabels(
      (row) => Number(targets.kind === 'single' && targets.labels[row] === 1 && row % 5 === 0),
      2,
    );
    const weighted = await compared({ ...rare, classWeight: 'balanced' });
    expect(weighted.criterion).toBe('ROC-AUC');
    expect(weighted.models[0]!.title).toBe('logistic');
    expect(weighted.remarks.join()).toMatch(/right for [\d.]+ % of the rows, and the commonest class for [\d.]+ %/);
    const plain = await compared(plantedProblem());
    expect(plain.models[0]!.title).toBe('logistic');
    expect(plain.remarks).toEqual([]);
  });
});
