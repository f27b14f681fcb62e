import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { multiplyCsr, topK, topKEntries, transposeWithEntries } from '../../../src/compute/index.js';
import { multiplyCsrReference } from '../references/multiply-csr.js';
import { topKReference } from '../references/top-k.js';
import { openPools } from './pools.js';
import { csrShapes, normals, randomCsr } from './random-csr.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const code = (value: string) => expect.objectContaining({ code: value });

describe('multiplyCsr', () => {
  it('counts paths by hand, and keeps the largest', () => {
    // 0 -> {0, 1}, 1 -> {1, 1}; then 0 -> {2}, 1 -> {0, 2}: paths 0->0 once, 0->2 twice, 1->0 twice, 1->2 twice.
    const a = { numRows: 2, numCols: 2, indptr: Int32Array.of(0, 2, 4), indices: Int32Array.of(0, 1, 1, 1) };
    const b = { numRows: 2, numCols: 3, indptr: Int32Array.of(0, 1, 3), indices: Int32Array.of(2, 2, 0) };
    expect(multiplyCsr(a, b)).toEqual({
      numRows: 2,
      numCols: 3,
      indptr: Int32Array.of(0, 2, 4),
      indices: Int32Array.of(0, 2, 0, 2),
      values: Float32Array.of(1, 2, 2, 2),
    });
    const cut = multiplyCsr(a, b, { cap: 1 });
    expect([...cut.indices]).toEqual([2, 0]);
    expect([...cut.values]).toEqual([2, 2]);
    expect(() => multiplyCsr(b, a)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => multiplyCsr(a, b, { cap: 0 })).toThrow(code('INVALID_OPTION'));
  });

  it('equals plain maps, with and without values and cap, for few and for very many columns', () => {
    const options = fc.record({
      weighted: fc.boolean(),
      cap: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 12 })),
      wide: fc.boolean(),
    });
    fc.assert(
      fc.property(csrShapes, options, ({ rows, columns, entries, seed }, { weighted, cap, wide }) => {
        const strip = ({ values, ...plain }: ReturnType<typeof randomCsr>) => {
          // Whole numbers: sums are exact and ties many.
          return weighted ? { ...plain, values: values.map((v) => Math.round(2 * v)) } : plain;
        };
        const a = strip(randomCsr(rows, columns, entries, seed));
        const b = strip(randomCsr(columns, wide ? 100_000 : 70, wide ? 300 : columns * 10, seed + 1));
        const expected = multiplyCsrReference(a, b, cap);
        for (const pool of pools) {
          const { indptr, indices, values } = multiplyCsr(a, b, { cap, pool });
          expect(Array.from(indptr)).toEqual(expected.indptr);
          expect(Array.from(indices)).toEqual(expected.indices);
          expect(values).toEqual(Float32Array.from(expected.values));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('top-k', () => {
  it('equals sorting, ties by the lower number, NaN last', () => {
    const shape = fc.record({
      rows: fc.integer({ min: 0, max: 60 }),
      width: fc.integer({ min: 1, max: 70 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ rows, width, part, seed }) => {
        const k = 1 + Math.floor(part * (width - 1));
        const x = normals('x', seed, rows * width).map((v) => (v > 1.5 ? Number.NaN : Math.round(3 * v)));
        for (const pool of pools) {
          const { values, indices } = topK(x, width, k, { pool });
          for (let r = 0; r < rows; r++) {
            const row = x.subarray(r * width, (r + 1) * width);
            const expected = topKReference(row, k);
            expect(Array.from(indices.subarray(r * k, (r + 1) * k))).toEqual(expected);
            expect(Array.from(values.subarray(r * k, (r + 1) * k))).toEqual(expected.map((i) => row[i]!));
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(() => topK(new Float32Array(6), 3, 4)).toThrow(code('INVALID_OPTION'));
    expect(() => topK(new Float32Array(7), 3, 1)).toThrow(code('SHAPE_MISMATCH'));
  });

  it('cuts the rows of a CSR and says which entries stayed', () => {
    fc.assert(
      fc.property(csrShapes, fc.integer({ min: 1, max: 20 }), ({ rows, columns, entries, seed }, k) => {
        const csr = randomCsr(rows, columns, entries, seed);
        const values = csr.values.map((v) => Math.round(3 * v));
        const kept: number[] = [];
        for (let r = 0; r < rows; r++) {
          const [start, stop] = [csr.indptr[r]!, csr.indptr[r + 1]!];
          const best = topKReference(values.subarray(start, stop), k);
          kept.push(...best.sort((i, j) => i - j).map((i) => start + i));
        }
        for (const pool of pools) {
          const cut = topKEntries({ ...csr, values }, k, { pool });
          expect(Array.from(cut.entries)).toEqual(kept);
          expect(Array.from(cut.indices)).toEqual(kept.map((e) => csr.indices[e]!));
          expect(Array.from(cut.values)).toEqual(kept.map((e) => values[e]!));
          expect(cut.indptr[rows]).toBe(kept.length);
        }
      }),
      { numRuns: 30 },
    );
  });
});

it('the transpose knows where its entries were, and of the transpose the transpose is the matrix by columns', () => {
  fc.assert(
    fc.property(csrShapes, ({ rows, columns, entries, seed }) => {
      const csr = randomCsr(rows, columns, entries, seed);
      const { csr: transposed, entries: numbers } = transposeWithEntries(csr);
      expect(Array.from(numbers).sort((i, j) => i - j)).toEqual(Array.from(csr.indices.keys()));
      for (let c = 0; c < columns; c++) {
        for (let t = transposed.indptr[c]!; t < transposed.indptr[c + 1]!; t++) {
          const [r, e] = [transposed.indices[t]!, numbers[t]!];
          expect(csr.indices[e]).toBe(c);
          expect(e >= csr.indptr[r]! && e < csr.indptr[r + 1]!).toBe(true);
        }
      }
    }),
    { numRuns: 20 },
  );
});

it('leaves nothing behind in the arena', () => {
  for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
});
