import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RandomStream, type WeightedCsr } from '../../src/core/index.js';
import {
  attentionWeights,
  fusedAttention,
  gatherRows,
  initTensors,
  makeTensor,
  numTensors,
  Parameter,
  type Scalar,
  SparseOperand,
  scatterRows,
  sddmm,
  segmentReduce,
  segmentSoftmax,
  spmmMax,
  spmmWeighted,
  stopGradient,
  type Tensor,
  tidy,
  usedBytes,
} from '../../src/tensor/index.js';
import { normals, randomCsr } from '../compute/kernels/random-csr.js';
import { sddmmReference } from '../compute/references/sddmm.js';
import { segmentReduceReference } from '../compute/references/segment-reduce.js';
import { segmentSoftmaxReference } from '../compute/references/segment-softmax.js';
import { spmmMaxReference } from '../compute/references/spmm-max.js';
import { spmmWeightedReference } from '../compute/references/spmm-weighted.js';
import { checkGradients, read } from './check-gradients.js';

const normal = (name: string, n: number) => normals(name, 3, n);
const parameter = (name: string, shape: number[]) =>
  new Parameter(name, shape, (values) => values.set(normal(name, values.length)));
const tensor = (shape: number[], values: ArrayLike<number>) => makeTensor<tf.Tensor2D>(shape, (out) => out.set(values));
/** SUM x_i c_i with fixed c: turns any output into a scalar whose gradient is c. */
const weigh = (x: Tensor): Scalar => tf.sum(tf.mul(x, tensor(x.shape, normal('weigh', x.size))));
const weighReference = (x: ArrayLike<number>) => {
  const c = normal('weigh', x.length);
  return Array.from(x).reduce((sum, value, i) => sum + value * c[i]!, 0);
};
const values = (x: Tensor) => Array.from(x.dataSync());

// Row 0 has columns 1, 1, 0; row 1 none; row 2 column 1.
const small = { numRows: 3, numCols: 2, indptr: Int32Array.of(0, 3, 3, 4), indices: Int32Array.of(1, 1, 0, 1) };
const csr = randomCsr(9, 7, 30, 11);
const numEntries = csr.indices.length;

async function read0(f: () => Tensor): Promise<Float32Array> {
  const result = tidy(f);
  const found = (await result.data()).slice() as Float32Array;
  result.dispose();
  return found;
}

let before: { tensors: number; bytes: number };
beforeAll(() => initTensors());
beforeEach(() => {
  before = { tensors: numTensors(), bytes: usedBytes() };
});
afterEach(() => {
  expect({ tensors: numTensors(), bytes: usedBytes() }).toEqual(before);
});

/** Checks value and gradients on a fresh operand, twice over, and disposes everything. */
async function check(
  f: (operand: SparseOperand, ...inputs: Tensor[]) => Tensor,
  shapes: readonly (readonly [number, number])[],
  reference: (...inputs: Float64Array[]) => ArrayLike<number>,
): Promise<void> {
  const operand = new SparseOperand(csr);
  const parameters = shapes.map((shape, i) => parameter(`input ${i}`, [...shape]));
  const run = () => weigh(f(operand, ...parameters.map(({ value }) => value)));
  for (let use = 0; use < 2; use++) {
    await checkGradients(run, parameters, (inputs) => weighReference(reference(...inputs)));
  }
  // The same operation at two places of one function: gradients add up.
  const once = await read(run, parameters);
  const twice = await read(() => tf.add(run(), run()), parameters);
  for (const [p, gradient] of once.gradients.entries()) {
    expect(twice.gradients[p]).toEqual(gradient.map((v) => 2 * v));
  }
  for (const each of parameters) each.dispose();
  operand.dispose();
}

describe('by hand', () => {
  it('sddmm, weighted product, softmax and reductions of segments', async () => {
    const operand = new SparseOperand(small);
    const a = new Parameter('a', [3, 2], (out) => out.set([1, 2, 9, 9, 3, 4]));
    const b = new Parameter('b', [2, 2], (out) => out.set([5, 6, 7, 8]));
    const w = new Parameter('w', [4, 1], (out) => out.set([1, 2, 3, 4]));
    tidy(() => {
      expect(values(sddmm(operand, a.value, b.value))).toEqual([23, 23, 17, 53]);
      expect(values(sddmm(operand, a.value, b.value, { op: 'add', heads: 2 }))).toEqual([8, 10, 8, 10, 6, 8, 10, 12]);
      // 1 (7, 8) + 2 (7, 8) + 3 (5, 6), and 4 (7, 8).
      expect(values(spmmWeighted(operand, w.value, b.value))).toEqual([36, 42, 0, 0, 28, 32]);
      expect(values(spmmMax(operand, b.value))).toEqual([7, 8, 0, 0, 7, 8]);
      expect(values(segmentReduce(operand, w.value, 'sum'))).toEqual([6, 0, 4]);
      expect(values(segmentReduce(operand, w.value, 'mean'))).toEqual([2, 0, 4]);
      expect(values(segmentReduce(operand, w.value, 'max'))).toEqual([3, 0, 4]);
      expect(values(segmentSoftmax(operand, tensor([4, 1], [5, 5, 5, -9])))).toEqual(
        [1, 1, 1, 3].map((v) => Math.fround(v / 3)),
      );
      return tf.scalar(0);
    }).dispose();
    const product = await read(() => tf.sum(spmmWeighted(operand, w.value, b.value)), [w, b]);
    expect(product.gradients).toEqual([Float32Array.of(15, 15, 11, 15), Float32Array.of(3, 3, 7, 7)]);
    const dots = await read(() => tf.sum(sddmm(operand, a.value, b.value)), [a, b]);
    expect(dots.gradients).toEqual([Float32Array.of(19, 22, 0, 0, 7, 8), Float32Array.of(1, 2, 5, 8)]);
    expect((await read(() => tf.sum(spmmMax(operand, b.value)), [b])).gradients).toEqual([Float32Array.of(0, 0, 2, 2)]);
    const most = await read(() => tf.sum(segmentReduce(operand, w.value, 'max')), [w]);
    expect(most.gradients).toEqual([Float32Array.of(0, 0, 1, 1)]);
    for (const each of [a, b, w]) each.dispose();
    operand.dispose();
  });

  it('rows gathered and scattered', async () => {
    const x = new Parameter('x', [3, 2], (out) => out.set([1, 2, 3, 4, 5, 6]));
    const rows = Int32Array.of(2, 0, 2);
    const gathered = await read(() => weigh(gatherRows(x.value, rows)), [x]);
    const [c0, c1, c2, c3, c4, c5] = normal('weigh', 6) as unknown as number[];
    expect(gathered.gradients[0]).toEqual(Float32Array.of(c2!, c3!, 0, 0, c0! + c4!, c1! + c5!));
    const out = scatterRows(x.value, rows, 4);
    expect(values(out)).toEqual([3, 4, 0, 0, 6, 8, 0, 0]);
    out.dispose();
    const scattered = await read(() => weigh(scatterRows(x.value, rows, 3)), [x]);
    expect(scattered.gradients[0]).toEqual(Float32Array.of(c4!, c5!, c0!, c1!, c4!, c5!));
    x.dispose();
  });
});

describe('value and gradients agree with float64, on every use, and leave nothing behind', () => {
  for (const [heads, width] of [
    [1, 1],
    [1, 5],
    [1, 20],
    [3, 4],
    [8, 8],
  ] as const) {
    const total = heads * width;
    it(`${heads} heads of ${width}`, async () => {
      await check(
        (operand, a, b) => sddmm(operand, a!, b!, { heads }),
        [
          [9, total],
          [7, total],
        ],
        (a, b) => sddmmReference(csr, a!, b!, { op: 'dot', heads, width }),
      );
      await check(
        (operand, a, b) => sddmm(operand, a!, b!, { heads, op: 'add' }),
        [
          [9, heads],
          [7, heads],
        ],
        (a, b) => sddmmReference(csr, a!, b!, { op: 'add', heads, width: 1 }),
      );
      await check(
        (operand, weights, x) => spmmWeighted(operand, weights!, x!),
        [
          [numEntries, heads],
          [7, total],
        ],
        (weights, x) => spmmWeightedReference(csr, weights!, x!, total, heads),
      );
      await check(
        (operand, scores) => segmentSoftmax(operand, scores!),
        [[numEntries, heads]],
        (scores) => segmentSoftmaxReference(csr, scores!, heads),
      );
      for (const reduce of ['sum', 'mean', 'max'] as const) {
        await check(
          (operand, x) => segmentReduce(operand, x!, reduce),
          [[numEntries, total]],
          (x) => segmentReduceReference(csr, x!, total, reduce),
        );
      }
      await check(
        (operand, x) => spmmMax(operand, x!),
        [[7, total]],
        (x) => {
          // The entries that win at x win nearby: there is no tie.
          const { argmax } = spmmMaxReference(csr, x!, total);
          return Float64Array.from(argmax, (e, i) =>
            e < 0 ? 0 : csr.values[e]! * x![csr.indices[e]! * total + (i % total)]!,
          );
        },
      );
    });
  }

  it('attention put together: scores, softmax, weighted sum', async () => {
    const heads = 2;
    await check(
      (operand, q, k, v) => spmmWeighted(operand, segmentSoftmax(operand, sddmm(operand, q!, k!, { heads })), v!),
      [
        [9, 6],
        [7, 6],
        [7, 10],
      ],
      (q, k, v) => {
        const scores = sddmmReference(csr, q!, k!, { op: 'dot', heads, width: 3 });
        return spmmWeightedReference(csr, segmentSoftmaxReference(csr, scores, heads), v!, 10, heads);
      },
    );
  });
});

describe('constants', () => {
  it('no gradient goes through what was stopped, nor into weights that are the residual of the next attention', async () => {
    const x = parameter('x', [6]);
    const stopped = await read(() => tf.sum(tf.mul(x.value, stopGradient(tf.square(x.value)))) as Scalar, [x]);
    const at = await x.read();
    expect(stopped.gradients[0]).toEqual(at.map((value) => value * value));
    x.dispose();

    const operand = new SparseOperand(csr);
    const [queries, keys, inputs] = [parameter('q', [9, 2]), parameter('k', [7, 2]), parameter('v', [7, 6])];
    const tensors = () => ({ queries: queries.value, keys: keys.value, values: inputs.value });
    const weights = tensor([numEntries, 2], await read0(() => attentionWeights(operand, tensors(), { heads: 2 })));
    const whole = await read(() => {
      const residual = { weights: attentionWeights(operand, tensors(), { heads: 2 }), share: 0.25 };
      return weigh(fusedAttention(operand, tensors(), { heads: 2, residual }));
    }, [queries, keys, inputs]);
    const constant = await read(
      () => weigh(fusedAttention(operand, tensors(), { heads: 2, residual: { weights, share: 0.25 } })),
      [queries, keys, inputs],
    );
    expect(whole).toEqual(constant);
    // Without the share of the residual the gradients are others.
    const without = await read(() => weigh(fusedAttention(operand, tensors(), { heads: 2 })), [queries, keys, inputs]);
    expect(without.gradients[0]).not.toEqual(whole.gradients[0]);
    for (const made of [queries, keys, inputs, weights, operand]) made.dispose();
  });

  it('an operand keeps constants of the entries once, and gives them back', () => {
    const operand = new SparseOperand(small);
    const queries = tensor([3, 1], [1, 2, 3]);
    const keys = tensor([2, 1], [1, -1]);
    const bias = tensor([2, 1], [0, 1]);
    const use = (biasTypes: Int32Array) =>
      tidy(() => values(attentionWeights(operand, { queries, keys, bias }, { heads: 1, biasTypes })));
    const types = Int32Array.of(0, 1, 1, 0);
    const first = use(types);
    const used = usedBytes();
    expect(use(types)).toEqual(first);
    expect(usedBytes()).toBe(used);
    for (let i = 0; i < 20; i++) use(Int32Array.of(0, i % 2, 1, 0));
    expect(use(types)).toEqual(first);
    expect(usedBytes()).toBeLessThan(used + 1024);
    for (const made of [operand, queries, keys, bias]) made.dispose();
  });
});

it('new labels of the nodes permute the outputs', () => {
  const rowOrder = new RandomStream(1, 'rows').permutation(csr.numRows);
  const columnOrder = new RandomStream(1, 'columns').permutation(csr.numCols);
  const entryOrder = Array.from(rowOrder).flatMap((r) =>
    Array.from({ length: csr.indptr[r + 1]! - csr.indptr[r]! }, (_, i) => csr.indptr[r]! + i),
  );
  const place = new Int32Array(csr.numCols);
  for (const [i, c] of columnOrder.entries()) place[c] = i;
  const indptr = new Int32Array(csr.numRows + 1);
  for (const [i, r] of rowOrder.entries()) indptr[i + 1] = indptr[i]! + csr.indptr[r + 1]! - csr.indptr[r]!;
  const relabelled: WeightedCsr = {
    ...csr,
    indptr,
    indices: Int32Array.from(entryOrder, (e) => place[csr.indices[e]!]!),
    values: Float32Array.from(entryOrder, (e) => csr.values[e]!),
  };
  const layer = (matrix: WeightedCsr, q: Tensor, k: Tensor) => {
    const operand = new SparseOperand(matrix);
    const p = segmentSoftmax(operand, sddmm(operand, q, k, { heads: 2 }));
    const results = [spmmWeighted(operand, p, k), spmmMax(operand, k), segmentReduce(operand, p, 'max')].map(
      (each) => each.dataSync() as Float32Array,
    );
    operand.dispose();
    return results;
  };
  tidy(() => {
    const [q, k] = [parameter('q', [9, 6]), parameter('k', [7, 6])];
    const plain = layer(csr, q.value, k.value);
    const others = layer(relabelled, gatherRows(q.value, rowOrder), gatherRows(k.value, columnOrder));
    for (const [i, other] of others.entries()) {
      const width = other.length / 9;
      expect(other).toEqual(
        Float32Array.from(other, (_, at) => plain[i]![rowOrder[Math.floor(at / width)]! * width + (at % width)]!),
      );
    }
    q.dispose();
    k.dispose();
    return tf.scalar(0);
  }).dispose();
});

it('refuses wrong shapes, rows and heads', () => {
  const code = (value: string) => expect.objectContaining({ code: value });
  const operand = new SparseOperand(small);
  const x = tensor([2, 3], new Float32Array(6));
  const a = tensor([3, 3], new Float32Array(9));
  expect(() => sddmm(operand, x, x)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => sddmm(operand, a, x, { heads: 2 })).toThrow(code('INVALID_OPTION'));
  expect(() => sddmm(operand, a, x, { heads: 2, op: 'add' })).toThrow(code('SHAPE_MISMATCH'));
  expect(() => spmmWeighted(operand, a, x)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => segmentSoftmax(operand, a)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => segmentReduce(operand, a, 'max')).toThrow(code('SHAPE_MISMATCH'));
  expect(() => spmmMax(operand, a)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => spmmMax(small as never, x)).toThrow(code('INVALID_OPTION'));
  expect(() => scatterRows(a, Int32Array.of(0, 1, 2), 2)).toThrow(code('INDEX_OUT_OF_RANGE'));
  expect(() => gatherRows(a, Int32Array.of(3))).toThrow(code('INDEX_OUT_OF_RANGE'));
  x.dispose();
  a.dispose();
  operand.dispose();
});
