import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, classReport, macroF1, microF1 } from '../../../../src/training/index.js';
import { arbitraryMulti, arbitrarySingle, multiCase, oneHot, singleCase } from './helpers.js';
import { f1Reference } from './metrics.reference.js';

describe('F1', () => {
  it('by hand: a class never predicted counts 0', () => {
    // Class 0: 2 of 3 said are right, both real found: F1 = 2*2/(3+2) = 0.8. Class 1: said 1, right 1, real 2: 2/3.
    // Class 2 is never predicted: 0.
    const [prediction, targets] = singleCase([0, 0, 1, 1], [0, 0, 0, 1], 3);
    expect(microF1.compute(prediction, targets)).toBe(0.75);
    expect(macroF1.compute(prediction, targets)).toBeCloseTo((0.8 + 2 / 3) / 3, 14);
    expect(classReport(prediction, targets)).toEqual([
      { index: 0, precision: 2 / 3, recall: 1, f1: 0.8, support: 2, predicted: 3 },
      { index: 1, precision: 1, recall: 0.5, f1: 2 / 3, support: 2, predicted: 1 },
      { index: 2, precision: 0, recall: 0, f1: 0, support: 0, predicted: 0 },
    ]);
  });

  it('by hand: multi-label over the 0/1 matrix, empty predictions are legal', () => {
    // Label 0: hit 1, said 1, real 2: 2/3. Label 1: hit 1, said 2, real 1: 2/3. Together 4/6.
    const truth = [
      [1, 1],
      [1, 0],
      [0, 0],
    ];
    const guess = [
      [1, 1],
      [0, 0],
      [0, 1],
    ];
    const [prediction, targets] = multiCase(truth, guess, 2);
    expect(microF1.compute(prediction, targets)).toBeCloseTo(2 / 3, 14);
    expect(macroF1.compute(prediction, targets)).toBeCloseTo(2 / 3, 14);
    expect(accuracy.compute(prediction, targets)).toBeCloseTo(1 / 3, 14);
  });

  it('agrees with the scores of the benchmark', () => {
    // numpy, with t = (7 i + 3) % 6 and g = (3 i^2 + i) % 5 for i < 40 and 7 classes:
    //   hit, said, real = (T * G).sum(0), G.sum(0), T.sum(0)
    //   micro = 2 hit.sum() / (said.sum() + real.sum()); macro = mean(2 hit / maximum(said + real, 1))
    const i = Array.from({ length: 40 }, (_, at) => at);
    const single = singleCase(
      i.map((at) => (at * 7 + 3) % 6),
      i.map((at) => (at * at * 3 + at) % 5),
      7,
    );
    expect(100 * microF1.compute(...single)).toBeCloseTo(20, 10);
    expect(100 * macroF1.compute(...single)).toBeCloseTo(10.736468500443655, 10);

    // T[k] = (5 k + 1) % 3 == 0 and G[k] = (3 k^2 + 1) % 7 < 3 for k < 160 as rows of 4, last column emptied.
    const flags = (test: (k: number) => boolean) =>
      i.map((row) => [0, 1, 2, 3].map((c) => Number(c < 3 && test(row * 4 + c))));
    const multi = multiCase(
      flags((k) => (k * 5 + 1) % 3 === 0),
      flags((k) => (k * k * 3 + 1) % 7 < 3),
      4,
    );
    expect(100 * microF1.compute(...multi)).toBeCloseTo(39.56043956043956, 10);
    expect(100 * macroF1.compute(...multi)).toBeCloseTo(29.677419354838708, 10);
  });

  it('agrees with the reference, single label', () => {
    fc.assert(
      fc.property(arbitrarySingle, ({ numClasses, pairs }) => {
        const truth = pairs.map(([t]) => t);
        const guess = pairs.map(([, g]) => g);
        const [prediction, targets] = singleCase(truth, guess, numClasses);
        const [micro, macro] = f1Reference(oneHot(truth, numClasses), oneHot(guess, numClasses), numClasses);
        expect(microF1.compute(prediction, targets)).toBeCloseTo(micro, 12);
        expect(macroF1.compute(prediction, targets)).toBeCloseTo(macro, 12);
        expect(accuracy.compute(prediction, targets)).toBeCloseTo(micro, 12);
      }),
    );
  });

  it('agrees with the reference, multi-label', () => {
    fc.assert(
      fc.property(arbitraryMulti, ({ numClasses, pairs }) => {
        const truth = pairs.map(([t]) => t);
        const guess = pairs.map(([, g]) => g);
        const [prediction, targets] = multiCase(truth, guess, numClasses);
        const [micro, macro] = f1Reference(truth, guess, numClasses);
        expect(microF1.compute(prediction, targets)).toBeCloseTo(micro, 12);
        expect(macroF1.compute(prediction, targets)).toBeCloseTo(macro, 12);
        const report = classReport(prediction, targets);
        expect(report.reduce((sum, score) => sum + score.f1, 0) / numClasses).toBeCloseTo(macro, 12);
      }),
    );
  });
});

describe('what no metric can judge', () => {
  const [prediction, targets] = singleCase([0, 1], [0, 1], 2);
  it.each([
    ['NON_FINITE', { ...prediction, logits: Float32Array.of(0, Number.NaN, 0, 0) }, targets],
    ['SHAPE_MISMATCH', { ...prediction, logits: new Float32Array(3) }, targets],
    ['SHAPE_MISMATCH', prediction, { ...targets, numClasses: 3 }],
    ['UNLABELLED_ROW', prediction, { ...targets, labels: Int32Array.of(0, -1) }],
    ['UNLABELLED_ROW', { ...prediction, rows: Int32Array.of(0, 2) }, targets],
  ] as const)('%s', (code, bad, against) => {
    expect(() => microF1.compute(bad, against)).toThrow(expect.objectContaining({ code }));
  });
});
