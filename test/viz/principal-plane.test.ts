import fc from 'fast-check';
import { expect, it } from 'vitest';
import { principalPlane } from '../../src/viz/index.js';

/** Eigenvalues of the covariance, the largest first, by Jacobi rotations: slow and obvious. */
function variances(values: readonly number[], width: number): number[] {
  const rows = values.length / width;
  const mean = Array.from({ length: width }, (_, i) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += values[row * width + i]! / rows;
    return sum;
  });
  const a = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (__, j) => {
      let sum = 0;
      for (let row = 0; row < rows; row++)
        sum += ((values[row * width + i]! - mean[i]!) * (values[row * width + j]! - mean[j]!)) / rows;
      return sum;
    }),
  );
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < width; p++) {
      for (let q = p + 1; q < width; q++) {
        if (Math.abs(a[p]![q]!) < 1e-300) continue;
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < width; k++) {
          const [x, y] = [a[k]![p]!, a[k]![q]!];
          a[k]![p] = c * x - s * y;
          a[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < width; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!];
          a[p]![k] = c * x - s * y;
          a[q]![k] = s * x + c * y;
        }
      }
    }
  }
  return a.map((row, i) => row[i]!).sort((one, other) => other - one);
}

const variance = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2 / values.length, 0);

it('the variances along x and y are the two largest there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 12 }), fc.integer(), (width, rows, seed) => {
      let state = seed | 1;
      const values = Array.from({ length: rows * width }, (_, i) => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        return (state / 2 ** 31) * (1 + (i % width));
      });
      const { x, y, shares } = principalPlane({ values, width });
      const expected = variances(values, width);
      const total = expected.reduce((sum, value) => sum + value, 0);
      const close = (found: number, wanted: number) =>
        expect(Math.abs(found - wanted)).toBeLessThan(1e-6 * (1 + total));
      close(variance(x), expected[0]!);
      close(variance(y), expected[1] ?? 0);
      for (const [i, share] of shares.entries()) if (total > 1e-9) close(share, (expected[i] ?? 0) / total);
      expect(Math.abs(x.reduce((sum, value, i) => sum + value * y[i]!, 0)) / rows).toBeLessThan(1e-4 * (1 + total));
    }),
    { numRuns: 100 },
  );
});

it('worked out by hand: points on two axes, whatever their order and sign', () => {
  const { x, y, shares } = principalPlane({ values: [0, 3, 0, -3, 1, 0, -1, 0], width: 2 });
  for (const [i, [px, py]] of [
    [3, 0],
    [-3, 0],
    [0, 1],
    [0, -1],
  ].entries()) {
    expect(x[i]).toBeCloseTo(px!, 6);
    expect(y[i]).toBeCloseTo(py!, 6);
  }
  expect(shares[0]).toBeCloseTo(0.9, 9);
  expect(shares[1]).toBeCloseTo(0.1, 9);
});

it('takes none, one and equal vectors, and refuses what has no place', () => {
  expect(principalPlane({ values: [], width: 3 })).toEqual({
    ...{ x: new Float64Array(0), y: new Float64Array(0), shares: [0, 0] },
  });
  for (const values of [[5], [5, 5, 5]]) {
    const { x, y, shares } = principalPlane({ values, width: 1 });
    expect([...x, ...y, ...shares].every((value) => value === 0)).toBe(true);
  }
  expect(() => principalPlane({ values: [1, 2, 3], width: 2 })).toThrowError(
    expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
  );
  expect(() => principalPlane({ values: [1, Number.NaN], width: 2 })).toThrowError(
    expect.objectContaining({ code: 'NON_FINITE', location: { row: 0 } }),
  );
});
