import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type AdamStep, adamInto } from '../../../src/compute/kernels/adam.js';
import { sigmoidLossInto, softmaxLossInto } from '../../../src/compute/kernels/cross-entropy.js';
import { hopMixGradient, hopMixInto } from '../../../src/compute/kernels/hop-mix.js';
import { preluGradientInto, preluInto } from '../../../src/compute/kernels/prelu.js';
import { RandomStream } from '../../../src/core/index.js';
import { adamReference } from '../references/adam.js';
import { sigmoidLossReference, softmaxLossReference } from '../references/cross-entropy.js';
import { isKept } from '../references/dropout-mask.js';
import { hopMixReference } from '../references/hop-mix.js';
import { preluReference } from '../references/prelu.js';
import { inArena, onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'layers').fillNormal(new Float32Array(n));
const masks = fc.record({
  threshold: fc.constantFrom(256, 1, 51, 128, 255),
  key0: fc.integer(),
  key1: fc.integer(),
});

function same(results: readonly unknown[]): void {
  for (const result of results) expect(result).toEqual(results[0]);
}

/** Largest difference, relative where values are large. */
function gap(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    worst = Math.max(worst, Math.abs(got[i]! - expected[i]!) / (1 + Math.abs(expected[i]!)));
  }
  return worst;
}

describe('layer kernels', () => {
  it('hop mix and its gradient equal the plain loops, masks included', () => {
    const cases = fc.record({
      count: fc.integer({ min: 0, max: 20 }),
      hops: fc.integer({ min: 1, max: 7 }),
      width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 300, max: 330 })),
      filters: fc.integer({ min: 1, max: 3 }),
      mask: masks,
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ count, hops, width, filters, mask, seed }) => {
        const x = random(seed, count * hops * width);
        const weight = random(seed + 1, filters * hops);
        const bias = random(seed + 2, filters);
        const rows = Int32Array.from({ length: count }, (_, i) => i);
        const shape = { count, hops, width, filters };
        const results = onEach(pools, count * filters * width, [x, rows, bias], (pool, out, values, rowsAt, biasAt) =>
          hopMixInto(pool, { values: values!, rows: rowsAt!, ...shape }, mask, weight, biasAt!, out),
        );
        sameBits(results);
        expect(gap(results[0]!, hopMixReference(x, shape, weight, bias, mask))).toBeLessThan(1e-4);

        const dz = random(seed + 3, count * filters * width);
        const gradients = pools.map((pool) =>
          inArena(pool, [x, rows, dz], (values, rowsAt, dzAt) =>
            hopMixGradient(pool, { values: values!, rows: rowsAt!, ...shape }, mask, dzAt!),
          ),
        );
        same(gradients);
        // The map is linear in weight and bias: its derivative is the reference at unit vectors.
        const dot = (z: Float64Array) => z.reduce((sum, value, i) => sum + value * dz[i]!, 0);
        const zero = (n: number) => new Float64Array(n);
        const byWeight = weight.map((_, i) =>
          dot(hopMixReference(x, shape, zero(weight.length).fill(1, i, i + 1), zero(filters), mask)),
        );
        const byBias = bias.map((_, i) =>
          dot(hopMixReference(x, shape, zero(weight.length), zero(filters).fill(1, i, i + 1), mask)),
        );
        expect(gap(gradients[0]!.weight, byWeight)).toBeLessThan(1e-3);
        expect(gap(gradients[0]!.bias, byBias)).toBeLessThan(1e-3);
      }),
      { numRuns: 40 },
    );
  });

  it('prelu with dropout and its gradient equal the plain loops', () => {
    const cases = fc.record({
      n: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 4000, max: 9000 })),
      mask: masks,
      slope: fc.float({ min: -1, max: 1, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ n, mask, slope, seed }) => {
        const x = random(seed, n);
        const dy = random(seed + 1, n);
        const scale = 256 / mask.threshold;
        const forward = onEach(pools, n, [x, Float32Array.of(slope)], (pool, out, at, slopeAt) =>
          preluInto(pool, at!, slopeAt!, out, n, mask),
        );
        sameBits(forward);
        expect(gap(forward[0]!, preluReference(x, slope, mask))).toBeLessThan(1e-5);
        const slopes: number[] = [];
        const backward = onEach(pools, n, [x, Float32Array.of(slope), dy], (pool, dx, at, slopeAt, dyAt) => {
          slopes.push(preluGradientInto(pool, { x: at!, slope: slopeAt!, dy: dyAt!, dx, n }, mask));
        });
        sameBits(backward);
        same(slopes);
        const kept = x.map((_, i) => (isKept(i >> 4, i & 15, mask) ? scale * dy[i]! : 0));
        expect(
          gap(
            backward[0]!,
            kept.map((g, i) => (x[i]! > 0 ? g : slope * g)),
          ),
        ).toBeLessThan(1e-5);
        const slopeGradient = kept.reduce((sum, g, i) => sum + (x[i]! > 0 ? 0 : g * x[i]!), 0);
        expect(gap([slopes[0]!], [slopeGradient])).toBeLessThan(1e-3);
      }),
      { numRuns: 30 },
    );
  });

  it('losses equal float64 and their gradients equal central differences of float64', () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 70 }),
      classes: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
      scale: fc.constantFrom(1, 30),
    });
    fc.assert(
      fc.property(cases, ({ rows, classes, seed, scale }) => {
        const n = rows * classes;
        const z = random(seed, n).map((v) => scale * v);
        const stream = new RandomStream(seed, 'truth');
        const labels = Int32Array.from({ length: rows }, () => stream.nextInt(classes));
        const oneHot = Float32Array.from({ length: n }, (_, i) =>
          Number(labels[Math.floor(i / classes)] === i % classes),
        );
        const many = Float32Array.from({ length: n }, () => stream.nextInt(2));
        const kinds = [
          {
            truth: labels,
            reference: (v: ArrayLike<number>) => softmaxLossReference(v, oneHot, classes),
            of: 'labels',
          },
          { truth: many, reference: (v: ArrayLike<number>) => softmaxLossReference(v, many, classes), of: 'targets' },
          { truth: many, reference: (v: ArrayLike<number>) => sigmoidLossReference(v, many), of: 'sigmoid' },
        ];
        for (const { truth, reference, of } of kinds) {
          const values: number[] = [];
          const gradients = onEach(pools, n, [z, truth], (pool, gradient, logits, at) => {
            const shape = { logits: logits!, gradient, rows, classes };
            values.push(
              of === 'sigmoid' ? sigmoidLossInto(pool, shape, at!) : softmaxLossInto(pool, shape, { [of]: at! }),
            );
          });
          sameBits(gradients);
          same(values);
          expect(gap([values[0]!], [reference(z)])).toBeLessThan(1e-5);
          for (let i = 0; i < n; i += Math.max(1, n >> 3)) {
            const up = Float64Array.from(z);
            const down = Float64Array.from(z);
            up[i]! += 1e-4;
            down[i]! -= 1e-4;
            const slope = (reference(up) - reference(down)) / 2e-4;
            expect(Math.abs(gradients[0]![i]! - slope), `${of} at ${i}`).toBeLessThan(1e-5);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('adam: five steps follow the float64 recursion', () => {
    const n = 9001;
    const arrays = { parameter: random(1, n), gradient: random(2, n), m: new Float32Array(n), v: new Float32Array(n) };
    const exact = {
      parameter: Float64Array.from(arrays.parameter),
      gradient: Float64Array.from(arrays.gradient),
      m: new Float64Array(n),
      v: new Float64Array(n),
    };
    const at = (step: number): AdamStep => ({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, learningRate: 0.01, step });
    const results = pools.map((pool) =>
      inArena(pool, [arrays.parameter, arrays.gradient, arrays.m, arrays.v], (parameter, gradient, m, v) => {
        for (let t = 1; t <= 5; t++) {
          adamInto(pool, { parameter: parameter!, gradient: gradient!, m: m!, v: v!, n }, at(t));
        }
        return [parameter!, m!, v!].map((address) => pool.arena.float32(address, n).slice());
      }),
    );
    for (let t = 1; t <= 5; t++) adamReference(exact, at(t));
    for (const part of [0, 1, 2]) sameBits(results.map((result) => result[part]!));
    expect(gap(results[0]![0]!, exact.parameter)).toBeLessThan(1e-5);
    expect(gap(results[0]![1]!, exact.m)).toBeLessThan(1e-6);
    expect(gap(results[0]![2]!, exact.v)).toBeLessThan(1e-6);
  });

  it('dropout masks are fair, and differ by block, key and lane', () => {
    const count = (key0: number, key1: number, threshold: number) => {
      const lanes = new Float64Array(16);
      for (let block = 0; block < 4000; block++) {
        for (let lane = 0; lane < 16; lane++) lanes[lane]! += Number(isKept(block, lane, { threshold, key0, key1 }));
      }
      return lanes;
    };
    // 4,000 draws a lane: four standard deviations.
    for (const threshold of [51, 128]) {
      const p = threshold / 256;
      for (const kept of count(17, -5, threshold)) {
        expect(Math.abs(kept - 4000 * p)).toBeLessThan(4.5 * Math.sqrt(4000 * p * (1 - p)));
      }
    }
    // Neighbouring keys agree on no more elements than chance has it: (p^2 + (1 - p)^2) of 16,000.
    for (const [key0, key1] of [
      [18, -5],
      [17, -4],
    ] as const) {
      let agree = 0;
      for (let i = 0; i < 16_000; i++) {
        const a = isKept(i >> 4, i & 15, { threshold: 128, key0: 17, key1: -5 });
        agree += Number(a === isKept(i >> 4, i & 15, { threshold: 128, key0, key1 }));
      }
      expect(Math.abs(agree - 8000)).toBeLessThan(4.5 * Math.sqrt(4000));
    }
  });

  it('leaves nothing behind in the arena', () => {
    for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
  });
});
