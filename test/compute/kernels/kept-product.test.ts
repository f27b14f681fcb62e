import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { keptLeftInto, keptProductInto, keptRightInto } from '../../../src/compute/internal.js';
import { RandomStream } from '../../../src/core/index.js';
import { isKept } from '../references/dropout-mask.js';
import { onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (name: string, seed: number, n: number) => new RandomStream(seed, name).fillNormal(new Float32Array(n));

function near(results: readonly Float32Array[], expected: Float64Array) {
  sameBits(results);
  const worst = results[0]!.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(worst).toBeLessThan(1e-3);
}

describe('products that skip what dropout dropped', () => {
  it('equal the loops over kept elements, with the same bits on 1, 2, 3 and 8 threads', () => {
    const shape = fc.record({
      m: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 255, max: 259 })),
      k: fc.constantFrom(16, 48, 128, 272),
      n: fc.integer({ min: 1, max: 70 }),
      threshold: fc.integer({ min: 1, max: 255 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shape, ({ m, k, n, threshold, seed }) => {
        const mask = { threshold, key0: seed | 0, key1: 77 };
        const [x, w, dy] = [random('x', seed, m * k), random('w', seed, k * n), random('dy', seed, m * n)];
        const [y, dx, dw] = [new Float64Array(m * n), new Float64Array(m * k), new Float64Array(k * n)];
        for (let e = 0; e < m * k; e++) {
          if (!isKept(e >> 4, e & 15, mask)) continue;
          const [row, column] = [Math.floor(e / k), e % k];
          for (let j = 0; j < n; j++) {
            y[row * n + j]! += x[e]! * w[column * n + j]!;
            dx[e]! += dy[row * n + j]! * w[column * n + j]!;
            dw[column * n + j]! += x[e]! * dy[row * n + j]!;
          }
        }
        const of = (address: number) => ({ x: address, m, k, n, mask });
        near(
          onEach(pools, m * n, [x, w], (pool, out, a, b) => keptProductInto(pool, of(a!), b!, out)),
          y,
        );
        near(
          onEach(pools, m * k, [x, w, dy], (pool, out, a, b, c) => keptLeftInto(pool, of(a!), b!, c!, out)),
          dx,
        );
        near(
          onEach(pools, k * n, [x, dy], (pool, out, a, c) => keptRightInto(pool, of(a!), c!, out)),
          dw,
        );
      }),
      { numRuns: 25 },
    );
  });
});
