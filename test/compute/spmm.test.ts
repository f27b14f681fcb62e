import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Pool, spmm, spmmSparse } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';
import { randomCsr } from './kernels/random-csr.js';
import { spmmReference } from './references/spmm.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

describe('spmm', () => {
  const shape = fc.record({
    rows: fc.integer({ min: 0, max: 150 }),
    columns: fc.integer({ min: 0, max: 30 }),
    entries: fc.integer({ min: 0, max: 400 }),
    width: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 70 })),
    weighted: fc.boolean(),
    reduce: fc.constantFrom('sum' as const, 'mean' as const),
    seed: fc.nat(),
  });

  it('equals the plain loop, with the same bits on 1, 2, 3 and 8 threads', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, entries, width, weighted, reduce, seed }) => {
        const { values, ...plain } = randomCsr(rows, columns, entries, seed);
        const csr = weighted ? { ...plain, values } : plain;
        const x = new RandomStream(seed, 'x').fillNormal(new Float32Array(columns * width));
        const expected = spmmReference(csr, x, width, reduce);
        const results = pools.map((pool) => spmm(csr, x, width, { reduce, pool }));
        // Float32 sums of hundreds of equal terms: an error in proportion to the sum.
        const allowed = (value: number) => 1e-5 * Math.max(100, Math.abs(value));
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(results[0]![i]! - value)).toBeLessThan(allowed(value));
        }
        for (const result of results) expect(result).toEqual(results[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes sparse rows, chosen rows and strided output', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, entries, width, seed }) => {
        const { values: _, ...csr } = randomCsr(rows, columns, entries, seed);
        const sparse = randomCsr(columns, width, columns * 2, seed + 1);
        const dense = new Float32Array(columns * width);
        for (let r = 0; r < columns; r++) {
          for (let e = sparse.indptr[r]!; e < sparse.indptr[r + 1]!; e++) {
            dense[r * width + sparse.indices[e]!]! += sparse.values[e]!;
          }
        }
        const chosen = Int32Array.from({ length: rows }, (_, i) => rows - 1 - i).filter((r) => r % 2 === 0);
        const stride = width + 3;
        const out = new Float32Array(chosen.length * stride).fill(7);
        const x = { ...sparse, kind: 'sparse' as const, numRows: columns, width };
        spmmSparse(csr, x, { rows: chosen, out, stride, offset: 2, pool: pools[1] });
        const expected = spmmReference(csr, dense, width, 'mean');
        for (const [i, r] of chosen.entries()) {
          expect(out[i * stride + 1]).toBe(7);
          for (let c = 0; c < width; c++) {
            expect(Math.abs(out[i * stride + 2 + c]! - expected[r * width + c]!)).toBeLessThan(1e-3);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
