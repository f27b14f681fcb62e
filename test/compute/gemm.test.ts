import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gemm, Pool } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';
import { gemmReference } from './references/gemm.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'gemm').fillNormal(new Float32Array(n));

describe('gemm', () => {
  it('equals the triple loop in all four forms, with the same bits on 1, 2, 3 and 8 threads', () => {
    const shape = fc.record({
      m: fc.integer({ min: 0, max: 40 }),
      n: fc.integer({ min: 0, max: 40 }),
      k: fc.integer({ min: 0, max: 300 }),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      withBias: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ m, n, k, seed, withBias, ...flags }) => {
        const a = random(seed, m * k);
        const b = random(seed + 1, k * n);
        const options = { ...flags, bias: withBias ? random(seed + 2, n) : undefined };
        const expected = gemmReference(a, b, m, n, k, options);
        const results = pools.map((pool) => gemm(a, b, m, n, k, { ...options, pool }));
        for (let i = 0; i < expected.length; i++) expect(Math.abs(results[0]![i]! - expected[i]!)).toBeLessThan(1e-3);
        for (const result of results) expect(result).toEqual(results[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses arrays of another length and sides that are no whole numbers', () => {
    const values = (length: number) => new Float32Array(length);
    const [a, b] = [values(6), values(12)];
    const code = (value: string) => expect.objectContaining({ code: value });
    expect(gemm(a, b, 2, 4, 3, { bias: values(4), out: values(8) })).toHaveLength(8);
    for (const [left, right, options] of [
      [values(5), b, {}],
      [values(7), b, {}],
      [a, values(11), {}],
      [a, b, { bias: values(3) }],
      [a, b, { out: values(7) }],
      [a, b, { out: values(9) }],
    ] as const) {
      expect(() => gemm(left, right, 2, 4, 3, options)).toThrow(code('SHAPE_MISMATCH'));
    }
    for (const extent of [-1, 1.5, Number.NaN]) expect(() => gemm(a, b, extent, 4, 3)).toThrow(code('INVALID_OPTION'));
  });

  it('treats values that are not finite as the triple loop does', () => {
    const [m, n, k] = [37, 45, 61];
    const a = random(5, m * k);
    const b = random(6, k * n);
    [a[k * 3 + 60], a[k * 9], b[n * 7 + 44], b[5]] = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0,
    ];
    const expected = gemmReference(a, b, m, n, k);
    for (const [i, value] of gemm(a, b, m, n, k, { pool: pools[2]! }).entries()) {
      if (Number.isFinite(expected[i]!)) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-3);
      else expect(value).toBe(expected[i]);
    }
  });

  it('leaves nothing behind in the arena', () => {
    const pool = pools[1]!;
    const before = pool.arena.stats().used;
    gemm(random(1, 3000), random(2, 4000), 60, 80, 50, { pool });
    expect(pool.arena.stats().used).toBe(before);
  });
});
