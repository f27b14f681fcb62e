import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { Pool } from '../../src/compute/index.js';
import { encodeHalfInto } from '../../src/compute/kernels/half.js';
import { entriesOf, panelWidth, runSpmm, type SpmmTiling, spmmTiling } from '../../src/compute/kernels/run-spmm.js';
import { meanNormAccumulate } from '../../src/compute/kernels/spmm.js';
import { placed } from '../../src/compute/threads/placed.js';
import { RandomStream } from '../../src/core/index.js';
import { spmmReference } from './references/spmm.js';

const pools = [new Pool(1), new Pool(3)];
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

function randomCsr(numRows: number, numCols: number, entries: number, stream: RandomStream) {
  const indptr = new Int32Array(numRows + 1);
  for (let e = 0; e < entries; e++) indptr[stream.nextInt(numRows) + 1]!++;
  for (let r = 0; r < numRows; r++) indptr[r + 1]! += indptr[r]!;
  return { numRows, numCols, indptr, indices: Int32Array.from({ length: entries }, () => stream.nextInt(numCols)) };
}

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 200 }),
  columns: fc.integer({ min: 1, max: 40 }),
  entries: fc.integer({ min: 0, max: 600 }),
  width: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 200 })),
  seed: fc.nat(),
});

test('panels and ranges change no bit of a product, in float32 and in 16-bit values', () => {
  const tilings = fc.record({
    panel: fc.constantFrom(2, 24, 32, 96),
    ranges: fc.integer({ min: 1, max: 7 }),
  });
  const formats = fc.constantFrom('f32' as const, 'bf16' as const, 'f16' as const);
  fc.assert(
    fc.property(shape, tilings, formats, fc.boolean(), (drawn, tiling, format, weighted) => {
      const { rows, columns, entries, seed } = drawn;
      const width = format === 'f32' ? drawn.width : 2 * Math.ceil(drawn.width / 2);
      const stream = new RandomStream(seed, 'panels');
      const csr = randomCsr(rows, columns, entries, stream);
      const x = stream.fillNormal(new Float32Array(columns * width));
      const weights = stream.fillNormal(new Float32Array(entries));
      const run = (pool: Pool, by: SpmmTiling) =>
        placed(pool.arena, (place) => {
          const out = place.block(rows * width * 4);
          const dense = place.of(x);
          const half = place.block(x.length * 2);
          if (format !== 'f32') encodeHalfInto(pool, dense, half, x.length, format);
          const call = {
            indptr: place.of(csr.indptr),
            indices: place.of(csr.indices),
            values: weighted ? place.of(weights) : 0,
            entries,
            numCols: columns,
            x: format === 'f32' ? dense : half,
            ...{ format, width, out, stride: width, rows: 0, count: rows, mean: true },
          };
          runSpmm(pool, call, by);
          return Float32Array.from(pool.arena.float32(out, rows * width));
        });
      const whole = run(pools[0]!, { panel: width, ranges: 1 });
      for (const pool of pools) expect(run(pool, tiling)).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

test('means with their row norm equal the plain loop, with the same bits on 1 and 3 threads', () => {
  fc.assert(
    fc.property(shape, ({ rows, columns, entries, width, seed }) => {
      const stream = new RandomStream(seed, 'norms');
      const csr = randomCsr(rows, columns, entries, stream);
      const y = stream.fillNormal(new Float32Array(columns * width));
      const before = stream.fillNormal(new Float32Array(rows * width));
      const run = (pool: Pool) =>
        placed(pool.arena, (place) => {
          const sums = place.of(Float32Array.from(before));
          meanNormAccumulate(pool, csr, place.of(y), width, sums);
          return Float32Array.from(pool.arena.float32(sums, rows * width));
        });
      const [one, three] = pools.map(run);
      expect(three).toEqual(one);
      const mean = spmmReference(csr, y, width, 'mean');
      for (let r = 0; r < rows; r++) {
        const row = mean.subarray(r * width, (r + 1) * width);
        const norm = Math.max(Math.hypot(...row), 1e-12);
        for (let c = 0; c < width; c++) {
          // Where everything cancels, the direction of what is left is noise.
          if (norm < 1e-3) continue;
          expect(Math.abs(one![r * width + c]! - before[r * width + c]! - row[c]! / norm)).toBeLessThan(1e-4);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('tilings are chosen by size and by how often a row of X is met', () => {
  expect(panelWidth(1902, 255_619, 1902)).toBe(96);
  expect(panelWidth(1902, 3000, 1902)).toBe(1902);
  expect(panelWidth(100, 255_619, 1902)).toBe(1902);
  expect(panelWidth(7723, 85_810, 4231)).toBe(4231);
  expect(panelWidth(7723, 16 * 7723, 4231)).toBe(96);
  expect(panelWidth(1e6, 1e8, 256)).toBe(256);
  expect(panelWidth(14_285, 198_397, 512)).toBe(48);
  const often = { numCols: 3025, entries: 255_619, width: 64, count: 1902, format: 'f32' as const };
  expect(spmmTiling(often).panel).toBe(32);
  expect(spmmTiling({ ...often, width: 512, format: 'bf16' }).panel).toBe(64);
  expect(spmmTiling({ ...often, entries: 50_000 }).panel).toBe(64);
  expect(spmmTiling({ ...often, width: 8 }).panel).toBe(8);
  const rarer = { numCols: 14_285, entries: 198_397, width: 512, count: 16_240, format: 'f32' as const };
  expect(spmmTiling(rarer).panel).toBe(48);
  expect(spmmTiling({ ...rarer, width: 64 }).panel).toBe(64);
  expect(spmmTiling({ ...rarer, entries: 150_000 }).panel).toBe(512);
  // A copy of X for a few rows would cost more than the rows.
  const yelp = { numRows: 16_240, indices: new Int32Array(198_397), numCols: 14_285, indptr: new Int32Array(0) };
  expect([16_240, 100, 0].map((count) => entriesOf(yelp, count))).toEqual([198_397, 1222, 0]);
  const few = { ...rarer, entries: entriesOf(yelp, 100), count: 100 };
  expect(spmmTiling(few)).toEqual({ panel: 512, ranges: 1 });
  const large = { numCols: 200_000, entries: 4e6, width: 64, count: 200_000, format: 'f32' as const };
  expect(spmmTiling(large)).toEqual({ panel: 64, ranges: 6 });
  expect(spmmTiling({ ...large, format: 'bf16' })).toEqual({ panel: 64, ranges: 3 });
  expect(spmmTiling({ ...large, numCols: 50_000 }).ranges).toBe(1);
  expect(spmmTiling({ ...large, count: 2e6 }).ranges).toBe(1);
});
