import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brier, calibration, expectedCalibrationError, logLoss } from '../../../../src/training/index.js';
import { singleCase } from './helpers.js';
import { crossEntropyReference } from './metrics.reference.js';

const rows = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const z = (p: number) => Math.log(p / (1 - p));

describe('log loss', () => {
  it('by hand', () => {
    // Probabilities 0.8 of the right class and 0.5 of the right class.
    const prediction = { logits: Float32Array.of(Math.log(4), 0, 1, 1), rows: rows(2), numClasses: 2 };
    const targets = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 2 } as const;
    expect(logLoss.compute(prediction, targets)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.5)) / 2, 7);
    const multi = { kind: 'multi', labels: Uint8Array.of(1, 0, 1, 1), numClasses: 2 } as const;
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const cells = [sigmoid(Math.log(4)), 0.5, sigmoid(1), sigmoid(1)];
    expect(logLoss.compute(prediction, multi)).toBeCloseTo(-cells.reduce((sum, p) => sum + Math.log(p), 0) / 4, 7);
  });

  it('agrees with the definition on random rows', () => {
    const row = fc.array(fc.float({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(3)), { minLength: 1, maxLength: 20 }), (cases) => {
        const prediction = {
          logits: Float32Array.from(cases.flatMap(([r]) => r)),
          rows: rows(cases.length),
          numClasses: 4,
        };
        const targets = { kind: 'single', labels: Int32Array.from(cases, ([, c]) => c), numClasses: 4 } as const;
        const expected = cases.reduce((sum, [r, c]) => sum + crossEntropyReference(r, c), 0) / cases.length;
        expect(logLoss.compute(prediction, targets)).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('a sure mistake costs its logit, not infinity', () => {
    const prediction = { logits: Float32Array.of(1000, 0), rows: rows(1), numClasses: 2 };
    expect(logLoss.compute(prediction, { kind: 'single', labels: Int32Array.of(1), numClasses: 2 })).toBe(1000);
    expect(logLoss.compute(prediction, { kind: 'multi', labels: Uint8Array.of(0, 1), numClasses: 2 })).toBeCloseTo(
      (1000 + Math.LN2) / 2,
      9,
    );
  });
});

describe('calibration', () => {
  it('by hand: all in one of two bins', () => {
    // Confidences 0.6 (right), 0.7 (wrong), 0.9 (right), 0.95 (right) over bins of one half: one bin.
    // Mean confidence 0.7875, accuracy 0.75.
    const sure = [0.6, 0.7, 0.9, 0.95];
    const prediction = { logits: Float32Array.from(sure.flatMap((p) => [z(p), 0])), rows: rows(4), numClasses: 2 };
    const targets = { kind: 'single', labels: Int32Array.of(0, 1, 0, 0), numClasses: 2 } as const;
    const result = calibration(prediction, targets, { bins: 2 });
    expect(result.expectedError).toBeCloseTo(0.0375, 6);
    expect(result.maximumError).toBeCloseTo(0.0375, 6);
    expect(result.bins.map((bin) => bin.count)).toEqual([0, 4]);
    expect(result.bins[0]!.accuracy).toBeNaN();
    expect(result.bins[1]).toMatchObject({ lower: 0.5, upper: 1, accuracy: 0.75 });
    // Brier: both classes' squares, 2 (1 - p)^2 where right and 2 p^2 where wrong.
    const squares = 2 * (0.4 ** 2 + 0.7 ** 2 + 0.1 ** 2 + 0.05 ** 2);
    expect(result.brier).toBeCloseTo(squares / 4, 6);
    expect(brier.compute(prediction, targets)).toBe(result.brier);
  });

  it('by hand: bins weigh by their number of rows, and the worst one is the maximum', () => {
    // [0.5, 0.75): 0.6 right, 0.7 wrong: confidence 0.65, accuracy 0.5. [0.75, 1]: 0.8, 0.9, 0.95, all right: 0.883, 1.
    const sure = [0.6, 0.7, 0.8, 0.9, 0.95];
    const prediction = { logits: Float32Array.from(sure.flatMap((p) => [z(p), 0])), rows: rows(5), numClasses: 2 };
    const targets = { kind: 'single', labels: Int32Array.of(0, 1, 0, 0, 0), numClasses: 2 } as const;
    const result = calibration(prediction, targets, { bins: 4 });
    expect(result.bins.map((bin) => bin.count)).toEqual([0, 0, 2, 3]);
    expect(result.bins.slice(2).map((bin) => [bin.lower, bin.upper, bin.accuracy])).toEqual([
      [0.5, 0.75, 0.5],
      [0.75, 1, 1],
    ]);
    const gaps = [0.15, 1 - 2.65 / 3];
    expect(result.maximumError).toBeCloseTo(0.15, 6);
    expect(result.expectedError).toBeCloseTo((2 * gaps[0]! + 3 * gaps[1]!) / 5, 6);
    expect(expectedCalibrationError.compute(prediction, targets)).toBeCloseTo(
      calibration(prediction, targets).expectedError,
      12,
    );
  });

  it('multi-label takes every cell', () => {
    const prediction = { logits: Float32Array.of(z(0.9), z(0.2)), rows: rows(1), numClasses: 2 };
    const targets = { kind: 'multi', labels: Uint8Array.of(1, 0), numClasses: 2 } as const;
    const result = calibration(prediction, targets, { bins: 10 });
    expect(result.expectedError).toBeCloseTo((0.1 + 0.2) / 2, 6);
    expect(result.brier).toBeCloseTo((0.01 + 0.04) / 2, 6);
    expect(result.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(2);
  });

  it('is 0 for sure and right, and near 1 for sure and wrong', () => {
    const [prediction, targets] = singleCase([0, 1, 2], [0, 1, 2], 3);
    const sure = { ...prediction, logits: prediction.logits.map((value) => value * 100) };
    expect(expectedCalibrationError.compute(sure, targets)).toBeCloseTo(0, 9);
    const wrong = { ...targets, labels: Int32Array.of(1, 2, 0) };
    expect(expectedCalibrationError.compute(sure, wrong)).toBeCloseTo(1, 9);
    expect(brier.compute(sure, wrong)).toBeCloseTo(2, 9);
  });

  it('refuses bins that are no positive integer', () => {
    const [prediction, targets] = singleCase([0], [0], 2);
    expect(() => calibration(prediction, targets, { bins: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
