import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairTerms } from '../../../src/anomaly/ape/pair-terms.js';
import type { ApeParameters } from '../../../src/anomaly/ape/parameters.js';
import { ValueSurprises } from '../../../src/anomaly/ape/value-surprises.js';
import { distinctRows } from '../../../src/anomaly/table/distinct-rows.js';
import { inOneGo, RandomStream } from '../../../src/core/index.js';

/** Parameters of columns with so many values, unseen ones among them, and events. */
function problem(sizes: readonly number[], numRows: number, seed: number) {
  const random = new RandomStream(seed, 'pair terms');
  const starts = Int32Array.from([0, ...sizes]);
  for (let column = 0; column < sizes.length; column++) starts[column + 1]! += starts[column]!;
  const numValues = starts.at(-1)!;
  const normal = (length: number) => random.fillNormal(new Float32Array(length), 1);
  const parameters: ApeParameters<Float32Array> = {
    ...{ starts, dimension: 3, vectors: normal(numValues * 3), biases: normal(numValues) },
    ...{ weights: normal((sizes.length * (sizes.length - 1)) / 2), constant: new Float32Array(1) },
  };
  const codes = Int32Array.from({ length: numRows * sizes.length }, (_, at) =>
    random.nextInt(sizes[at % sizes.length]!),
  );
  return { parameters, codes, valueTerms: Float64Array.from(parameters.biases) };
}

/** S as it is defined. */
function plainScore({ starts, dimension, vectors, weights, biases }: ApeParameters, event: ArrayLike<number>): number {
  const rows = Array.from(event, (code, column) => starts[column]! + code);
  let sum = rows.reduce((total, row) => total + biases[row]!, 0);
  for (let i = 0, pair = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++, pair++) {
      for (let x = 0; x < dimension; x++) {
        sum += weights[pair]! * vectors[rows[i]! * dimension + x]! * vectors[rows[j]! * dimension + x]!;
      }
    }
  }
  return sum;
}

const shapes = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }),
  numRows: fc.integer({ min: 0, max: 40 }),
  seed: fc.nat(1000),
});

it('S of any columns and events is that of the formula, and the same bits in parts and with tables', () => {
  fc.assert(
    fc.property(shapes, ({ sizes, numRows, seed }) => {
      const { parameters, codes, valueTerms } = problem(sizes, numRows, seed);
      const sums = new PairTerms(parameters, 'none').sums(codes, numRows, valueTerms);
      const apart = new PairTerms(parameters, 'none');
      for (let row = 0; row < numRows; row++) {
        const event = codes.subarray(row * sizes.length, (row + 1) * sizes.length);
        expect(sums[row]!).toBeCloseTo(plainScore(parameters, event), 4);
        expect(apart.sums(event, 1, valueTerms)[0]).toBe(sums[row]);
      }
    }),
  );
});

it('works terms out where a column has more values than tables hold, the same bits', () => {
  const sizes = [6000, 3, 4, 3000];
  const { parameters, codes, valueTerms } = problem(sizes, 3000, 1);
  const many = new PairTerms(parameters, 'none');
  const sums = many.sums(codes, 3000, valueTerms);
  const few = new PairTerms(parameters, 'none').sums(codes.subarray(0, 12), 3, valueTerms);
  expect([...few]).toEqual([...sums.subarray(0, 3)]);
  for (const row of [0, 1, 2999]) {
    expect(sums[row]!).toBeCloseTo(plainScore(parameters, codes.subarray(row * 4, row * 4 + 4)), 4);
  }
});

it('the greatest surprise of a value given the others is that of all values in its place', () => {
  fc.assert(
    fc.property(shapes, ({ sizes, numRows, seed }) => {
      const { parameters, codes, valueTerms } = problem(sizes, numRows, seed);
      const surprises = new ValueSurprises(parameters, parameters.weights, valueTerms);
      const rows = distinctRows(codes, sizes);
      const found = inOneGo(surprises.greatest(rows));
      for (let row = 0; row < numRows; row++) {
        const event = [...codes.subarray(row * sizes.length, (row + 1) * sizes.length)];
        const ofColumns = sizes.map((size, column) => {
          const scores = Array.from({ length: size }, (_, code) => plainScore(parameters, event.with(column, code)));
          return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[event[column]!]!;
        });
        const own = found[rows.of[row]!]!;
        expect(own).toBeCloseTo(Math.max(...ofColumns), 5);
        // The same bits without the rows beside it.
        expect(inOneGo(surprises.greatest(distinctRows(Int32Array.from(event), sizes)))[0]).toBe(own);
      }
    }),
  );
});
