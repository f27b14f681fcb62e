import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { halfFrom, halfToFloat, ItemPanels, SignCodes } from '../../../src/compute/index.js';
import { openPools, sameBits } from '../kernels/pools.js';
import { normals } from '../kernels/random-csr.js';
import { sortedProducts } from '../references/product-top-k.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

const shapes = fc.record({
  queries: fc.integer({ min: 1, max: 20 }),
  items: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 500 })),
  width: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
  k: fc.integer({ min: 1, max: 20 }),
  seed: fc.nat(),
});

it.each(['f16', 'bf16'] as const)('multiplies vectors rounded to %s', (format) => {
  fc.assert(
    fc.property(shapes, ({ queries: rows, items: count, width, k, seed }) => {
      const [queries, items] = [normals('queries', seed, rows * width), normals('items', seed, count * width)];
      const rounded = halfToFloat(halfFrom(items, format));
      const results = pools.map((pool) => {
        using panels = new ItemPanels(items, width, { format, pool });
        return panels.topK(queries, k).values;
      });
      sameBits(results);
      using exact = new ItemPanels(rounded, width, { pool: pools[0]! });
      expect(results[0]).toEqual(exact.topK(queries, k).values);
    }),
    { numRuns: 15 },
  );
});

it('multiplies vectors rounded to 1/127 of the largest of eight dimensions', () => {
  fc.assert(
    fc.property(shapes, ({ queries: rows, items: count, width, k, seed }) => {
      const queries = normals('queries', seed, rows * width);
      const items = normals('items', seed, count * width).map((value, i) => value * (1 + (i % 11)));
      const results = pools.map((pool) => {
        using panels = new ItemPanels(items, width, { format: 'int8', pool });
        return panels.topK(queries, k);
      });
      sameBits(results.map(({ values }) => values));
      const sorted = sortedProducts(queries, items, width);
      const { values, indices } = results[0]!;
      for (let q = 0; q < rows; q++) {
        const products = new Map(sorted[q]!);
        for (let i = 0; i < k; i++) {
          const item = indices[q * k + i]!;
          expect(item >= 0).toBe(i < count);
          if (item < 0) continue;
          let error = 1e-5;
          for (let c = 0; c < width; c++) {
            const from = c - (c % 8);
            const group = items.subarray(item * width + from, item * width + Math.min(from + 8, width));
            const row = items.subarray(item * width, (item + 1) * width);
            const step = (Math.max(...group.map(Math.abs)) + Math.max(...row.map(Math.abs)) / 255) / 127;
            error += 0.51 * step * Math.abs(queries[q * width + c]!);
          }
          expect(Math.abs(values[q * k + i]! - products.get(item)!)).toBeLessThan(error);
        }
      }
    }),
    { numRuns: 15 },
  );
});

it('gives items of length 0 the product 0 in every format', () => {
  for (const format of ['float32', 'f16', 'bf16', 'int8'] as const) {
    using panels = new ItemPanels(Float32Array.of(0, 0, 2, 0), 2, { format, pool: pools[1]! });
    const { indices, values } = panels.topK(Float32Array.of(1, 1), 2);
    expect([...indices]).toEqual([1, 0]);
    expect([...values]).toEqual([2, 0]);
  }
});

it('estimates products by signs, as their definition does', () => {
  fc.assert(
    fc.property(shapes, ({ items: count, width, seed }) => {
      const [query, items] = [normals('query', seed, width), normals('items', seed, count * width)];
      const results = pools.map((pool) => {
        using codes = new SignCodes(items, width, { pool });
        return codes.estimate(query);
      });
      sameBits(results);
      let most = 0;
      for (let g = 0; g < width; g += 4)
        most = Math.max(
          most,
          query.slice(g, g + 4).reduce((s, v) => s + Math.abs(v), 0),
        );
      for (let i = 0; i < count; i++) {
        const x = items.subarray(i * width, (i + 1) * width);
        let [squares, sizes, sum] = [0, 0, 0];
        for (let c = 0; c < width; c++) {
          squares += x[c]! ** 2;
          sizes += Math.abs(x[c]!);
          sum += x[c]! > 0 ? query[c]! : -query[c]!;
        }
        const scale = squares / sizes;
        const rounding = (0.51 * most * Math.ceil(width / 4) * scale) / 127;
        expect(Math.abs(results[0]![i]! - scale * sum)).toBeLessThan(rounding + 1e-5);
      }
    }),
    { numRuns: 15 },
  );
});

it('leaves nothing behind in the arena', () => {
  for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
});
