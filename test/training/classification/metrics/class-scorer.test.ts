import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classScorer, positiveClass } from '../../../../src/training/index.js';

const cases = fc.integer({ min: 2, max: 5 }).chain((numClasses) =>
  fc.record({
    numClasses: fc.constant(numClasses),
    rows: fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: numClasses, maxLength: numClasses }), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
);

it('log-odds of the probability of a class, by the definition', () => {
  fc.assert(
    fc.property(cases, ({ numClasses, rows }) => {
      const prediction = {
        ...{ logits: Float32Array.from(rows.flat()), rows: Int32Array.from(rows, (_, i) => i), numClasses },
      };
      const ofSingle = classScorer(prediction, 'single');
      const ofMulti = classScorer(prediction, 'multi');
      for (let c = 0; c < numClasses; c++) {
        expect([...ofMulti(c)]).toEqual(rows.map((row) => row[c]!));
        for (const [i, score] of ofSingle(c).entries()) {
          const others = rows[i]!.filter((_, k) => k !== c).reduce((sum, z) => sum + Math.exp(z), 0);
          expect(score).toBeCloseTo(rows[i]![c]! - Math.log(others), 9);
        }
      }
    }),
  );
});

it('rows of equal scores tie exactly, whatever is added to both of two', () => {
  const prediction = { logits: Float32Array.of(1, 0, 2, 1, 31, 30), rows: Int32Array.of(0, 1, 2), numClasses: 2 };
  expect([...classScorer(prediction, 'single')(1)]).toEqual([-1, -1, -1]);
});

it('the rarer of two classes among the rows is looked for, else the second', () => {
  const targets = { kind: 'single', labels: Int32Array.of(0, 1, 1, 0, -1), numClasses: 2 } as const;
  expect(positiveClass(Int32Array.of(0, 1, 2), targets)).toBe(0);
  expect(positiveClass(Int32Array.of(0, 1, 3), targets)).toBe(1);
  expect(positiveClass(Int32Array.of(0, 1, 4), targets)).toBe(1);
  expect(positiveClass(Int32Array.of(0), { ...targets, numClasses: 3 })).toBeUndefined();
  expect(
    positiveClass(Int32Array.of(0), { kind: 'multi', labels: Uint8Array.of(1, 0), numClasses: 2 }),
  ).toBeUndefined();
});
