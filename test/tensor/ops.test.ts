import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';
import {
  concatColumns,
  dropout,
  dropoutKey,
  embeddingLookup,
  gatherRows,
  type HopSource,
  hopMix,
  initTensors,
  linear,
  makeTensor,
  meanOf,
  numTensors,
  Parameter,
  preluDropout,
  type Scalar,
  SparseOperand,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  spmm,
  type Tensor,
  tidy,
  usedBytes,
} from '../../src/tensor/index.js';
import { maskArguments } from '../../src/tensor/ops/dropout.js';
import { isKept } from '../compute/references/dropout-mask.js';
import { hopMixReference } from '../compute/references/hop-mix.js';
import { checkGradients, read } from './check-gradients.js';

const normal = (name: string, n: number) => new RandomStream(3, name).fillNormal(new Float32Array(n));
const parameter = (name: string, shape: number[]) =>
  new Parameter(name, shape, (values) => values.set(normal(name, values.length)));
/** SUM x_i c_i with fixed c: turns any output into a scalar whose gradient is c. */
const weigh = (x: Tensor): Scalar => {
  const c = makeTensor(x.shape, (values) => values.set(normal('weigh', values.length)));
  return tf.sum(tf.mul(x, c));
};
const weighReference = (x: ArrayLike<number>) => {
  const c = normal('weigh', x.length);
  return Array.from(x).reduce((sum, value, i) => sum + value * c[i]!, 0);
};
/** x [m, k] times w [k, n] plus b, in float64. */
const linearReference = (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>, k: number) => {
  const n = b.length;
  return Float64Array.from({ length: (x.length / k) * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = b[j]!;
    for (let p = 0; p < k; p++) sum += x[i * k + p]! * w[p * n + j]!;
    return sum;
  });
};

let before = { tensors: 0, bytes: 0 };
beforeAll(() => initTensors());
beforeEach(() => {
  before = { tensors: numTensors(), bytes: usedBytes() };
});
afterEach(() => {
  expect({ tensors: numTensors(), bytes: usedBytes() }).toEqual(before);
});

describe('hopMix', () => {
  it('by hand', async () => {
    // Two hops of width 2; row 1 is [[1, 2], [3, 4]]; filter (10, 1): 10*1 + 3 = 13, 10*2 + 4 = 24, plus the bias 0.5.
    const source = { values: Float32Array.of(9, 9, 9, 9, 1, 2, 3, 4), numRows: 2, hops: 2, width: 2 };
    const weight = new Parameter('w', [1, 2], (values) => values.set([10, 1]));
    const bias = Parameter.constant('b', [1], 0.5);
    const { value, gradients } = await read(
      () => tf.sum(hopMix(source, Int32Array.of(1), weight.value, bias.value)),
      [weight, bias],
    );
    expect(value).toBe(38);
    expect(gradients).toEqual([Float32Array.of(3, 7), Float32Array.of(2)]);
    weight.dispose();
    bias.dispose();
  });

  it('gradients agree with float64, with repeated rows, masks, in and out of the arena', async () => {
    for (const [filters, rate, inside] of [
      [1, 0, false],
      [2, 0.5, false],
      [2, 0.8, true],
      [3, 0.3, true],
    ] as const) {
      const [hops, width] = [3, 21];
      const plain = normal('source', 9 * hops * width);
      const { arena } = getPool();
      const values = inside ? arena.allocFloat32(plain.length) : plain;
      values.set(plain);
      const source: HopSource = { values, numRows: 9, hops, width };
      const rows = Int32Array.of(8, 0, 3, 3, 5);
      const x = Float32Array.from({ length: rows.length * hops * width }, (_, i) => {
        const size = hops * width;
        return plain[rows[Math.floor(i / size)]! * size + (i % size)]!;
      });
      const drop = { rate, key: dropoutKey(new RandomStream(5, 'mask'), 2) };
      const weight = parameter('filter', [filters, hops]);
      const bias = parameter('filter-bias', [filters]);
      const shape = { count: rows.length, hops, width, filters };
      await checkGradients(
        () => weigh(hopMix(source, rows, weight.value, bias.value, drop)),
        [weight, bias],
        ([w, b]) => weighReference(hopMixReference(x, shape, w!, b!, maskArguments(drop))),
      );
      weight.dispose();
      bias.dispose();
      if (inside) arena.free(values);
    }
  });

  it('refuses wrong shapes and rows', async () => {
    const source = { values: new Float32Array(12), numRows: 2, hops: 2, width: 3 };
    const weight = Parameter.zeros('w', [2, 2]);
    const bias = Parameter.zeros('b', [2]);
    const code = (value: string) => expect.objectContaining({ code: value });
    const rows = Int32Array.of(0, 1);
    expect(() => hopMix(source, Int32Array.of(0, 2), weight.value, bias.value)).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(() => hopMix(source, rows, bias.value, bias.value)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => hopMix(source, rows, weight.value, weight.value)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => hopMix({ ...source, width: 4 }, rows, weight.value, bias.value)).toThrow(code('SHAPE_MISMATCH'));
    const wrong = { rate: 1, key: { key0: 1, key1: 1 } };
    expect(() => hopMix(source, rows, weight.value, bias.value, wrong)).toThrow(code('INVALID_OPTION'));
    weight.dispose();
    bias.dispose();
  });
});

describe('layers', () => {
  it('linear, prelu and dropout: gradients agree with float64', async () => {
    const [m, k, n] = [5, 19, 7];
    const x = parameter('x', [m, k]);
    const weight = parameter('weight', [k, n]);
    const bias = parameter('bias', [n]);
    const slope = Parameter.constant('slope', [1], 0.25);
    for (const rate of [0, 0.5]) {
      const drop = { rate, key: dropoutKey(new RandomStream(5, 'mask')) };
      const mask = maskArguments(drop);
      const scale = 256 / mask.threshold;
      await checkGradients(
        () => weigh(preluDropout(linear(x.value, weight.value, bias.value), slope.value, drop)),
        [x, weight, bias, slope],
        ([a, w, b, s]) =>
          weighReference(
            linearReference(a!, w!, b!, k).map((z, i) =>
              isKept(i >> 4, i & 15, mask) ? scale * (z > 0 ? z : s![0]! * z) : 0,
            ),
          ),
      );
      await checkGradients(
        () => weigh(dropout(x.value, drop)),
        [x],
        ([a]) => weighReference(a!.map((z, i) => (isKept(i >> 4, i & 15, mask) ? scale * z : 0))),
      );
    }
    for (const p of [x, weight, bias, slope]) p.dispose();
  });

  it('dropout keeps a multiple of 1/256, scales by its exact inverse, and depends on stream and step alone', async () => {
    const ones = makeTensor([200, 64], (values) => values.fill(1));
    const draw = (seed: number, step: number) =>
      tidy(() => {
        const result = dropout(ones, { rate: 0.8, key: dropoutKey(new RandomStream(seed, 'd'), step) });
        return result.clone();
      });
    const tensors = [draw(1, 0), draw(1, 0), draw(1, 1), draw(2, 0)];
    const [a, again, step, seed] = await Promise.all(
      tensors.map(async (tensor) => (await tensor.data()) as Float32Array),
    );
    expect(again).toEqual(a);
    expect(step).not.toEqual(a);
    expect(seed).not.toEqual(a);
    expect(new Set(a)).toEqual(new Set([0, Math.fround(256 / 51)]));
    const kept = a!.filter((value) => value > 0).length;
    expect(Math.abs(kept / a!.length - 51 / 256)).toBeLessThan(0.02);
    for (const tensor of [ones, ...tensors]) tensor.dispose();
  });

  it('losses on joined and averaged branches', async () => {
    const x = parameter('x', [4, 3]);
    const y = parameter('y', [4, 3]);
    const labels = Int32Array.of(0, 2, 1, 2);
    const flags = Uint8Array.from({ length: 24 }, (_, i) => Number(i % 3 === 0));
    const softmax = (z: Float64Array) => {
      let loss = 0;
      for (const [r, label] of labels.entries()) {
        const row = z.subarray(3 * r, 3 * r + 3);
        loss += Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[label]!;
      }
      return loss / 4;
    };
    await checkGradients(
      () => softmaxCrossEntropy(meanOf([x.value as never, y.value as never]), labels),
      [x, y],
      ([a, b]) => softmax(a!.map((v, i) => (v + b![i]!) / 2)),
    );
    await checkGradients(
      () => sigmoidCrossEntropy(concatColumns([x.value as never, y.value as never]), flags),
      [x, y],
      ([a, b]) => {
        let loss = 0;
        for (let i = 0; i < 24; i++) {
          const [r, c] = [Math.floor(i / 6), i % 6];
          const z = c < 3 ? a![3 * r + c]! : b![3 * r + c - 3]!;
          loss += Math.log1p(Math.exp(z)) - z * flags[i]!;
        }
        return loss / 24;
      },
    );
    x.dispose();
    y.dispose();
  });
});

describe('rows and sparse products', () => {
  it('embedding lookup adds up the gradients of repeated rows; gatherRows is a plain copy', async () => {
    const table = parameter('table', [5, 3]);
    const rows = Int32Array.of(4, 1, 4, 4);
    const { gradients } = await read(() => tf.sum(embeddingLookup(table.value, rows)), [table]);
    expect(gradients[0]).toEqual(Float32Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 3, 3, 3));
    const values = await table.read();
    const out = gatherRows(values, 3, rows);
    expect(await out.data()).toEqual(
      Float32Array.from([4, 1, 4, 4].flatMap((r) => [...values.subarray(3 * r, 3 * r + 3)])),
    );
    out.dispose();
    expect(() => embeddingLookup(table.value, Int32Array.of(5))).toThrow(
      expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }),
    );
    table.dispose();
  });

  it('spmm with parallel entries and empty rows, gradient by the transpose', async () => {
    const csr = {
      numRows: 3,
      numCols: 4,
      indptr: Int32Array.of(0, 3, 3, 5),
      indices: Int32Array.of(1, 1, 3, 0, 1),
      values: Float32Array.of(1, 2, -1, 0.5, 4),
    };
    for (const { values, ...plain } of [csr]) {
      for (const matrix of [csr, plain]) {
        const operand = new SparseOperand(matrix);
        const x = parameter('x', [4, 6]);
        await checkGradients(
          () => weigh(spmm(operand, x.value)),
          [x],
          ([a]) => {
            const out = new Float64Array(18);
            for (let r = 0; r < 3; r++) {
              for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
                const weight = matrix === csr ? values[e]! : 1;
                for (let c = 0; c < 6; c++) out[r * 6 + c]! += weight * a![csr.indices[e]! * 6 + c]!;
              }
            }
            return weighReference(out);
          },
        );
        x.dispose();
        operand.dispose();
      }
    }
  });
});
