import {
  fusedAttention,
  layerNorm,
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
} from '../../../src/tensor/index.js';
import { fusedAttentionReference } from '../../compute/references/fused-attention.js';
import { layerNormReference } from '../../compute/references/layer-norm.js';
import { rowNormReference } from '../../compute/references/row-norm.js';
import { sddmmReference } from '../../compute/references/sddmm.js';
import { segmentReduceReference } from '../../compute/references/segment-reduce.js';
import { segmentSoftmaxReference } from '../../compute/references/segment-softmax.js';
import { spmmWeightedReference } from '../../compute/references/spmm-weighted.js';
import type { OpCase } from './op-cases.js';

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

function attentionCase(name: string, keyWidth: number, heads: number, width: number, biased: boolean): OpCase {
  const score = keyWidth === 0 ? ('add' as const) : ('dot' as const);
  const per = heads * Math.max(1, keyWidth);
  return onMatrix(
    name,
    {
      queries: [matrix.numRows, per],
      keys: [matrix.numCols, per],
      values: [matrix.numCols, heads * width],
      ...(biased ? { bias: [entries, heads] } : {}),
    },
    (operand, inputs) => fusedAttention(operand, inputs as never, { heads, score }),
    (inputs) => fusedAttentionReference(matrix, inputs as never, { heads, score }),
  );
}

export const sparseCases: readonly OpCase[] = [
  attentionCase('fusedAttention, additive', 0, 3, 5, false),
  attentionCase('fusedAttention, additive with bias', 0, 4, 4, true),
  attentionCase('fusedAttention, dot product', 3, 2, 4, false),
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
