import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type BinaryOp,
  type Broadcast,
  binaryInto,
  type UnaryOp,
  unaryInto,
} from '../../../src/compute/kernels/elementwise.js';
import { RandomStream } from '../../../src/core/index.js';
import { onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'elementwise').fillNormal(new Float32Array(n));

const binary: Record<BinaryOp, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
};
const sizes: Record<Broadcast, (rows: number, width: number) => number> = {
  full: (rows, width) => rows * width,
  row: (_, width) => width,
  column: (rows) => rows,
  scalar: () => 1,
};
const place: Record<Broadcast, (r: number, c: number, width: number) => number> = {
  full: (r, c, width) => r * width + c,
  row: (_, c) => c,
  column: (r) => r,
  scalar: () => 0,
};

const unary: Record<UnaryOp, (x: number, alpha: number) => number> = {
  relu: (x) => Math.max(x, 0),
  neg: (x) => -x,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  step: (x, alpha) => (x > 0 ? 1 : alpha),
  abs: Math.abs,
  exp: Math.exp,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  log: Math.log,
  leakyRelu: (x, alpha) => (x > 0 ? x : alpha * x),
};

describe('elementwise kernels', () => {
  it('binary: exactly the float32 operation for every broadcast on either side', () => {
    const cases = fc.record({
      op: fc.constantFrom(...(Object.keys(binary) as BinaryOp[])),
      lies: fc.constantFrom<Broadcast>('full', 'row', 'column', 'scalar'),
      swap: fc.boolean(),
      rows: fc.integer({ min: 0, max: 70 }),
      width: fc.integer({ min: 1, max: 300 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ op, lies, swap, rows, width, seed }) => {
        const [aLies, bLies] = swap ? [lies, 'full' as const] : (['full', lies] as const);
        const a = random(seed, sizes[aLies](rows, width));
        const b = random(seed + 1, sizes[bLies](rows, width));
        const results = onEach(pools, rows * width, [a, b], (pool, out, x, y) =>
          binaryInto(pool, { op, a: x!, b: y!, aLies, bLies, out, rows, width }),
        );
        for (let i = 0; i < rows * width; i++) {
          const [r, c] = [Math.floor(i / width), i % width];
          const expected = binary[op](a[place[aLies](r, c, width)]!, b[place[bLies](r, c, width)]!);
          if (results[0]![i] !== Math.fround(expected)) expect(results[0]![i]).toBe(Math.fround(expected));
        }
        sameBits(results);
      }),
      { numRuns: 50 },
    );
  });

  it('unary: within 4e-7 relative of float64, special values included', () => {
    const special = [0, 1e-30, -1e-7, 0.3, 0.7, -0.6, 5, -20, 80, 88.7, 100, -87, -95, -110, Infinity, -Infinity, NaN];
    for (const [op, f] of Object.entries(unary) as [UnaryOp, (x: number, alpha: number) => number][]) {
      const x = Float32Array.from([...random(3, 4200).map((v) => 4 * v), ...special]);
      const results = onEach(pools, x.length, [x], (pool, out, from) =>
        unaryInto(pool, op, from!, out, x.length, 0.125),
      );
      sameBits(results);
      for (const [i, value] of x.entries()) {
        if (op === 'step' && Number.isNaN(value)) continue;
        const expected = Math.fround(f(value, 0.125));
        const got = results[0]![i]!;
        if (Object.is(got, expected)) continue;
        const error = Math.abs(got - expected) / Math.abs(expected);
        // Below the normal numbers the relative error is meaningless.
        if (Math.abs(got - expected) < 1.2e-38) continue;
        expect(error, `${op}(${value}) = ${got}, not ${expected}`).toBeLessThan(4e-7);
      }
    }
  });
});
