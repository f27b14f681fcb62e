import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { RandomStream } from '../../../src/core/index.js';
import { openVectorFile } from '../../../src/recommend/retrieval/node/vector-file.js';
import { randomRotation } from '../../../src/recommend/retrieval/rotation.js';
import { VectorIndex } from '../../../src/recommend/retrieval/vector-index.js';
import { sortedProducts } from '../../compute/references/product-top-k.js';

const [count, width] = [2000, 24];
const normals = (name: string, n: number) => new RandomStream(1, name).fillNormal(new Float32Array(n));
/** Vectors with a mean far from 0, of which a few dimensions are larger than the others. */
const vectors = normals('vectors', count * width).map((value, i) => (value + 0.5) * (i % width < 3 ? 3 : 1));
const queries = normals('queries', 30 * width);
const nearest = (k: number, x = vectors) =>
  sortedProducts(queries, x, width).flatMap((list) => list.slice(0, k).map(([row]) => row));
const code = (wanted: string) => expect.objectContaining({ code: wanted });

it('is exact in float32, by products and by cosines', () => {
  using products = VectorIndex.build(vectors, width, { seed: 1 });
  expect([...products.search(queries, 10).indices]).toEqual(nearest(10));
  using cosines = VectorIndex.build(vectors, width, { metric: 'cosine', seed: 1 });
  const units = vectors.map((value, i) => {
    const from = i - (i % width);
    return value / Math.hypot(...vectors.subarray(from, from + width));
  });
  const found = cosines.search(queries, 10);
  expect([...found.indices]).toEqual(nearest(10, units));
  expect(Math.max(...found.values)).toBeLessThan(1.00001);
  const own = cosines.search(vectors.slice(5 * width, 6 * width), 1);
  expect([own.indices[0], own.values[0]]).toEqual([5, expect.closeTo(1, 5)]);
});

it.each(['f16', 'bf16', 'int8', 'sign'] as const)('tells the recall that %s has', (format) => {
  using index = VectorIndex.build(vectors, width, { format, seed: 1, measuredK: 10, sampleQueries: queries });
  const exact = nearest(10);
  const { indices } = index.search(queries, 10);
  let hits = 0;
  for (let q = 0; q < 30; q++) {
    const list = new Set(exact.slice(q * 10, (q + 1) * 10));
    hits += [...indices.slice(q * 10, (q + 1) * 10)].filter((row) => list.has(row)).length;
  }
  expect(index.recall).toEqual({ k: 10, queries: 30, value: expect.closeTo(hits / 300, 6) });
  expect(hits / 300).toBeGreaterThan(format === 'sign' ? 0.949 : 0.989);
  expect(index.bytes).toBeLessThan({ f16: 0.55, bf16: 0.55, int8: 0.4, sign: 0.2 }[format] * vectors.byteLength);
});

it('compares candidates again only where the recall that is wanted needs it, or where it is told to', () => {
  const some = { measuredK: 10, sampleQueries: queries, seed: 1 };
  using rough = VectorIndex.build(vectors, width, { format: 'bf16', ...some, targetRecall: 0.5 });
  using plain = VectorIndex.build(vectors, width, { format: 'bf16', ...some, candidates: 0 });
  using whole = VectorIndex.build(vectors, width, { format: 'bf16', ...some, targetRecall: 1 });
  expect([rough.candidates, plain.candidates]).toEqual([0, 0]);
  expect(plain.recall!.value).toBeLessThan(1);
  expect(whole.candidates).toBeGreaterThan(10);
  expect(whole.recall!.value).toBe(1);
});

it('has exact products, and bits that do not depend on other queries, where candidates are compared again', () => {
  using exact = VectorIndex.build(vectors, width, { seed: 1 });
  for (const format of ['int8', 'sign'] as const) {
    using index = VectorIndex.build(vectors, width, { format, candidates: count, seed: 1 });
    const found = index.search(queries, 12);
    expect(found).toEqual(exact.search(queries, 12));
    const one = index.search(queries.slice(7 * width, 8 * width), 12);
    expect(one.values).toEqual(found.values.slice(7 * 12, 8 * 12));
  }
});

it('leaves out what a query is not to find, and says where fewer are left', () => {
  const some = vectors.slice(0, 4 * width);
  const exclude = { numRows: 1, numCols: 4, indptr: Int32Array.of(0, 2), indices: Int32Array.of(0, 3) };
  for (const format of ['float32', 'int8', 'sign'] as const) {
    using index = VectorIndex.build(some, width, { format, seed: 1 });
    const { indices, values } = index.search(queries.slice(0, width), 3, { exclude });
    expect([...indices.slice(0, 2)].sort()).toEqual([1, 2]);
    expect([indices[2], values[2]]).toEqual([-1, Number.NEGATIVE_INFINITY]);
  }
});

it('refuses lists of another shape, whatever the format', () => {
  const some = vectors.slice(0, 4 * width);
  const lists = (numRows: number, numCols: number, indptr: number[], indices: number[]) => {
    return { exclude: { numRows, numCols, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) } };
  };
  for (const format of ['float32', 'int8', 'sign'] as const) {
    using index = VectorIndex.build(some, width, { format, seed: 1 });
    const search = (given: object) => () => index.search(queries.slice(0, 2 * width), 3, given);
    expect(search(lists(1, 4, [0, 1], [0]))).toThrow(code('SHAPE_MISMATCH'));
    expect(search(lists(2, 9, [0, 1, 1], [0]))).toThrow(code('SHAPE_MISMATCH'));
    expect(search(lists(2, 4, [0, 2, 2], [3, 0]))).toThrow(code('SHAPE_MISMATCH'));
    expect(search(lists(2, 4, [0, 1, 1], [4]))).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(search({ exclude: {} })).toThrow(code('INVALID_OPTION'));
  }
});

it('an index that cannot be made keeps no memory', () => {
  const { arena } = getPool();
  VectorIndex.build(vectors, width, { format: 'sign', seed: 1 }).dispose();
  const { used } = arena.stats();
  for (const format of ['int8', 'sign'] as const) {
    const build = (sampleQueries: Float32Array) => () =>
      VectorIndex.build(vectors, width, { format, seed: 1, sampleQueries });
    expect(build(new Float32Array(width + 1))).toThrow(code('SHAPE_MISMATCH'));
    expect(build(new Float32Array(width).fill(Number.NaN))).toThrow(code('NON_FINITE'));
    const read = () => {
      throw new Error('The disk is gone.');
    };
    const source = { count, width, read };
    expect(() => VectorIndex.build(vectors, width, { format, seed: 1, source, candidates: 30 })).toThrow('gone');
  }
  expect(arena.stats().used).toBe(used);
});

it('takes vectors of one number, equal ones, and ones of length 0', () => {
  for (const format of ['float32', 'f16', 'bf16', 'int8', 'sign'] as const) {
    for (const metric of ['inner-product', 'cosine'] as const) {
      using narrow = VectorIndex.build(Float32Array.of(0, 2, 0, 1), 1, { format, metric, seed: 1, measuredK: 2 });
      const { indices } = narrow.search(Float32Array.of(1), 9);
      expect([...indices].sort()).toEqual([-1, -1, -1, -1, -1, 0, 1, 2, 3]);
      using zeros = VectorIndex.build(new Float32Array(3 * width), width, { format, metric, seed: 1 });
      expect([...zeros.search(queries.slice(0, width), 2).indices]).toEqual([0, 1]);
    }
  }
});

it('reads candidates from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  try {
    const path = join(folder, 'vectors.f32');
    writeFileSync(path, vectors);
    using source = openVectorFile(path, width);
    using index = VectorIndex.build(vectors, width, { format: 'sign', candidates: 400, source, seed: 1 });
    using kept = VectorIndex.build(vectors, width, { format: 'sign', candidates: 400, seed: 1 });
    expect(index.search(queries, 10)).toEqual(kept.search(queries, 10));
    writeFileSync(path, vectors.subarray(1));
    expect(() => openVectorFile(path, width)).toThrow(code('CORRUPT_FILE'));
    expect(() => openVectorFile(join(folder, 'none'), width)).toThrow(code('FILE_NOT_FOUND'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('turns by a rotation', () => {
  const rotation = randomRotation(7, 3);
  for (let a = 0; a < 7; a++) {
    for (let b = 0; b < 7; b++) {
      let sum = 0;
      for (let c = 0; c < 7; c++) sum += rotation[a * 7 + c]! * rotation[b * 7 + c]!;
      expect(sum).toBeCloseTo(a === b ? 1 : 0, 5);
    }
  }
});

it('refuses what it cannot search', () => {
  const build = (x: Float32Array, options: object) => () => VectorIndex.build(x, width, options as { seed: number });
  expect(build(vectors, { seed: 1, format: 'int4' })).toThrow(code('INVALID_OPTION'));
  expect(build(vectors, { seed: 1, format: 'sign', sampleSize: 0 })).toThrow(code('INVALID_OPTION'));
  expect(build(vectors.subarray(1), { seed: 1 })).toThrow(code('SHAPE_MISMATCH'));
  expect(build(new Float32Array(width).fill(Number.NaN), { seed: 1 })).toThrow(code('NON_FINITE'));
  const index = VectorIndex.build(vectors, width, { seed: 1 });
  expect(() => index.search(queries, 0)).toThrow(code('INVALID_OPTION'));
  expect(() => index.search(queries.subarray(1), 1)).toThrow(code('SHAPE_MISMATCH'));
  index.dispose();
  expect(() => index.search(queries, 1)).toThrow(code('DISPOSED'));
});
