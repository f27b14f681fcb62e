import { RandomStream } from '../../../src/core/index.js';
import {
  attentionWeights,
  dropoutKey,
  fusedAttention,
  layerNorm,
  multiply,
  rowNorm,
  SparseOperand,
  scatterRows,
  sddmm,
  segmentReduce,
  segmentSoftmax,
  spmmMax,
  spmmWeighted,
  type Tensor,
  type Tensor2D,
  tensor2d,
} from '../../../src/tensor/index.js';
import { attentionWeightsReference, fusedAttentionReference } from '../../compute/references/fused-attention.js';
import { layerNormReference } from '../../compute/references/layer-norm.js';
import { rowNormReference } from '../../compute/references/row-norm.js';
import { sddmmReference } from '../../compute/references/sddmm.js';
import { segmentReduceReference } from '../../compute/references/segment-reduce.js';
import { segmentSoftmaxReference } from '../../compute/references/segment-softmax.js';
import { spmmWeightedReference } from '../../compute/references/spmm-weighted.js';
import { normal, type OpCase } from './op-cases.js';

// Row 1 is empty, row 0 has an edge twice.
const matrix = {
  numRows: 4,
  numCols: 5,
  indptr: Int32Array.of(0, 4, 4, 6, 9),
  indices: Int32Array.of(1, 1, 3, 0, 4, 1, 2, 0, 4),
};
const entries = matrix.indices.length;

/** A case on the matrix; its operand is made at the first run. */
function onMatrix(
  name: string,
  shapes: OpCase['shapes'],
  run: (operand: SparseOperand, operands: Readonly<Record<string, Tensor2D>>) => Tensor,
  reference: OpCase['reference'],
): OpCase {
  let operand: SparseOperand | undefined;
  return {
    name,
    shapes,
    run(operands) {
      operand ??= new SparseOperand(matrix);
      return run(operand, operands);
    },
    reference,
    dispose() {
      operand?.dispose();
      operand = undefined;
    },
  };
}

const types = Int32Array.of(0, 2, 2, 0, 2, 0, 0, 2, 0);
const previous = normal('previous', entries * 4);
const fixed = { queries: normal('queries', 24), keys: normal('keys', 30), bias: normal('bias', 9) };
const dropped = { rate: 0.4, key: dropoutKey(new RandomStream(5, 'attention'), 1) };
const weighing = { heads: 3, score: 'dot' as const, biasTypes: types, dropout: dropped };

function attentionCase(
  name: string,
  sizes: { readonly keyWidth?: number; readonly heads: number; readonly width: number },
  more: {
    readonly dynamic?: boolean;
    readonly bias?: 'entries' | 'types';
    readonly rate?: number;
    readonly share?: number;
  } = {},
): OpCase {
  const { keyWidth = 0, heads, width } = sizes;
  const { dynamic, bias, rate, share } = more;
  const per = heads * Math.max(1, keyWidth);
  const options = {
    heads,
    score: dynamic ? ('gatv2' as const) : keyWidth === 0 ? ('add' as const) : ('dot' as const),
    ...(rate ? { dropout: { ...dropped, rate } } : {}),
    ...(bias === 'types' ? { biasTypes: types } : {}),
  };
  const weights = previous.subarray(0, entries * heads);
  const residual = share ? { residual: { weights, share } } : {};
  const shapes = {
    queries: [matrix.numRows, per],
    keys: [matrix.numCols, per],
    values: [matrix.numCols, heads * width],
    ...(bias ? { bias: [bias === 'types' ? 3 : entries, heads] } : {}),
    ...(dynamic ? { vector: [heads, keyWidth] } : {}),
  };
  return onMatrix(
    name,
    shapes,
    (operand, inputs) => {
      const constant = share ? { residual: { weights: tensor2d(weights, [entries, heads]), share } } : {};
      return fusedAttention(operand, inputs as never, { ...options, ...constant });
    },
    (inputs) => fusedAttentionReference(matrix, inputs as never, { ...options, ...residual }),
  );
}

export const sparseCases: readonly OpCase[] = [
  attentionCase('fusedAttention, additive', { heads: 3, width: 5 }),
  attentionCase('fusedAttention, additive with bias', { heads: 4, width: 4 }, { bias: 'entries' }),
  attentionCase('fusedAttention, dot product', { keyWidth: 3, heads: 2, width: 4 }),
  attentionCase('fusedAttention, dynamic', { keyWidth: 5, heads: 3, width: 4 }, { dynamic: true }),
  attentionCase('fusedAttention, dropout', { heads: 3, width: 4 }, { rate: 0.4 }),
  attentionCase('fusedAttention, bias by types', { heads: 3, width: 4 }, { bias: 'types' }),
  attentionCase('fusedAttention, residual', { keyWidth: 4, heads: 3, width: 5 }, { share: 0.3 }),
  attentionCase(
    'fusedAttention, all of it',
    { keyWidth: 4, heads: 4, width: 6 },
    { dynamic: true, bias: 'types', rate: 0.4, share: 0.3 },
  ),
  onMatrix(
    'attentionWeights',
    { x: [entries, 3] },
    (operand, { x }) => {
      const [queries, keys, bias] = [
        tensor2d(fixed.queries, [4, 6]),
        tensor2d(fixed.keys, [5, 6]),
        tensor2d(fixed.bias, [3, 3]),
      ];
      const residual = { weights: tensor2d(previous.subarray(0, entries * 3), [entries, 3]), share: 0.3 };
      return multiply(x!, attentionWeights(operand, { queries, keys, bias }, { ...weighing, residual }));
    },
    ({ x }) => {
      const residual = { weights: previous.subarray(0, entries * 3), share: 0.3 };
      const weights = attentionWeightsReference(matrix, { ...fixed, values: [] }, { ...weighing, residual });
      return x!.map((value, i) => value * weights[i]!);
    },
  ),
  onMatrix(
    'sddmm, dot',
    { a: [4, 6], b: [5, 6] },
    (operand, { a, b }) => sddmm(operand, a!, b!, { heads: 2 }),
    ({ a, b }) => sddmmReference(matrix, a!, b!, { op: 'dot', heads: 2, width: 3 }),
  ),
  onMatrix(
    'sddmm, add',
    { a: [4, 2], b: [5, 2] },
    (operand, { a, b }) => sddmm(operand, a!, b!, { heads: 2, op: 'add' }),
    ({ a, b }) => sddmmReference(matrix, a!, b!, { op: 'add', heads: 2, width: 1 }),
  ),
  onMatrix(
    'spmmWeighted',
    { weights: [entries, 2], x: [5, 6] },
    (operand, { weights, x }) => spmmWeighted(operand, weights!, x!),
    ({ weights, x }) => spmmWeightedReference(matrix, weights!, x!, 6, 2),
  ),
  onMatrix(
    'spmmMax',
    { x: [5, 3] },
    (operand, { x }) => spmmMax(operand, x!),
    ({ x }) =>
      Float64Array.from({ length: 12 }, (_, at) => {
        const [r, c] = [Math.floor(at / 3), at % 3];
        const columns = matrix.indices.subarray(matrix.indptr[r]!, matrix.indptr[r + 1]!);
        return columns.length === 0 ? 0 : Math.max(...Array.from(columns, (column) => x![column * 3 + c]!));
      }),
  ),
  onMatrix(
    'segmentSoftmax',
    { scores: [entries, 3] },
    (operand, { scores }) => segmentSoftmax(operand, scores!),
    ({ scores }) => segmentSoftmaxReference(matrix, scores!, 3),
  ),
  ...(['sum', 'mean', 'max'] as const).map((reduce) =>
    onMatrix(
      `segmentReduce, ${reduce}`,
      { values: [entries, 3] },
      (operand, { values }) => segmentReduce(operand, values!, reduce),
      ({ values }) => segmentReduceReference(matrix, values!, 3, reduce),
    ),
  ),
  ...(['l2', 'rms'] as const).map(
    (kind): OpCase => ({
      name: `rowNorm, ${kind}`,
      shapes: { x: [4, 7] },
      run: ({ x }) => rowNorm(x!, kind),
      reference: ({ x }) => rowNormReference(x!, 7, kind),
    }),
  ),
  {
    name: 'layerNorm',
    shapes: { x: [4, 7], scale: [7], shift: [7] },
    run: ({ x, scale, shift }) => layerNorm(x!, scale!, shift!),
    reference: ({ x, scale, shift }) => layerNormReference(x!, scale!, shift!, 1e-5),
  },
  {
    name: 'scatterRows',
    shapes: { x: [4, 3] },
    run: ({ x }) => scatterRows(x!, Int32Array.of(4, 1, 4, 0), 6),
    reference({ x }) {
      const out = new Float64Array(18);
      for (const [i, row] of [4, 1, 4, 0].entries()) for (let c = 0; c < 3; c++) out[row * 3 + c]! += x![i * 3 + c]!;
      return out;
    },
  },
];
