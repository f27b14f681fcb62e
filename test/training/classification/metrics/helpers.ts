import fc from 'fast-check';
import type { MultiLabelTargets, Prediction, SingleLabelTargets } from '../../../../src/training/index.js';

/** Logits that make `guess` the arg-max of every row. */
export function singleCase(
  truth: readonly number[],
  guess: readonly number[],
  numClasses: number,
): [Prediction, SingleLabelTargets] {
  const rows = Int32Array.from(truth, (_, i) => i);
  const logits = new Float32Array(truth.length * numClasses);
  for (const [i, c] of guess.entries()) logits[i * numClasses + c] = 1;
  return [
    { logits, rows, numClasses },
    { kind: 'single', labels: Int32Array.from(truth), numClasses },
  ];
}

/** Scores +1 where `guess` is 1, -1 elsewhere. */
export function multiCase(
  truth: readonly (readonly number[])[],
  guess: readonly (readonly number[])[],
  numClasses: number,
): [Prediction, MultiLabelTargets] {
  const rows = Int32Array.from(truth, (_, i) => i);
  const logits = Float32Array.from(guess.flat(), (flag) => (flag ? 1 : -1));
  return [
    { logits, rows, numClasses },
    { kind: 'multi', labels: Uint8Array.from(truth.flat()), numClasses },
  ];
}

export const oneHot = (classes: readonly number[], numClasses: number): number[][] =>
  classes.map((c) => Array.from({ length: numClasses }, (_, i) => Number(i === c)));

/** Truth and guess as class ids, with classes that may be absent from either. */
export const arbitrarySingle = fc.integer({ min: 1, max: 6 }).chain((numClasses) =>
  fc.record({
    numClasses: fc.constant(numClasses),
    pairs: fc.array(fc.tuple(fc.nat(numClasses - 1), fc.nat(numClasses - 1)), { minLength: 1, maxLength: 40 }),
  }),
);

/** Truth and guess as 0/1 rows. */
export const arbitraryMulti = fc.integer({ min: 1, max: 5 }).chain((numClasses) => {
  const row = fc.array(fc.nat(1), { minLength: numClasses, maxLength: numClasses });
  return fc.record({
    numClasses: fc.constant(numClasses),
    pairs: fc.array(fc.tuple(row, row), { minLength: 1, maxLength: 30 }),
  });
});

/** Few distinct scores, so that ties abound, with 0/1 marks. */
export const arbitraryRanking = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(1)), {
  minLength: 1,
  maxLength: 40,
});
