import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gemm } from '../../../src/compute/index.js';
import { mayHalve, runHalved } from '../../../src/compute/kernels/fast-product.js';
import { magnitudes } from '../../../src/compute/kernels/like-magnitudes.js';
import { RandomStream } from '../../../src/core/index.js';
import { gemmReference } from '../references/gemm.js';
import { inArena, onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'fast').fillNormal(new Float32Array(n));
const extent = fc.integer({ min: 2, max: 90 });
const shapes = fc.record({
  m: extent,
  n: extent,
  k: fc.oneof(extent, fc.integer({ min: 500, max: 560 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  withBias: fc.boolean(),
  seed: fc.nat(),
});

describe('a product by halves', () => {
  it('equals the triple loop in all four forms, even and odd, with the same bits on 1, 2, 3 and 8 threads', () => {
    fc.assert(
      fc.property(shapes, ({ m, n, k, seed, withBias, transposeA, transposeB }) => {
        const a = random(seed, m * k);
        const b = random(seed + 1, k * n);
        const bias = random(seed + 2, n);
        const results = onEach(pools, m * n, [a, b, bias], (pool, out, addressA, addressB, addressBias) => {
          const strides = { strideA: transposeA ? m : k, strideB: transposeB ? k : n, strideOut: n };
          const sides = { a: addressA!, b: addressB!, out, bias: withBias ? addressBias! : 0 };
          runHalved(pool, { ...sides, m, n, k, ...strides, transposeA, transposeB, accumulate: false });
        });
        const options = { transposeA, transposeB, ...(withBias ? { bias } : {}) };
        const expected = gemmReference(a, b, m, n, k, options);
        for (let i = 0; i < expected.length; i++) expect(Math.abs(results[0]![i]! - expected[i]!)).toBeLessThan(1e-3);
        sameBits(results);
      }),
      { numRuns: 60 },
    );
  });

  it('has at most six times the error of the plain algorithm, as a whole, on large matrices of odd extents', () => {
    const [m, n, k] = [769, 773, 797];
    const a = random(1, m * k);
    const b = random(2, k * n);
    const bias = random(3, n);
    const fast = gemm(a, b, m, n, k, { bias, pool: pools[0]! });
    const plain = gemm(a, b, m, n, k, { bias, pool: pools[0]!, algorithm: 'plain' });
    sameBits([fast, gemm(a, b, m, n, k, { bias, pool: pools[2]! })]);
    const exact = gemmReference(a, b, m, n, k, { bias });
    const error = (c: Float32Array) => Math.sqrt(c.reduce((sum, x, i) => sum + (x - exact[i]!) ** 2, 0));
    expect(Buffer.from(fast.buffer).equals(Buffer.from(plain.buffer))).toBe(false);
    expect(error(plain)).toBeGreaterThan(0);
    expect(error(fast)).toBeLessThan(6 * error(plain));
    const norm = Math.sqrt(exact.reduce((sum, x) => sum + x * x, 0));
    expect(error(fast)).toBeLessThan(1e-6 * norm);
  });

  const size = 768;
  const values = random(4, size * size);
  const changed = (at: (a: Float32Array) => void) => {
    const copy = values.slice();
    at(copy);
    return copy;
  };
  const column = (a: Float32Array, by: number) => {
    for (let r = 0; r < size; r++) a[r * size + 5]! *= by;
  };
  const cases: [string, Float32Array][] = [
    ['infinity', changed((a) => a.fill(Number.POSITIVE_INFINITY, 1000, 1001))],
    ['NaN', changed((a) => a.fill(Number.NaN, 1000, 1001))],
    ['a row of zeros', changed((a) => a.fill(0, size, 2 * size))],
    [
      'a small row',
      changed((a) =>
        a.subarray(size, 2 * size).forEach((x, i) => {
          a[size + i] = x / 100;
        }),
      ),
    ],
    [
      'a large row',
      changed((a) =>
        a.subarray(size, 2 * size).forEach((x, i) => {
          a[size + i] = x * 100;
        }),
      ),
    ],
    ['values near the largest', values.map((x) => x * 1e37)],
    ['values near the smallest', values.map((x) => x * 1e-37)],
  ];
  for (const [name, odd] of cases) {
    it(`leaves ${name} to the plain algorithm, on either side and transposed`, () => {
      const pool = pools[1]!;
      const transposed = new Float32Array(size * size);
      for (let r = 0; r < size; r++) for (let c = 0; c < size; c++) transposed[c * size + r] = odd[r * size + c]!;
      const uses = (a: Float32Array, b: Float32Array, transposeA: boolean, transposeB: boolean) =>
        inArena(pool, [a, b], (addressA, addressB) => {
          const strides = { strideA: size, strideB: size, strideOut: size, bias: 0, accumulate: false, out: 0 };
          const shape = { m: size, n: size, k: size, transposeA, transposeB };
          return mayHalve(pool, { a: addressA!, b: addressB!, ...shape, ...strides });
        });
      expect(uses(values, values, false, false)).toBe(true);
      expect(uses(values, values, true, true)).toBe(true);
      expect(uses(odd, values, false, false)).toBe(false);
      expect(uses(transposed, values, true, false)).toBe(false);
      expect(uses(values, odd, false, true)).toBe(false);
      expect(uses(values, transposed, false, false)).toBe(false);
    });
  }

  it('looks at rows of op(A) and columns of op(B) only, and at large products only', () => {
    const pool = pools[1]!;
    const uneven = changed((a) => column(a, 0));
    const uses = (m: number, a: Float32Array) =>
      inArena(pool, [a, values], (addressA, addressB) => {
        const strides = { strideA: size, strideB: size, strideOut: size, bias: 0, accumulate: false, out: 0 };
        const shape = { m, n: size, k: size, transposeA: false, transposeB: false };
        return mayHalve(pool, { a: addressA!, b: addressB!, ...shape, ...strides });
      });
    expect(uses(size, uneven)).toBe(true);
    expect(uses(size - 1, values)).toBe(false);
  });
});

it('magnitudes of rows and columns equal the plain loops', () => {
  const matrix = fc.record({
    rows: fc.integer({ min: 1, max: 200 }),
    columns: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(matrix, fc.constantFrom('rows' as const, 'columns' as const), ({ rows, columns, seed }, of) => {
      const x = random(seed, rows * columns);
      const most = new Float32Array(of === 'rows' ? rows : columns);
      for (const [i, value] of x.entries()) {
        const line = of === 'rows' ? Math.floor(i / columns) : i % columns;
        most[line] = Math.max(most[line]!, Math.abs(value));
      }
      for (const pool of pools) {
        const found = inArena(pool, [x], (address) => magnitudes(pool, address!, rows, columns, of));
        expect(found).toEqual({ max: Math.max(...most), min: Math.min(...most) });
      }
    }),
    { numRuns: 40 },
  );
});
