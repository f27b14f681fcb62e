import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { principalAxis } from '../../../src/models/index.js';

it('is worked out by hand', () => {
  // Centred: (-2, -1), (0, 0), (2, 1): all along (2, 1).
  const { axis, scores, share } = principalAxis({ values: Float32Array.of(1, 1, 3, 2, 5, 3), width: 2 });
  expect(axis[0]).toBeCloseTo(2 / Math.sqrt(5), 12);
  expect(axis[1]).toBeCloseTo(1 / Math.sqrt(5), 12);
  expect([...scores].map((score) => score / Math.sqrt(5))).toEqual([-1, 0, 1].map((each) => expect.closeTo(each, 12)));
  expect(share).toBeCloseTo(1, 12);
});

/** Variance of rows along a direction of length 1, the slow way. */
function along(values: Float32Array, width: number, direction: readonly number[]): number {
  const dots = Array.from({ length: values.length / width }, (_, row) =>
    direction.reduce((sum, each, c) => sum + each * values[row * width + c]!, 0),
  );
  const mean = dots.reduce((sum, dot) => sum + dot, 0) / dots.length;
  return dots.reduce((sum, dot) => sum + (dot - mean) ** 2, 0) / dots.length;
}

it('has no direction beside it along which vectors differ more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), fc.nat(1000), (width, count, seed) => {
      const stream = new RandomStream(seed, 'axis');
      const values = stream.fillNormal(new Float32Array(width * count));
      const { axis, scores } = principalAxis({ values, width });
      const best = along(values, width, [...axis]);
      expect(scores.reduce((sum, score) => sum + score ** 2, 0) / count).toBeCloseTo(best, 9);
      for (let k = 0; k < 20; k++) {
        const other = [...stream.fillNormal(new Float32Array(width))];
        const length = Math.hypot(...other);
        const variance = along(
          values,
          width,
          other.map((each) => each / length),
        );
        expect(variance).toBeLessThanOrEqual(best + 1e-6);
      }
    }),
    { numRuns: 60 },
  );
});

it('is of chosen rows, and nothing where all are equal or none is there', () => {
  const values = Float32Array.of(0, 0, 1, 0, 0, 9);
  const { axis } = principalAxis({ values, width: 2 }, { rows: Int32Array.of(0, 1) });
  expect([...axis]).toEqual([1, 0]);
  expect(principalAxis({ values: Float32Array.of(2, 1, 2, 1), width: 2 })).toEqual({
    ...{ axis: new Float64Array(2), scores: new Float64Array(2), share: 0 },
  });
  expect(principalAxis({ values: new Float32Array(0), width: 3 }).scores).toEqual(new Float64Array(0));
});

it.each([
  ['SHAPE_MISMATCH', { values: new Float32Array(5), width: 2 }, {}],
  ['SHAPE_MISMATCH', { values: new Float32Array(4), width: 0 }, {}],
  ['NON_FINITE', { values: Float32Array.of(0, Number.NaN), width: 1 }, {}],
  ['INDEX_OUT_OF_RANGE', { values: new Float32Array(2), width: 1 }, { rows: Int32Array.of(2) }],
  ['INVALID_OPTION', { values: new Float32Array(2), width: 1 }, { row: 1 }],
  ['INVALID_OPTION', {}, {}],
] as const)('refuses with %s', (code, vectors, options) => {
  expect(() => principalAxis(vectors as never, options as never)).toThrow(expect.objectContaining({ code }));
});

it('is the direction of the largest variance where another column varies more than any of its own', () => {
  const values = Float32Array.of(1, 0.9, 0.9, 1, -0.9, -0.9, -1, 0.9, 0.9, -1, -0.9, -0.9);
  const { axis, share } = principalAxis({ values, width: 3 });
  for (const [i, value] of [0, Math.SQRT1_2, Math.SQRT1_2].entries()) expect(axis[i]).toBeCloseTo(value, 5);
  expect(share).toBeCloseTo(1.62 / 2.62, 6);
});
