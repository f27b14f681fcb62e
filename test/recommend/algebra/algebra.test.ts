import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { cholesky, invertLower, solveCholesky } from '../../../src/recommend/algebra/cholesky.js';
import { invertPositiveDefinite } from '../../../src/recommend/algebra/inverse.js';
import { singularVectors } from '../../../src/recommend/algebra/singular-vectors.js';
import { symmetricEigen } from '../../../src/recommend/algebra/symmetric-eigen.js';
import { dense, flipped, furthest, inverse, randomMatrix, times } from './random-matrix.js';

/** X XT + ridge, X [n, n] normal. */
function positiveDefinite(n: number, seed: number, ridge: number): number[][] {
  const stream = new RandomStream(seed, 'matrix');
  const x = Array.from({ length: n }, () => Array.from({ length: n }, () => stream.nextNormal()));
  return times(x, flipped(x)).map((row, i) => row.map((value, j) => value + (i === j ? ridge : 0)));
}

it('factors and solves by Cholesky', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(), (n, seed) => {
      const a = positiveDefinite(n, seed, 1);
      const lower = cholesky(a.flat(), n);
      const rows = Array.from({ length: n }, (_, i) => [...lower.slice(i * n, (i + 1) * n)]);
      expect(furthest(times(rows, flipped(rows)).flat(), a.flat())).toBeLessThan(1e-9);
      const b = a.map((_, i) => i - 2);
      const wanted = times(
        inverse(a),
        b.map((value) => [value]),
      );
      expect(furthest(solveCholesky(lower, b), wanted.flat())).toBeLessThan(1e-7);
      expect(furthest(invertLower(lower, n), inverse(rows).flat())).toBeLessThan(1e-7);
    }),
    { numRuns: 20 },
  );
});

it('puts zeros in place of a column that depends on others', () => {
  const lower = cholesky([1, 1, 0, 1, 1, 0, 0, 0, 4], 3);
  expect([...lower]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 2]);
  expect([...invertLower(lower, 3)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0.5]);
});

it('inverts by halves what elimination inverts', () => {
  for (const n of [1, 2, 96, 97, 150, 211]) {
    const a = positiveDefinite(n, n, n);
    const found = invertPositiveDefinite(Float32Array.from(a.flat()), n);
    const wanted = inverse(a).flat();
    expect(furthest(found, wanted) / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-4);
  }
});

it('finds values and vectors of a symmetric matrix', () => {
  expect(symmetricEigen([], 0).values).toHaveLength(0);
  for (const n of [1, 2, 3, 17, 60]) {
    const a = positiveDefinite(n, n, 0);
    const { values, vectors } = symmetricEigen(a.flat(), n);
    const rows = Array.from({ length: n }, (_, i) => [...vectors.slice(i * n, (i + 1) * n)]);
    const scaled = rows.map((row, i) => row.map((value) => value * values[i]!));
    expect(furthest(times(flipped(rows), scaled).flat(), a.flat())).toBeLessThan(1e-7 * n * n);
    expect([...values]).toEqual([...values].sort((p, q) => q - p));
  }
  expect([...symmetricEigen([2, 0, 0, 2], 2).values]).toEqual([2, 2]);
});

it('finds the largest singular vectors of a sparse matrix', async () => {
  for (const [rows, columns, rank] of [
    [60, 40, 5],
    [40, 60, 8],
    [12, 9, 20],
    [3, 1, 4],
  ] as const) {
    const matrix = randomMatrix(rows, columns, rows);
    const x = dense(matrix);
    const { values } = symmetricEigen(times(flipped(x), x).flat(), columns);
    const found = await singularVectors(matrix, { rank, iterations: 30, seed: 1 });
    expect(found.rank).toBe(Math.min(rank, rows, columns));
    const wanted = Array.from({ length: found.rank }, (_, i) => Math.sqrt(Math.max(0, values[i]!)));
    expect(furthest(found.values, wanted)).toBeLessThan(5e-3);
    // Each is a vector of XT X of its value, of length 1 (0 where the matrix has no more).
    const right = Array.from({ length: columns }, (_, r) => [
      ...found.right.slice(r * found.rank, (r + 1) * found.rank),
    ]);
    const image = times(times(flipped(x), x), right);
    const scaled = right.map((row) => row.map((value, c) => value * found.values[c]! ** 2));
    expect(furthest(image.flat(), scaled.flat())).toBeLessThan(2e-2);
    const lengths = flipped(right).map((column) => column.reduce((sum, value) => sum + value * value, 0));
    for (const [c, length] of lengths.entries()) if (wanted[c]! > 1e-3) expect(length).toBeCloseTo(1, 3);
  }
});

it('gives no vectors of a matrix without rows', async () => {
  const none = {
    numRows: 0,
    numCols: 3,
    indptr: new Int32Array(1),
    indices: new Int32Array(),
    values: new Float32Array(),
  };
  expect((await singularVectors(none, { rank: 2, iterations: 1, seed: 0 })).right).toHaveLength(0);
});
