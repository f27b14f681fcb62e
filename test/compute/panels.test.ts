import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { Pool } from '../../src/compute/index.js';
import { meanNormAccumulate, panelWidth, runSpmm, spmmReference } from '../../src/compute/kernels/spmm.js';
import { placed } from '../../src/compute/threads/placed.js';
import { RandomStream } from '../../src/core/index.js';

const pools = [new Pool(1), new Pool(3)];
afterAll(() => {
  for (const pool of pools) pool.close();
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

test('panels of columns change no bit of a product', () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(32, 64, 128), ({ rows, columns, entries, width, seed }, panel) => {
      const stream = new RandomStream(seed, 'panels');
      const csr = randomCsr(rows, columns, entries, stream);
      const x = stream.fillNormal(new Float32Array(columns * width));
      const run = (pool: Pool, by: number) =>
        placed(pool.arena, (place) => {
          const out = place.block(rows * width * 4);
          const args = [place.of(csr.indptr), place.of(csr.indices), 0, place.of(x), width, out, width, 0, 1];
          runSpmm(pool, args, rows, by);
          return Float32Array.from(pool.arena.float32(out, rows * width));
        });
      const whole = run(pools[0]!, width);
      for (const pool of pools) expect(run(pool, Math.min(width, panel))).toEqual(whole);
    }),
    { numRuns: 60 },
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

test('panels are chosen where X exceeds the cache and is met often', () => {
  expect(panelWidth(1902, 255_619, 1902)).toBe(96);
  expect(panelWidth(1902, 3000, 1902)).toBe(1902);
  expect(panelWidth(100, 255_619, 1902)).toBe(1902);
  expect(panelWidth(7723, 85_810, 4231)).toBe(128);
  expect(panelWidth(1e6, 1e8, 256)).toBe(256);
});
