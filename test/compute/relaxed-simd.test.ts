import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';

// Of both modules, whatever the others run with; before the pools ask.
vi.hoisted(() => {
  delete process.env.HETEROGRAPH_RELAXED_SIMD;
});

import { plainKernels, relaxedKernels } from '../../src/compute/assembly/generated/kernels.js';
import { gemm, halfFrom, Pool, spmm } from '../../src/compute/index.js';
import { threadHost } from '../../src/compute/threads/host.js';
import { hasRelaxedSimd } from '../../src/compute/threads/relaxed-simd.js';
import { RandomStream } from '../../src/core/index.js';
import { gemmReference } from './references/gemm.js';
import { spmmReference } from './references/spmm.js';

const run = promisify(execFile);
const plain = new Pool(2, { ...threadHost(), relaxedSimd: false });
const relaxed = new Pool(2, { ...threadHost(), relaxedSimd: hasRelaxedSimd() });
afterAll(() => {
  plain.dispose();
  relaxed.dispose();
});

test('Node has relaxed SIMD, if need be by its flag', () => {
  expect(hasRelaxedSimd()).toBe(true);
  expect([plain.relaxedSimd, relaxed.relaxedSimd]).toEqual([false, true]);
});

test('only one of the modules has the instruction', () => {
  const opcode = Buffer.of(0xfd, 0x85, 0x02);
  const has = [plainKernels, relaxedKernels].map(({ base64 }) => Buffer.from(base64, 'base64').includes(opcode));
  expect(has).toEqual([false, true]);
});

test('both modules multiply as the plain loops do, and exactly alike where nothing is rounded', () => {
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 30 }),
    entries: fc.integer({ min: 0, max: 200 }),
    width: fc.integer({ min: 1, max: 90 }),
    seed: fc.nat(),
    isWhole: fc.boolean(),
  });
  fc.assert(
    fc.property(shape, ({ rows, columns, entries, width, seed, isWhole }) => {
      const stream = new RandomStream(seed, 'relaxed');
      const draw = (n: number) => {
        const values = stream.fillNormal(new Float32Array(n));
        return isWhole ? values.map((value) => Math.round(value * 4)) : values;
      };
      const indptr = new Int32Array(rows + 1);
      for (let e = 0; e < entries; e++) indptr[stream.nextInt(rows) + 1]!++;
      for (let r = 0; r < rows; r++) indptr[r + 1]! += indptr[r]!;
      const indices = Int32Array.from({ length: entries }, () => stream.nextInt(columns));
      const csr = { numRows: rows, numCols: columns, indptr, indices, values: draw(entries) };
      const x = draw(columns * width);
      const left = draw(rows * columns);
      const half = halfFrom(x, 'bf16');
      const pairs = [plain, relaxed].map((pool) => ({
        sparse: spmm(csr, x, width, { pool }),
        half: spmm(csr, half, width, { pool }),
        dense: gemm(left, x, rows, width, columns, { pool }),
      }));
      if (isWhole) expect(pairs[1]).toEqual(pairs[0]);
      const sparse = spmmReference(csr, x, width, 'sum');
      const dense = gemmReference(left, x, rows, width, columns);
      for (const pair of pairs) {
        for (let i = 0; i < sparse.length; i++) expect(Math.abs(pair.sparse[i]! - sparse[i]!)).toBeLessThan(2e-4);
        for (let i = 0; i < dense.length; i++) expect(Math.abs(pair.dense[i]! - dense[i]!)).toBeLessThan(2e-4);
      }
    }),
    { numRuns: 60 },
  );
});

test('HETEROGRAPH_RELAXED_SIMD=0 does without', async () => {
  const code = `import { getPool } from './dist/compute/index.js'; console.log(getPool().relaxedSimd);`;
  const env = { ...process.env, HETEROGRAPH_RELAXED_SIMD: '0' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env });
  expect(stdout).toBe('false\n');
});
