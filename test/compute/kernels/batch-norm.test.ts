import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { activationGradientInto, activationInto } from '../../../src/compute/kernels/activation.js';
import { batchNormGradientInto, batchNormInto, columnStatisticsInto } from '../../../src/compute/kernels/batch-norm.js';
import { RandomStream } from '../../../src/core/index.js';
import { activationReferences } from '../references/activation.js';
import { batchNormReference, columnStatisticsReference } from '../references/batch-norm.js';
import { onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const normal = (seed: number, name: string, n: number) => new RandomStream(seed, name).fillNormal(new Float32Array(n));
const close = (found: ArrayLike<number>, right: ArrayLike<number>, tolerance: number) => {
  for (let i = 0; i < right.length; i++)
    expect(Math.abs(found[i]! - right[i]!), `value ${i}: ${found[i]}, not ${right[i]}`).toBeLessThan(
      tolerance * (1 + Math.abs(right[i]!)),
    );
};
const shapes = fc.record({
  rows: fc.constantFrom(0, 1, 2, 63, 64, 65, 200),
  width: fc.integer({ min: 1, max: 11 }),
  seed: fc.nat(),
});

describe('batch normalisation', () => {
  it('equals the plain loops, on 1, 2, 3 and 8 threads with the same bits', () => {
    fc.assert(
      fc.property(shapes, ({ rows, width, seed }) => {
        const x = normal(seed, 'x', rows * width).map((value) => 3 + value);
        const [scale, shift] = [normal(seed, 'scale', width), normal(seed, 'shift', width)];
        const statistics = onEach(pools, 2 * width, [x], (pool, out, at) =>
          columnStatisticsInto(pool, at!, rows, width, out),
        );
        sameBits(statistics);
        close(statistics[0]!, columnStatisticsReference(x, width), 1e-5);
        const epsilon = 0.1;
        const results = onEach(
          pools,
          x.length,
          [x, scale, shift, statistics[0]!],
          (pool, out, xAt, scaleAt, shiftAt, statisticsAt) =>
            batchNormInto(
              pool,
              { x: xAt!, scale: scaleAt!, statistics: statisticsAt!, rows, width, epsilon },
              shiftAt!,
              out,
            ),
        );
        sameBits(results);
        close(results[0]!, batchNormReference(x, scale, shift, epsilon), 1e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradients of central differences', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), ({ rows, width, seed }, isBatch) => {
        const [x, dy] = [normal(seed, 'x', rows * width), normal(seed, 'dy', rows * width)];
        const [scale, shift] = [normal(seed, 'scale', width), normal(seed, 'shift', width)];
        const epsilon = 0.1;
        const statistics = Float32Array.from(columnStatisticsReference(x, width));
        const results = onEach(pools, x.length + 2 * width, [x, scale, statistics, dy], (pool, out, ...at) => {
          const arrays = { x: at[0]!, scale: at[1]!, statistics: at[2]!, rows, width, epsilon };
          const sums = pool.arena.alloc(2 * width * 4);
          const dx = pool.arena.alloc(x.length * 4);
          batchNormGradientInto(pool, arrays, { dy: at[3]!, dx, sums }, isBatch);
          const to = pool.arena.float32(out, x.length + 2 * width);
          to.set(pool.arena.float32(dx, x.length));
          to.set(pool.arena.float32(sums, 2 * width), x.length);
          pool.arena.free(sums);
          pool.arena.free(dx);
        });
        sameBits(results);
        const loss = (values: Float64Array) => {
          const [of, scales, shifts] = [
            values.subarray(0, x.length),
            values.subarray(x.length, x.length + width),
            values.subarray(x.length + width),
          ];
          const given = isBatch ? undefined : statistics;
          return batchNormReference(of, scales, shifts, epsilon, given).reduce((sum, y, i) => sum + y * dy[i]!, 0);
        };
        const at = Float64Array.from([...x, ...scale, ...shift]);
        for (let i = 0; i < at.length; i += Math.max(1, Math.floor(at.length / 9))) {
          const probe = (step: number) => {
            const moved = at.slice();
            moved[i]! += step;
            return loss(moved);
          };
          close([results[0]![i]!], [(probe(1e-5) - probe(-1e-5)) / 2e-5], 2e-4);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('activations', () => {
  it.each(['gelu', 'elu'] as const)('%s and its gradient equal float64, far out too', (op) => {
    const f = activationReferences[op];
    const x = Float32Array.from({ length: 4101 }, (_, i) => (i - 2050) / 150);
    const dy = normal(1, 'dy', x.length);
    const values = onEach(pools, x.length, [x], (pool, out, at) => activationInto(pool, op, at!, out, x.length));
    sameBits(values);
    close(values[0]!, x.map(f), 1e-6);
    const slopes = onEach(pools, x.length, [x, dy], (pool, dx, at, up) =>
      activationGradientInto(pool, op, { x: at!, dy: up!, dx }, x.length),
    );
    sameBits(slopes);
    // Not at the bend of ELU, whose second derivative jumps.
    const wanted = Float64Array.from(x, (value, i) => ((f(value + 1e-6) - f(value - 1e-6)) / 2e-6) * dy[i]!);
    close(slopes[0]!, wanted, 2e-6);
  });
});
