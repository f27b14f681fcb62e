import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gemm, gemmReference, Pool } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.close();
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

  it('leaves nothing behind in the arena', () => {
    const pool = pools[1]!;
    const before = pool.arena.stats().used;
    gemm(random(1, 3000), random(2, 4000), 60, 80, 50, { pool });
    expect(pool.arena.stats().used).toBe(before);
  });
});
