import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FoldPrediction, meanAndError, rowScores } from '../../../src/models/auto/row-scores.js';
import type { Problem } from '../../../src/models/index.js';
import { macroF1, microF1, type Targets } from '../../../src/training/index.js';

/** A problem of which nothing but the targets is looked at. */
const problemOf = (targets: Targets) => ({ kind: 'classification', targets }) as Problem;
const rowsOf = (count: number) => Int32Array.from({ length: count }, (_, row) => row);
const mean = (values: Float64Array) => meanAndError(values).mean;

const cases = fc
  .record({ count: fc.integer({ min: 1, max: 25 }), numClasses: fc.integer({ min: 1, max: 4 }), isMulti: fc.boolean() })
  .chain(({ count, numClasses, isMulti }) => {
    const labels = isMulti
      ? fc.array(fc.integer({ min: 0, max: 1 }), { minLength: count * numClasses, maxLength: count * numClasses })
      : fc.array(fc.integer({ min: 0, max: numClasses - 1 }), { minLength: count, maxLength: count });
    const scores = fc.array(fc.integer({ min: -3, max: 3 }), {
      minLength: count * numClasses,
      maxLength: count * numClasses,
    });
    return fc.record({ labels, scores }).map((drawn) => ({ ...drawn, count, numClasses, isMulti }));
  });

test('the mean over the rows is micro-F1, and the mean of micro- and macro-F1', () => {
  fc.assert(
    fc.property(cases, ({ labels, scores, count, numClasses, isMulti }) => {
      const targets: Targets = isMulti
        ? { kind: 'multi', labels: Uint8Array.from(labels), numClasses }
        : { kind: 'single', labels: Int32Array.from(labels), numClasses };
      const logits = Float32Array.from(scores);
      const rows = rowsOf(count);
      const half = Math.floor(count / 2);
      const part = (from: number, to: number): FoldPrediction => ({
        rows: rows.subarray(from, to),
        values: logits.subarray(from * numClasses, to * numClasses),
      });
      const folds = [part(0, half), part(half, count)];
      const prediction = { logits, rows, numClasses };
      const micro = microF1.compute(prediction, targets);
      expect(mean(rowScores('micro-f1', problemOf(targets), folds))).toBeCloseTo(micro, 10);
      const both = (micro + macroF1.compute(prediction, targets)) / 2;
      expect(mean(rowScores('f1', problemOf(targets), folds))).toBeCloseTo(both, 10);
    }),
  );
});

test('ROC-AUC counts the pairs in the right order, ties by half, in every fold by itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -3, max: 3 })), {
        minLength: 1,
        maxLength: 20,
      }),
      (drawn) => {
        const labels = Int32Array.from(drawn, ([label]) => label);
        const fold = {
          rows: rowsOf(drawn.length),
          values: Float32Array.from(drawn.flatMap(([, score]) => [0, score])),
        };
        const pairs = drawn.flatMap(([a, high]) =>
          a === 1 ? drawn.filter(([b]) => b === 0).map(([, low]) => high - low) : [],
        );
        const expected =
          pairs.length === 0
            ? 0.5
            : pairs.reduce((sum, by) => sum + (by > 0 ? 1 : by === 0 ? 0.5 : 0), 0) / pairs.length;
        const scores = rowScores('roc-auc', problemOf({ kind: 'single', labels, numClasses: 2 }), [fold]);
        expect(mean(scores)).toBeCloseTo(expected, 10);
      },
    ),
  );
});

test('by hand: errors, the spread of micro-F1, the explained variance', () => {
  const { mean: centre, error } = meanAndError(Float64Array.of(1, 1, 0, 1));
  expect(centre).toBe(0.75);
  expect(error).toBeCloseTo(Math.sqrt(0.75 / 3 / 4), 12);
  const single = { kind: 'single', labels: Int32Array.of(0, 1, 1), numClasses: 2 } as const;
  const values = Float32Array.of(1, 0, 1, 0, 0, 1);
  expect([...rowScores('micro-f1', problemOf(single), [{ rows: rowsOf(3), values }])]).toEqual([1, 0, 1]);
  // Mean 2, variance 2/3: errors of 0, 1 and 1.
  const numbers = { kind: 'regression', targets: { values: Float32Array.of(1, 2, 3) } } as Problem;
  const explained = rowScores('r2', numbers, [{ rows: rowsOf(3), values: Float32Array.of(1, 1, 2) }]);
  expect(explained[0]).toBe(1);
  expect(mean(explained)).toBeCloseTo(0, 12);
});
