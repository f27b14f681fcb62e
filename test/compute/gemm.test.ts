import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { gemm, Pool } from '../../src/compute/index.js';
import { multiplyBatchInto, multiplyInto } from '../../src/compute/internal.js';
import { RandomStream } from '../../src/core/index.js';
import { gemmReference } from './references/gemm.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'gemm').fillNormal(new Float32Array(n));

interface BatchShape {
  readonly count: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Whether all have one right factor. */
  readonly sameB: boolean;
  readonly seed: number;
}

const bits = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);

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

  it('gives products of one shape the bits that they have one by one, on 1, 2, 3 and 8 threads', () => {
    const extent = fc.integer({ min: 0, max: 40 });
    const shape = fc.record({
      count: fc.integer({ min: 0, max: 5 }),
      ...{ m: extent, n: extent, k: extent },
      ...{ transposeA: fc.boolean(), transposeB: fc.boolean(), sameB: fc.boolean(), seed: fc.nat() },
    });
    const check = ({ count, m, n, k, sameB, seed, ...flags }: BatchShape, on = pools) => {
      const a = random(seed, count * m * k);
      const b = random(seed + 1, (sameB ? 1 : count) * k * n);
      const steps = { a: m * k, b: sameB ? 0 : k * n, out: m * n };
      const results = on.map((pool) => {
        const { arena } = pool;
        const place = (values: Float32Array) => {
          const at = arena.alloc(Math.max(4, values.byteLength));
          arena.float32(at, values.length).set(values);
          return at;
        };
        const [atA, atB, out, alone] = [
          place(a),
          place(b),
          place(random(7, count * m * n)),
          place(random(8, count * m * n)),
        ];
        const product = { ...{ m, n, k }, ...flags };
        multiplyBatchInto(pool, { ...product, a: atA, b: atB, out }, count, steps);
        for (let p = 0; p < count; p++) {
          const at = { a: atA + 4 * p * steps.a, b: atB + 4 * p * steps.b, out: alone + 4 * p * steps.out };
          multiplyInto(pool, { ...product, ...at, bias: 0 });
        }
        const both = [out, alone].map((at) => arena.float32(at, count * m * n).slice());
        for (const at of [atA, atB, out, alone]) arena.free(at);
        return both;
      });
      for (const [batch, one] of results) {
        expect(bits(batch!).equals(bits(one!))).toBe(true);
        expect(bits(batch!).equals(bits(results[0]![0]!))).toBe(true);
      }
    };
    fc.assert(
      fc.property(shape, (each) => check(each)),
      { numRuns: 30 },
    );
    // So many that right factors are packed in two goes, several tiles each, and so large that products are halved.
    const plain = { transposeA: false, transposeB: false, sameB: false, seed: 4 };
    check({ count: 61, m: 3, n: 516, k: 131, ...plain });
    check({ count: 2, m: 770, n: 769, k: 768, ...plain }, pools.slice(1, 2));
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
