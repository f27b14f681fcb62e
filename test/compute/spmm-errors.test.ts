import { afterAll, describe, expect, test } from 'vitest';
import { fusedAttention, fusedAttentionGradient, halfFrom, Pool, spmm, spmmSparse } from '../../src/compute/index.js';
import { freeCsr, placeCsr } from '../../src/compute/threads/placed.js';
import type { WeightedCsr } from '../../src/core/index.js';
import { SparseOperand } from '../../src/tensor/engine/sparse-operand.js';

const pool = new Pool(2);
afterAll(() => pool.dispose());

const thrown = (code: string) => expect.objectContaining({ code });
const good: WeightedCsr = {
  numRows: 3,
  numCols: 2,
  indptr: Int32Array.of(0, 2, 2, 3),
  indices: Int32Array.of(0, 1, 1),
  values: Float32Array.of(1, 2, 3),
};
const wrong: [string, string, WeightedCsr][] = [
  ['a column beyond the last', 'INDEX_OUT_OF_RANGE', { ...good, indices: Int32Array.of(0, 1, 2) }],
  ['a negative column', 'INDEX_OUT_OF_RANGE', { ...good, indices: Int32Array.of(0, -1, 1) }],
  ['a short row pointer', 'SHAPE_MISMATCH', { ...good, indptr: Int32Array.of(0, 2, 3) }],
  ['a row pointer that falls', 'SHAPE_MISMATCH', { ...good, indptr: Int32Array.of(0, 2, 1, 3) }],
  ['a row pointer that starts late', 'SHAPE_MISMATCH', { ...good, indptr: Int32Array.of(1, 2, 2, 3) }],
  ['too few columns', 'SHAPE_MISMATCH', { ...good, indices: Int32Array.of(0, 1) }],
  ['too few values', 'SHAPE_MISMATCH', { ...good, values: Float32Array.of(1, 2) }],
];

describe.each(wrong)('%s', (_, code, csr) => {
  test('is an error of the products', () => {
    const { used } = pool.arena.stats();
    const x = new Float32Array(csr.numCols * 4);
    expect(() => spmm(csr, x, 4, { pool })).toThrow(thrown(code));
    expect(() => spmm(csr, halfFrom(x, 'bf16', pool), 4, { pool })).toThrow(thrown(code));
    const sparse = { kind: 'sparse' as const, numRows: 2, width: 3, ...emptyRows(2) };
    expect(() => spmmSparse(csr, sparse, { pool })).toThrow(thrown(code));
    expect(pool.arena.stats().used).toBe(used);
  });

  test('is an error of an operand for tensors', () => {
    expect(() => new SparseOperand(csr)).toThrow(thrown(code));
  });

  test.runIf(csr.values === good.values)('is an error of attention and of its gradient', () => {
    const inputs = { queries: new Float32Array(3), keys: new Float32Array(2), values: new Float32Array(8) };
    const output = { out: new Float32Array(12), logSumExp: new Float32Array(3) };
    expect(() => fusedAttention(csr, inputs, { heads: 1, pool })).toThrow(thrown(code));
    expect(() => fusedAttentionGradient(csr, inputs, output, new Float32Array(12), { heads: 1, pool })).toThrow(
      thrown(code),
    );
  });
});

describe('the other operands of a product', () => {
  const x = new Float32Array(8);

  test.each([
    ['a short dense side', 'SHAPE_MISMATCH', () => spmm(good, x.subarray(1), 4, { pool })],
    ['a long dense side', 'SHAPE_MISMATCH', () => spmm(good, x, 3, { pool })],
    ['short bits', 'SHAPE_MISMATCH', () => spmm(good, { format: 'f16', bits: new Uint16Array(7) }, 4, { pool })],
    ['half a width', 'INVALID_OPTION', () => spmm(good, x, 0.5, { pool })],
    ['a row beyond the last', 'INDEX_OUT_OF_RANGE', () => spmm(good, x, 4, { rows: Int32Array.of(0, 3), pool })],
    ['a negative row', 'INDEX_OUT_OF_RANGE', () => spmm(good, x, 4, { rows: Int32Array.of(-1), pool })],
    ['short out', 'SHAPE_MISMATCH', () => spmm(good, x, 4, { out: new Float32Array(11), pool })],
    [
      'out without the offset',
      'SHAPE_MISMATCH',
      () => spmm(good, x, 4, { out: new Float32Array(12), offset: 1, pool }),
    ],
    ['rows that overlap', 'INVALID_OPTION', () => spmm(good, x, 4, { out: new Float32Array(12), stride: 3, pool })],
    ['an offset below 0', 'INVALID_OPTION', () => spmm(good, x, 4, { out: new Float32Array(12), offset: -1, pool })],
    ['short out in the arena', 'SHAPE_MISMATCH', () => spmm(good, x, 4, { out: pool.arena.float32(2048, 11), pool })],
  ])('%s', (_, code, call) => {
    expect(call).toThrow(thrown(code));
  });

  test('of a sparse X: its rows, its columns, its lengths', () => {
    const sparse = { kind: 'sparse' as const, numRows: 2, width: 3, ...emptyRows(2) };
    expect(spmmSparse(good, sparse, { pool })).toEqual(new Float32Array(9));
    const one = { indptr: Int32Array.of(0, 1, 1), indices: Int32Array.of(3), values: Float32Array.of(1) };
    expect(() => spmmSparse(good, { ...sparse, ...one }, { pool })).toThrow(thrown('INDEX_OUT_OF_RANGE'));
    expect(() => spmmSparse(good, { ...sparse, ...one, width: 4, values: new Float32Array(0) }, { pool })).toThrow(
      thrown('SHAPE_MISMATCH'),
    );
    expect(() => spmmSparse(good, { ...sparse, numRows: 3, ...emptyRows(3) }, { pool })).toThrow(
      thrown('SHAPE_MISMATCH'),
    );
  });
});

test('index arrays in the arena are gone through once, and again for another shape or row pointer', () => {
  const { arena } = pool;
  const placed = placeCsr(arena, good);
  const x = new Float32Array(8);
  const before = spmm(placed, x, 4, { pool });
  expect(spmm(placed, x, 4, { pool })).toEqual(before);
  expect(() => spmm({ ...placed, numCols: 1 }, new Float32Array(4), 4, { pool })).toThrow(thrown('INDEX_OUT_OF_RANGE'));
  const falling = arena.int32(arena.alloc(16), 4);
  falling.set([0, 2, 1, 3]);
  expect(() => spmm({ ...placed, indptr: falling }, x, 4, { pool })).toThrow(thrown('SHAPE_MISMATCH'));
  expect(() => spmm({ ...placed, values: new Float32Array(2) }, x, 4, { pool })).toThrow(thrown('SHAPE_MISMATCH'));
  arena.free(falling);
  freeCsr(arena, placed);
});

test('index arrays outside the arena are gone through at every call', () => {
  const indices = Int32Array.from(good.indices);
  const csr = { ...good, indices };
  spmm(csr, new Float32Array(8), 4, { pool });
  indices[0] = 2;
  expect(() => spmm(csr, new Float32Array(8), 4, { pool })).toThrow(thrown('INDEX_OUT_OF_RANGE'));
});

function emptyRows(rows: number) {
  return { indptr: new Int32Array(rows + 1), indices: new Int32Array(0), values: new Float32Array(0) };
}
