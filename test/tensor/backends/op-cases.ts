import * as tf from '@tensorflow/tfjs-core';
import { RandomStream } from '../../../src/core/index.js';
import {
  addAll,
  batchNorm,
  channelAttention,
  concatColumns,
  concatRows,
  dropout,
  dropoutKey,
  elu,
  embeddingLookup,
  gelu,
  hopMix,
  linear,
  meanOf,
  multiHotCrossEntropy,
  multiply,
  preluDropout,
  SparseOperand,
  scale,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  splitColumns,
  splitRows,
  spmm,
  type Tensor,
  type Tensor2D,
  tensor2d,
} from '../../../src/tensor/index.js';
import { maskArguments } from '../../../src/tensor/ops/dropout.js';
import { activationReferences } from '../../compute/references/activation.js';
import { batchNormReference, columnStatisticsReference } from '../../compute/references/batch-norm.js';
import { sigmoidLossReference, softmaxLossReference } from '../../compute/references/cross-entropy.js';
import { hopMixReference } from '../../compute/references/hop-mix.js';
import { preluReference } from '../../compute/references/prelu.js';

export const normal = (name: string, n: number) => new RandomStream(3, name).fillNormal(new Float32Array(n));

type Values<T> = Readonly<Record<string, T>>;

/** One of our operations: what it takes, how it is called, and what it is in float64. */
export interface OpCase {
  readonly name: string;
  /** Shapes of the operands; all are differentiated. */
  readonly shapes: Values<readonly number[]>;
  run(operands: Values<Tensor2D>): Tensor;
  reference(operands: Values<Float64Array>): ArrayLike<number>;
  /** After the last use. */
  dispose?(): void;
}

const matrix = {
  numRows: 3,
  numCols: 4,
  indptr: Int32Array.of(0, 3, 3, 5),
  indices: Int32Array.of(1, 1, 3, 0, 1),
};
const weights = Float32Array.of(1, 2, -1, 0.5, 4);
const mask = (rate: number) => ({ rate, key: dropoutKey(new RandomStream(5, 'mask'), 1) });
const source = { values: normal('source', 9 * 3 * 21), numRows: 9, hops: 3, width: 21 };
const rows = Int32Array.of(8, 0, 3, 3, 5);
const labels = Int32Array.of(0, 2, 1, 2);
const activations = { gelu, elu };
const statistics = normal('statistics', 14).map(Math.abs);
const batch = normal('batch', 210);
const flags = Uint8Array.from({ length: 12 }, (_, i) => Number(i % 3 === 0 || i === 7));

/** Rows `at` of x [., width]. */
function rowsOf(x: ArrayLike<number>, width: number, at: Int32Array): Float64Array {
  return Float64Array.from(
    { length: at.length * width },
    (_, i) => x[at[Math.floor(i / width)]! * width + (i % width)]!,
  );
}

function linearReference(x: Float64Array, w: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const k = w.length / n;
  return Float64Array.from({ length: (x.length / k) * n }, (_, at) => {
    let sum = b[at % n]!;
    for (let p = 0; p < k; p++) sum += x[Math.floor(at / n) * k + p]! * w[p * n + (at % n)]!;
    return sum;
  });
}

function sparseCase(weighted: boolean): OpCase {
  let operand: SparseOperand | undefined;
  return {
    name: weighted ? 'spmm, weighted' : 'spmm',
    shapes: { x: [4, 6] },
    run({ x }) {
      operand ??= new SparseOperand(weighted ? { ...matrix, values: weights } : matrix);
      return spmm(operand, x!);
    },
    reference({ x }) {
      const out = new Float64Array(18);
      for (let r = 0; r < 3; r++) {
        for (let e = matrix.indptr[r]!; e < matrix.indptr[r + 1]!; e++) {
          const factor = weighted ? weights[e]! : 1;
          for (let c = 0; c < 6; c++) out[r * 6 + c]! += factor * x![matrix.indices[e]! * 6 + c]!;
        }
      }
      return out;
    },
    dispose() {
      operand?.dispose();
      operand = undefined;
    },
  };
}

function mixCase(filters: number, rate: number): OpCase {
  const drop = mask(rate);
  const { hops, width } = source;
  const shape = { count: rows.length, hops, width, filters };
  return {
    name: `hopMix, ${filters} filters, dropout ${rate}`,
    shapes: { filter: [filters, hops], bias: [filters] },
    run: ({ filter, bias }) => hopMix(source, rows, filter!, bias!, drop),
    reference: ({ filter, bias }) =>
      hopMixReference(
        Float32Array.from(rowsOf(source.values, hops * width, rows)),
        shape,
        filter!,
        bias!,
        maskArguments(drop),
      ),
  };
}

/** Attention among the channels of two rows. */
function channelCase(channels: number, queriesOfRow = channels): OpCase {
  const [dk, d] = [2, 3];
  return {
    name: `channelAttention, ${queriesOfRow} queries to ${channels} channels`,
    shapes: { queries: [2 * queriesOfRow, dk], keys: [2 * channels, dk], values: [2 * channels, d] },
    run: ({ queries, keys, values }) =>
      queriesOfRow === channels
        ? channelAttention({ queries: queries!, keys: keys!, values: values! }, channels)
        : channelAttention({ queries: queries!, keys: keys!, values: values! }, channels, queriesOfRow),
    reference({ queries, keys, values }) {
      const out = new Float64Array(2 * queriesOfRow * d);
      for (let i = 0; i < 2 * queriesOfRow; i++) {
        const first = Math.floor(i / queriesOfRow) * channels;
        const scores = Array.from({ length: channels }, (_, m) => {
          let dot = 0;
          for (let c = 0; c < dk; c++) dot += queries![i * dk + c]! * keys![(first + m) * dk + c]!;
          return Math.exp(dot / Math.sqrt(dk));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (const [m, score] of scores.entries()) {
          for (let c = 0; c < d; c++) out[i * d + c]! += (score / total) * values![(first + m) * d + c]!;
        }
      }
      return out;
    },
  };
}

export const opCases: readonly OpCase[] = [
  {
    name: 'linear',
    shapes: { x: [5, 19], weight: [19, 7], bias: [7] },
    run: ({ x, weight, bias }) => linear(x!, weight!, bias!),
    reference: ({ x, weight, bias }) => linearReference(x!, weight!, bias!),
  },
  ...[0, 0.5].map(
    (rate): OpCase => ({
      name: `preluDropout ${rate}`,
      shapes: { x: [5, 19], slope: [1] },
      run: ({ x, slope }) => preluDropout(x!, slope!, mask(rate)),
      reference: ({ x, slope }) => preluReference(x!, slope![0]!, maskArguments(mask(rate))),
    }),
  ),
  {
    name: 'dropout',
    shapes: { x: [7, 33] },
    run: ({ x }) => dropout(x!, mask(0.3)),
    reference: ({ x }) => preluReference(x!, 1, maskArguments(mask(0.3))),
  },
  ...(['gelu', 'elu'] as const).map(
    (name): OpCase => ({
      name,
      shapes: { x: [7, 33] },
      run: ({ x }) => activations[name](scale(x!, 2)),
      reference: ({ x }) => x!.map((value) => activationReferences[name](2 * value)),
    }),
  ),
  ...[1, 3, 150].map(
    (batch): OpCase => ({
      name: `batchNorm of ${batch}`,
      shapes: { x: [batch, 7], scale: [7], shift: [7] },
      run: ({ x, scale, shift }) => batchNorm(x!, scale!, shift!, { epsilon: 0.1 }).out,
      reference: ({ x, scale, shift }) => batchNormReference(x!, scale!, shift!, 0.1),
    }),
  ),
  {
    name: 'batchNorm by given statistics',
    shapes: { x: [9, 7], scale: [7], shift: [7] },
    run: ({ x, scale, shift }) => batchNorm(x!, scale!, shift!, { statistics: tensor2d(statistics, [2, 7]) }).out,
    reference: ({ x, scale, shift }) => batchNormReference(x!, scale!, shift!, 1e-5, statistics),
  },
  {
    name: 'statistics of batchNorm',
    shapes: { y: [2, 7] },
    run: ({ y }) => multiply(y!, batchNorm(tensor2d(batch, [30, 7]), tf.ones([7]), tf.zeros([7])).statistics),
    reference: ({ y }) => y!.map((value, i) => value * columnStatisticsReference(batch, 7)[i]!),
  },
  mixCase(1, 0),
  mixCase(2, 0.5),
  sparseCase(false),
  sparseCase(true),
  {
    name: 'embeddingLookup',
    shapes: { table: [5, 3] },
    run: ({ table }) => embeddingLookup(table!, Int32Array.of(4, 1, 4, 4)),
    reference: ({ table }) => rowsOf(table!, 3, Int32Array.of(4, 1, 4, 4)),
  },
  {
    name: 'softmaxCrossEntropy',
    shapes: { z: [4, 3] },
    run: ({ z }) => softmaxCrossEntropy(z!, labels),
    reference: ({ z }) => [
      softmaxLossReference(
        z!,
        Float64Array.from({ length: 12 }, (_, i) => Number(labels[Math.floor(i / 3)] === i % 3)),
        3,
      ),
    ],
  },
  {
    name: 'sigmoidCrossEntropy',
    shapes: { z: [4, 3] },
    run: ({ z }) => sigmoidCrossEntropy(z!, flags),
    reference: ({ z }) => [sigmoidLossReference(z!, flags)],
  },
  {
    name: 'multiHotCrossEntropy',
    shapes: { z: [4, 3] },
    run: ({ z }) => multiHotCrossEntropy(z!, flags),
    reference: ({ z }) => [softmaxLossReference(z!, flags, 3)],
  },
  {
    name: 'concatColumns',
    shapes: { x: [4, 3], y: [4, 2] },
    run: ({ x, y }) => concatColumns([x!, y!]),
    reference: ({ x, y }) =>
      Float64Array.from({ length: 20 }, (_, i) => {
        const [r, c] = [Math.floor(i / 5), i % 5];
        return c < 3 ? x![3 * r + c]! : y![2 * r + c - 3]!;
      }),
  },
  {
    name: 'splitColumns',
    shapes: { x: [4, 5] },
    run({ x }) {
      const [a, b, c] = splitColumns(x!, [2, 1, 2]);
      return concatColumns([c!, a!, b!]);
    },
    reference: ({ x }) =>
      Float64Array.from({ length: 20 }, (_, i) => x![5 * Math.floor(i / 5) + [3, 4, 0, 1, 2][i % 5]!]!),
  },
  {
    name: 'splitRows',
    shapes: { x: [5, 2] },
    run({ x }) {
      const [a, b, c] = splitRows(x!, [2, 1, 2]);
      return concatRows([c!, a!, b!]);
    },
    reference: ({ x }) =>
      Float64Array.from({ length: 10 }, (_, i) => x![2 * [3, 4, 0, 1, 2][Math.floor(i / 2)]! + (i % 2)]!),
  },
  channelCase(1),
  channelCase(3),
  channelCase(3, 1),
  {
    name: 'addAll, scale, meanOf',
    shapes: { x: [4, 3], y: [4, 3] },
    run: ({ x, y }) => meanOf([addAll([x!, y!, x!]), scale(y!, -3)]),
    reference: ({ x, y }) => x!.map((value, i) => (2 * value + y![i]! - 3 * y![i]!) / 2),
  },
];
