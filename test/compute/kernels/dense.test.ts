import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  chain,
  dropout,
  layerNorm,
  type Pool,
  reduceAll,
  reduceColumns,
  reduceRows,
  rowNorm,
  softmaxRows,
} from '../../../src/compute/index.js';
import { dropoutKey, maskArguments } from '../../../src/compute/kernels/dropout-mask.js';
import { RandomStream } from '../../../src/core/index.js';
import { isKept } from '../references/dropout-mask.js';
import { layerNormReference } from '../references/layer-norm.js';
import { rowNormReference } from '../references/row-norm.js';
import { openPools, sameBits } from './pools.js';
import { normals } from './random-csr.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const code = (value: string) => expect.objectContaining({ code: value });
const shapes = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 100, max: 700 })),
  width: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 140 })),
  seed: fc.nat(),
});

function check(run: (pool: Pool) => Float32Array, expected: ArrayLike<number>, tolerance: number): void {
  const results = pools.map(run);
  sameBits(results);
  expect(results[0]).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(results[0]![i]! - expected[i]!) / (1 + Math.abs(expected[i]!));
    if (!(error <= tolerance)) expect(error, `at ${i}: ${results[0]![i]}, not ${expected[i]}`).toBe(0);
  }
}

describe('norms and reductions equal the plain loops on any number of threads', () => {
  it('row norm and layer norm', () => {
    fc.assert(
      fc.property(shapes, ({ rows, width, seed }) => {
        const x = normals('x', seed, rows * width);
        x.subarray(0, width).fill(0);
        for (const kind of ['l2', 'rms'] as const) {
          check((pool) => rowNorm(x, width, { kind, pool }), rowNormReference(x, width, kind), 1e-6);
        }
        const far = x.map((v) => v + 100);
        const [scale, shift] = [normals('scale', seed, width), normals('shift', seed, width)];
        check(
          (pool) => layerNorm(far, width, { scale, shift, epsilon: 1e-3, pool }),
          layerNormReference(far, scale, shift, Math.fround(1e-3)),
          1e-3,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('by hand: (3, 4) has length 5; 1, 2, 3 have the variance 2/3', () => {
    expect([...rowNorm(Float32Array.of(3, 4), 2)]).toEqual([3 / 5, 4 / 5].map(Math.fround));
    const [a, b, c] = layerNorm(Float32Array.of(1, 2, 3), 3, { epsilon: 0 });
    expect([a, b, c]).toEqual([Math.fround(-Math.sqrt(1.5)), 0, Math.fround(Math.sqrt(1.5))]);
    expect(() => layerNorm(new Float32Array(4), 2, { scale: new Float32Array(3) })).toThrow(code('SHAPE_MISMATCH'));
    expect(() => rowNorm(new Float32Array(4), 3)).toThrow(code('SHAPE_MISMATCH'));
  });

  it('softmax, reductions by rows, by columns and of all', () => {
    fc.assert(
      fc.property(shapes, ({ rows, width, seed }) => {
        const x = normals('x', seed, rows * width);
        const row = (r: number) => Array.from(x.subarray(r * width, (r + 1) * width));
        const each = Array.from({ length: rows }, (_, r) => row(r));
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        const exps = each.map((values) => sum(values.map(Math.exp)));
        const p = Float64Array.from(x, (value, i) => Math.exp(value) / exps[Math.floor(i / width)]!);
        check((pool) => softmaxRows(x, width, { pool }), p, 1e-6);
        check((pool) => softmaxRows(x, width, { logarithm: true, pool }), p.map(Math.log), 1e-6);
        check((pool) => reduceRows(x, width, 'sum', { pool }), each.map(sum), 1e-5);
        check(
          (pool) => reduceRows(x, width, 'mean', { pool }),
          each.map((v) => sum(v) / width),
          1e-5,
        );
        check(
          (pool) => reduceRows(x, width, 'max', { pool }),
          each.map((v) => Math.max(...v)),
          0,
        );
        const columns = Array.from({ length: width }, (_, c) => sum(each.map((values) => values[c]!)));
        check((pool) => reduceColumns(x, width, 'sum', { pool }), columns, 1e-4);
        if (rows === 0) return;
        check(
          (pool) => reduceColumns(x, width, 'mean', { pool }),
          columns.map((v) => v / rows),
          1e-4,
        );
        const all = (reduction: 'sum' | 'mean' | 'max') => (pool: Pool) =>
          Float32Array.of(reduceAll(x, reduction, { pool }));
        check(all('sum'), [sum(columns)], 1e-4);
        check(all('mean'), [sum(columns) / x.length], 1e-4);
        check(all('max'), [x.reduce((a, b) => Math.max(a, b))], 0);
      }),
      { numRuns: 25 },
    );
    expect(() => reduceColumns(new Float32Array(4), 2, 'max' as never)).toThrow(code('INVALID_OPTION'));
  });
});

describe('chain', () => {
  it('by hand', () => {
    const x = Float32Array.of(-1, 0, 2, 3);
    const y = Float32Array.of(1, 1, 1, -9);
    // 2 x + y: -1, 1, 5, -3; relu: 0, 1, 5, 0; exp.
    expect([...chain(x).mul(2).add(y).relu().exp().run()].map((v) => Math.log(v).toFixed(5))).toEqual(
      [0, 1, 5, 0].map((v) => v.toFixed(5)),
    );
    expect([...chain(x, 2).add(Float32Array.of(10, 20), 'row').run()]).toEqual([9, 20, 12, 23]);
    expect([...chain(x, 2).add(Float32Array.of(10, 20), 'column').run()]).toEqual([9, 10, 22, 23]);
    const same = chain(x).run();
    expect(same).toEqual(x);
    expect(same).not.toBe(x);
    expect(() => chain(x).add(new Float32Array(3))).toThrow(code('SHAPE_MISMATCH'));
    expect(() => chain(x, 2).add(new Float32Array(4), 'row')).toThrow(code('SHAPE_MISMATCH'));
    expect(() => chain(x, 3)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => chain(x, 0)).toThrow(code('SHAPE_MISMATCH'));
  });

  it('equals step after step in float64, whatever the steps and operands', () => {
    const binary = {
      add: (a: number, b: number) => a + b,
      sub: (a: number, b: number) => a - b,
      mul: (a: number, b: number) => a * b,
      max: Math.max,
      min: Math.min,
    };
    const unary = {
      relu: (a: number) => Math.max(a, 0),
      neg: (a: number) => -a,
      abs: Math.abs,
      tanh: Math.tanh,
      sigmoid: (a: number) => 1 / (1 + Math.exp(-a)),
      leakyRelu: (a: number) => (a > 0 ? a : 0.2 * a),
    };
    const step = fc.oneof(
      fc.record({ op: fc.constantFrom(...(Object.keys(unary) as (keyof typeof unary)[])), kind: fc.constant('map') }),
      fc.record({
        op: fc.constantFrom(...(Object.keys(binary) as (keyof typeof binary)[])),
        kind: fc.constantFrom('scalar', 'full', 'row', 'column'),
      }),
    );
    fc.assert(
      fc.property(shapes, fc.array(step, { minLength: 1, maxLength: 7 }), ({ rows, width, seed }, steps) => {
        const x = normals('x', seed, rows * width);
        let expected = Float64Array.from(x);
        let ours = chain(x, width);
        for (const [s, { op, kind }] of steps.entries()) {
          if (kind === 'map') {
            ours = ours.map(op as 'relu', 0.2);
            expected = expected.map(unary[op as 'relu']);
            continue;
          }
          const sizes = { scalar: 1, full: rows * width, row: width, column: rows };
          const other = normals(`other ${s}`, seed, sizes[kind as 'row']);
          const at = {
            scalar: () => 0,
            full: (i: number) => i,
            row: (i: number) => i % width,
            column: (i: number) => Math.floor(i / width),
          };
          ours = kind === 'scalar' ? ours[op as 'add'](other[0]!) : ours[op as 'add'](other, kind as 'row');
          expected = expected.map((v, i) => binary[op as 'add'](v, other[at[kind as 'row'](i)]!));
        }
        check((pool) => ours.run({ pool }), expected, 1e-4);
      }),
      { numRuns: 40 },
    );
  });
});

it('dropout keeps what the masks say, scaled', () => {
  const x = normals('x', 1, 10_000);
  const stream = new RandomStream(4, 'drop');
  const mask = maskArguments({ rate: 0.3, key: dropoutKey(stream, 2) });
  check(
    (pool) => dropout(x, 0.3, { stream, step: 2, pool }),
    Float64Array.from(x, (v, i) => (isKept(i >> 4, i & 15, mask) ? (v * 256) / mask.threshold : 0)),
    1e-6,
  );
  expect(() => dropout(x, 1, { stream })).toThrow(code('INVALID_OPTION'));
});

it('leaves nothing behind in the arena', () => {
  for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
});
