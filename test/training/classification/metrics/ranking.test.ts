import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  averagePrecisionOf,
  rocAuc,
  rocAucOf,
  rocAucPerClass,
} from '../../../../src/training/index.js';
import { arbitraryRanking } from './helpers.js';
import { averagePrecisionReference, rocAucReference } from './metrics.reference.js';

const rows = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

describe('ranking metrics', () => {
  it('by hand', () => {
    // Positives at 0.9 and 0.4, negatives at 0.6, 0.4 and 0.1: won 3 + (0 + 1/2 + 1) = 4.5 of 6 pairs.
    const scores = Float64Array.of(0.9, 0.6, 0.4, 0.4, 0.1);
    const positive = Uint8Array.of(1, 0, 1, 0, 0);
    expect(rocAucOf(scores, positive)).toBe(0.75);
    // Thresholds 0.9: precision 1, recall +1/2; 0.4: precision 2/4, recall +1/2.
    expect(averagePrecisionOf(scores, positive)).toBe(0.75);
  });

  it('agree with the quadratic references, ties included', () => {
    fc.assert(
      fc.property(arbitraryRanking, (pairs) => {
        const scores = pairs.map(([score]) => score);
        const positive = pairs.map(([, flag]) => flag);
        const auc = rocAucOf(Float64Array.from(scores), Uint8Array.from(positive));
        const ap = averagePrecisionOf(Float64Array.from(scores), Uint8Array.from(positive));
        const expectedAuc = rocAucReference(scores, positive);
        const expectedAp = averagePrecisionReference(scores, positive);
        if (Number.isNaN(expectedAuc)) expect(auc).toBeNaN();
        else expect(auc).toBeCloseTo(expectedAuc, 12);
        if (Number.isNaN(expectedAp)) expect(ap).toBeNaN();
        else expect(ap).toBeCloseTo(expectedAp, 12);
      }),
    );
  });

  it('two exclusive classes: the AUC of the second by the difference of logits', () => {
    const prediction = { logits: Float32Array.of(0, 3, 5, 6, 0, 2, 1, 0), rows: rows(4), numClasses: 2 };
    const targets = { kind: 'single', labels: Int32Array.of(1, 0, 0, 0), numClasses: 2 } as const;
    expect(rocAuc.compute(prediction, targets)).toBe(1);
    expect(averagePrecision.compute(prediction, targets)).toBe(1);
    expect([...rocAucPerClass(prediction, targets)]).toEqual([1, 1]);
  });

  it('average precision of two exclusive classes is the mean over both, as it is over more', () => {
    // By falling score of the second class the labels are 1, 0, 1; by falling score of the first 1, 0, 1 too.
    const prediction = { logits: Float32Array.of(0, 3, 0, 2, 0, 1), rows: rows(3), numClasses: 2 };
    const targets = { kind: 'single', labels: Int32Array.of(1, 0, 1), numClasses: 2 } as const;
    expect(averagePrecision.compute(prediction, targets)).toBeCloseTo(((1 + 2 / 3) / 2 + 1 / 2) / 2, 12);
  });

  it('ranks by probability, not by logit, and leaves undefined classes out of the mean', () => {
    // Softmax puts row 0 far above row 1 for class 0 although its logit is lower; class 2 never occurs.
    const prediction = { logits: Float32Array.of(0, -9, -9, 5, 9, -9), rows: rows(2), numClasses: 3 };
    const targets = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 3 } as const;
    expect([...rocAucPerClass(prediction, targets)]).toEqual([1, 1, Number.NaN]);
    expect(rocAuc.compute(prediction, targets)).toBe(1);
  });

  it('very sure rows do not tie', () => {
    // Both probabilities round to 1 in float64; the logits still tell them apart.
    const prediction = { logits: Float32Array.of(90, 0, 0, 80, 0, 0), rows: rows(2), numClasses: 3 };
    const targets = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 3 } as const;
    expect(rocAucPerClass(prediction, targets)[0]).toBe(1);
  });

  it('NaN where no class has both kinds of rows', () => {
    const prediction = { logits: Float32Array.of(1, 2), rows: rows(2), numClasses: 1 };
    const targets = { kind: 'multi', labels: Uint8Array.of(1, 1), numClasses: 1 } as const;
    expect(rocAuc.compute(prediction, targets)).toBeNaN();
    expect(averagePrecision.compute(prediction, targets)).toBe(1);
  });
});
