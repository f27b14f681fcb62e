import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { ItemPanels, Pool } from '../../../src/compute/index.js';
import { threadHost } from '../../../src/compute/threads/host.js';
import type { Csr } from '../../../src/core/index.js';
import { HeteroGraphError, RandomStream } from '../../../src/core/index.js';
import { openPools, sameBits } from '../kernels/pools.js';
import { normals } from '../kernels/random-csr.js';
import { sortedProducts } from '../references/product-top-k.js';

const pools = openPools();
/** Rounds after every multiplication and addition, as JavaScript does. */
const plain = new Pool(2, { ...threadHost(), relaxedSimd: false });
afterAll(() => {
  for (const pool of [...pools, plain]) pool.dispose();
});

const shapes = fc.record({
  queries: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 300 })),
  items: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 700 })),
  width: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
  k: fc.integer({ min: 1, max: 30 }),
  seed: fc.nat(),
});

/** Lists without repetition, ascending; some empty, some of every item. */
function randomLists(rows: number, items: number, seed: number): Csr {
  const stream = new RandomStream(seed, 'lists');
  const indptr = new Int32Array(rows + 1);
  const all: number[] = [];
  for (let r = 0; r < rows; r++) {
    const rate = [0, 0.05, 0.5, 1][stream.nextInt(4)]!;
    for (let item = 0; item < items; item++) if (stream.next() < rate) all.push(item);
    indptr[r + 1] = all.length;
  }
  return { numRows: rows, numCols: items, indptr, indices: Int32Array.from(all) };
}

/** Small whole numbers, so that products are exact and many are equal; items of very different lengths. */
function wholeNumbers(name: string, seed: number, rows: number, width: number): Float32Array {
  const stream = new RandomStream(seed, name);
  const out = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++) {
    const most = 1 + stream.nextInt(5);
    for (let c = 0; c < width; c++) out[r * width + c] = stream.nextInt(2 * most + 1) - most;
  }
  return out;
}

it('lists what sorting all products does, ties by number, with the same bits for any number of threads', () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), fc.boolean(), ({ queries: rows, items: count, width, k, seed }, cuts, masks) => {
      const queries = wholeNumbers('queries', seed, rows, width);
      const items = wholeNumbers('items', seed, count, width);
      const exclude = cuts ? randomLists(rows, count, seed) : undefined;
      const stream = new RandomStream(seed, 'mask');
      const allowed = masks ? Uint8Array.from({ length: count }, () => stream.nextInt(2)) : undefined;
      const results = pools.map((pool) => {
        using panels = new ItemPanels(items, width, { ...(allowed && { allowed }), pool });
        return panels.topK(queries, k, exclude ? { exclude } : {});
      });
      sameBits(results.map(({ values }) => values));
      const sorted = sortedProducts(queries, items, width, exclude, allowed);
      for (const { indices, values } of results) {
        const wanted = sorted.flatMap((list) =>
          Array.from({ length: k }, (_, i) => list[i] ?? [-1, Number.NEGATIVE_INFINITY]),
        );
        expect([...indices]).toEqual(wanted.map(([item]) => item));
        expect([...values].map((value) => value + 0)).toEqual(wanted.map((pair) => pair[1]! + 0));
      }
    }),
    { numRuns: 40 },
  );
}, 20_000);

/** Vectors of all magnitudes that products in float32 bear and some that they do not, some zero. */
function wildNumbers(name: string, seed: number, rows: number, width: number): Float32Array {
  const stream = new RandomStream(seed, name);
  const out = normals(name, seed, rows * width);
  for (let r = 0; r < rows; r++) {
    const scale = stream.nextInt(8) === 0 ? 0 : 10 ** (stream.nextInt(50) - 30);
    for (let c = 0; c < width; c++) out[r * width + c]! *= scale;
  }
  return out;
}

function normalsOf(name: string, seed: number, rows: number, width: number): Float32Array {
  return normals(name, seed, rows * width);
}

/** Vectors that differ from each other in the last digits, or by less than a 16-bit number tells. */
function nearlyEqual(name: string, seed: number, rows: number, width: number): Float32Array {
  const stream = new RandomStream(seed, name);
  const base = normals(name, seed, width);
  const step = [2 ** -22, 2 ** -18, 2 ** -14][stream.nextInt(3)]!;
  return Float32Array.from({ length: rows * width }, (_, i) => base[i % width]! * (1 + stream.nextInt(9) * step));
}

/** Products in float32, summed in the order of the columns, sorted. */
function sortedInFloat32(query: Float32Array, items: Float32Array): [item: number, value: number][] {
  const width = query.length;
  const all = Array.from({ length: items.length / width }, (_, item): [number, number] => {
    let sum = 0;
    for (let c = 0; c < width; c++) {
      const term = Math.fround(query[c]! * items[item * width + c]!);
      sum = c === 0 ? term : Math.fround(sum + term);
    }
    return [item, sum];
  });
  return all.filter(([, value]) => !Number.isNaN(value)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

it('leaves out no item that rounded vectors cannot tell from the others, whatever the lengths', () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), ({ queries: rows, items: count, width, k, seed }, isWild) => {
      const queries = (isWild ? wildNumbers : normalsOf)('queries', seed, Math.min(rows, 40), width);
      const items = (isWild ? wildNumbers : nearlyEqual)('items', seed, count, width);
      using panels = new ItemPanels(items, width, { pool: plain });
      const { indices, values } = panels.topK(queries, k);
      for (let q = 0; q < queries.length / width; q++) {
        const sorted = sortedInFloat32(queries.subarray(q * width, (q + 1) * width), items);
        const wanted = Array.from({ length: k }, (_, i) => sorted[i] ?? [-1, Number.NEGATIVE_INFINITY]);
        expect([...indices.subarray(q * k, (q + 1) * k)]).toEqual(wanted.map(([item]) => item));
        expect([...values.subarray(q * k, (q + 1) * k)].map((value) => value + 0)).toEqual(
          wanted.map((pair) => pair[1]! + 0),
        );
      }
    }),
    { numRuns: 60 },
  );
}, 20_000);

it('shares the items of a few queries among threads, who tell each other what is out of reach, in every format', () => {
  const [width, count, rows, k] = [32, 40_000, 31, 15];
  const queries = wholeNumbers('queries', 4, rows, width);
  const items = wholeNumbers('items', 4, count, width);
  const exclude = randomLists(rows, count, 4);
  const stream = new RandomStream(4, 'mask');
  const allowed = Uint8Array.from({ length: count }, () => stream.nextInt(2));
  const sorted = sortedProducts(queries, items, width, exclude, allowed);
  const wanted = sorted.flatMap((list) => Array.from({ length: k }, (_, i) => list[i]?.[0] ?? -1));
  for (const format of ['float32', 'f16', 'bf16', 'int8'] as const) {
    const results = pools.map((pool) => {
      using panels = new ItemPanels(items, width, { allowed, format, pool });
      return panels.topK(queries, k, { exclude });
    });
    sameBits(results.map(({ values }) => values));
    // int8 rounds even these numbers.
    const indices = format === 'int8' ? [...results[0]!.indices] : wanted;
    for (const result of results) expect([...result.indices], format).toEqual(indices);
  }
}, 20_000);

it('passes over no vector whose length or product is among the smallest numbers', () => {
  const least = 2 ** -149;
  const cases = [
    { query: [least, least], long: [1.8e38, 0], best: [1e38, 1e38] },
    { query: [1, 1, 1, 1], long: [3, 0, 0, 0], best: [0.6, 0.6, 0.6, 0.6], scales: [2 ** -75, 2 ** -74] },
  ];
  for (const { query, long, best, scales: [ofQuery, ofItems] = [1, 1] } of cases) {
    const items = [...Array.from({ length: 16 }, () => long), best].flat().map((value) => value * ofItems!);
    using panels = new ItemPanels(Float32Array.from(items), query.length, { pool: plain });
    expect([
      ...panels.topK(
        Float32Array.from(query, (value) => value * ofQuery!),
        1,
      ).indices,
    ]).toEqual([16]);
  }
});

it('gives back what it has where there is no memory for the rest', () => {
  const { arena } = plain;
  const before = arena.stats().used;
  for (let left = 0; left < 8; left++) {
    const alloc = arena.alloc.bind(arena);
    let calls = 0;
    const failing = vi.spyOn(arena, 'alloc').mockImplementation((bytes) => {
      if (calls++ === left) throw new HeteroGraphError('OUT_OF_MEMORY', 'No more.');
      return alloc(bytes);
    });
    expect(() => new ItemPanels(new Float32Array(64), 2, { pool: plain })).toThrow('No more.');
    failing.mockRestore();
    expect(arena.stats().used).toBe(before);
  }
});

it('gives one query alone the bits that it has among others', () => {
  const [width, count] = [17, 3000];
  const queries = normals('queries', 3, 40 * width);
  using panels = new ItemPanels(normals('items', 3, count * width), width, { pool: pools[1]! });
  const all = panels.topK(queries, 10);
  for (const q of [0, 1, 2, 3, 17, 39]) {
    const one = panels.topK(queries.slice(q * width, (q + 1) * width), 10);
    expect(one.indices).toEqual(all.indices.slice(q * 10, (q + 1) * 10));
    expect(one.values).toEqual(all.values.slice(q * 10, (q + 1) * 10));
  }
});

it('passes over nothing that belongs to a list, however lengths are spread', () => {
  const width = 8;
  const queries = normals('queries', 5, 20 * width);
  const items = normals('items', 5, 2000 * width).map((value, i) => value * 1.01 ** -Math.floor(i / width));
  using panels = new ItemPanels(items, width, { pool: pools[0]! });
  const found = panels.topK(queries, 20);
  const sorted = sortedProducts(queries, items, width);
  expect([...found.indices]).toEqual(sorted.flatMap((list) => list.slice(0, 20).map(([item]) => item)));
});

it('lists no product that is not a number, and infinite ones first', () => {
  const items = Float32Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY);
  using panels = new ItemPanels(items, 1, { pool: pools[0]! });
  expect([...panels.topK(Float32Array.of(1), 6).indices]).toEqual([3, 2, 4, 0, 5, -1]);
  expect([...panels.topK(Float32Array.of(Number.NaN), 2).indices]).toEqual([-1, -1]);
});

it('refuses lists that are not in order or of other items, and work after its end', () => {
  const panels = new ItemPanels(new Float32Array(8), 2, { pool: pools[0]! });
  const query = new Float32Array(2);
  const lists = (numCols: number, ...indices: number[]) => ({
    exclude: { numRows: 1, numCols, indptr: Int32Array.of(0, indices.length), indices: Int32Array.from(indices) },
  });
  const code = (wanted: string) => expect.objectContaining({ code: wanted });
  expect(() => panels.topK(query, 1, lists(4, 2, 1))).toThrow(code('SHAPE_MISMATCH'));
  expect(() => panels.topK(query, 1, lists(5, 1, 2))).toThrow(code('SHAPE_MISMATCH'));
  expect(() => panels.topK(query, 1, lists(4, 4))).toThrow(code('INDEX_OUT_OF_RANGE'));
  expect(() => panels.topK(new Float32Array(3), 1)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => panels.topK(query, 0)).toThrow(code('INVALID_OPTION'));
  panels.dispose();
  panels.dispose();
  expect(() => panels.topK(query, 1)).toThrow(code('DISPOSED'));
});

it('leaves nothing behind in the arena', () => {
  for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
});
