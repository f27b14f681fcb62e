import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionOptions } from '../../compute/index.js';
import { attentionBackwardInto, attentionForwardInto, attentionShape } from '../../compute/internal.js';
import { defineOp, type Op } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import type { KernelHost } from '../threads/kernel-host.js';
import * as gpu from '../webgpu/attention.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

function operands(host: KernelHost, { queries, keys, values, bias }: Infos, matrix: SparseOperand) {
  const { indptr, indices } = matrix.place(false);
  return {
    indptr,
    indices,
    queries: host.address(queries!),
    keys: host.address(keys!),
    values: host.address(values!),
    bias: bias ? host.address(bias) : 0,
  };
}

/** The operation and its gradient, with a bias of the entries or without: the engine saves the inputs by name. */
function define(suffix: string, names: readonly string[]): Op<gpu.AttentionAttributes> {
  const gradientOp = defineOp<gpu.AttentionAttributes>({
    name: `HeteroFusedAttentionGradient${suffix}`,
    webgpu: gpu.attentionGradient,
    forward(host, inputs, { matrix, shape }) {
      const { out, logSumExp, dOut } = inputs;
      const gradients = [inputs.queries!, inputs.keys!, inputs.values!].map((like) => host.allocate(like.shape));
      const scores = host.allocate([shape.entries, shape.heads]);
      const placed = matrix.place(true);
      const transpose = { indptr: placed.indptr, indices: placed.indices, entries: matrix.placeEntries(true) };
      const saved = { out: host.address(out!), logSumExp: host.address(logSumExp!), dOut: host.address(dOut!) };
      const [queries, keys, values] = gradients.map(({ address }) => address) as [number, number, number];
      const d = { queries, keys, values, scores: scores.address };
      attentionBackwardInto(host.pool, shape, operands(host, inputs, matrix), transpose, saved, d);
      return [...gradients, scores];
    },
  });
  return defineOp<gpu.AttentionAttributes>({
    name: `HeteroFusedAttention${suffix}`,
    webgpu: gpu.attention,
    forward(host, inputs, { matrix, shape }) {
      const out = host.allocate([shape.numRows, shape.heads * shape.width]);
      const logSumExp = host.allocate([shape.numRows, shape.heads]);
      attentionForwardInto(host.pool, shape, operands(host, inputs, matrix), out.address, logSumExp.address);
      return [out, logSumExp];
    },
    saves: { inputs: names, outputs: [true, true] },
    gradient([dOut], saved, attributes) {
      const inputs = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      const [out, logSumExp] = saved.slice(names.length);
      const gradients = gradientOp({ ...inputs, out: out!, logSumExp: logSumExp!, dOut: dOut! }, attributes);
      return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]!.clone()]));
    },
  });
}

const plainOp = define('', ['queries', 'keys', 'values']);
const biasedOp = define('Biased', ['queries', 'keys', 'values', 'bias']);

export interface AttentionTensors {
  /** [numRows, H] for additive scores, [numRows, H Dk] for dot products. */
  readonly queries: tf.Tensor;
  /** [numCols, H] or [numCols, H Dk]. */
  readonly keys: tf.Tensor;
  /** [numCols, H D]. */
  readonly values: tf.Tensor;
  /** Added to the raw score of each entry: [E, H]. */
  readonly bias?: tf.Tensor;
}

/**
 * Attention over the rows of a matrix, [numRows, H D]: scores, softmax over the entries of a row and weighted sum of the columns' values
 * in one pass, without a tensor of the size E H D forward or back. The values of the matrix are not read; a row without entries gives
 * zeros. Gradients by every operand. O(E H (D + Dk)).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function fusedAttention(
  matrix: SparseOperand,
  { queries, keys, values, bias }: AttentionTensors,
  options: Omit<AttentionOptions, 'pool'>,
): tf.Tensor2D {
  expectOperand(matrix);
  expectShape('The queries', queries, [matrix.numRows, -1]);
  expectShape('The keys', keys, [matrix.numCols, queries.shape[1]!]);
  expectShape('The values', values, [matrix.numCols, -1]);
  if (bias) expectShape('The bias of the entries', bias, [matrix.numEntries, options.heads]);
  const lengths = { queries: { length: queries.size }, keys: { length: keys.size }, values: { length: values.size } };
  const { numRows, numCols, numEntries } = matrix;
  const shape = attentionShape({ numRows, numCols, indices: { length: numEntries } }, lengths, options);
  const inputs = { queries, keys, values };
  const attributes = { matrix, shape };
  const outputs = bias ? biasedOp({ ...inputs, bias }, attributes) : plainOp(inputs, attributes);
  outputs[1]!.dispose();
  return outputs[0] as tf.Tensor2D;
}
