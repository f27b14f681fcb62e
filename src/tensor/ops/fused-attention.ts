import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionOptions, ResidualAttention } from '../../compute/index.js';
import {
  type AttentionShape,
  attentionBackwardInto,
  attentionForwardInto,
  attentionShape,
  attentionWeightsInto,
} from '../../compute/internal.js';
import { HeteroGraphError } from '../../core/index.js';
import { defineOp, type Op } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import { stopGradient } from '../engine/stop-gradient.js';
import type { KernelHost } from '../threads/kernel-host.js';
import * as gpu from '../webgpu/attention.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

/** Addresses of the operands; of those that are not there, 0. */
function operands(host: KernelHost, inputs: Infos, { matrix, biasTypes }: gpu.AttentionAttributes) {
  const { indptr, indices } = matrix.place(false);
  const at = (name: string) => (inputs[name] ? host.address(inputs[name]) : 0);
  return {
    indptr,
    indices,
    queries: at('queries'),
    keys: at('keys'),
    values: at('values'),
    bias: at('bias'),
    types: biasTypes ? matrix.placeConstants(biasTypes) : 0,
    vector: at('vector'),
    residual: at('residual'),
  };
}

/** Gradients by queries, keys and values, then by bias and vector where there are any. */
const gradientOp = defineOp<gpu.AttentionAttributes>({
  name: 'HeteroFusedAttentionGradient',
  webgpu: gpu.attentionGradient,
  forward(host, inputs, attributes) {
    const { matrix, shape } = attributes;
    const { out, logSumExp, dOut, bias, vector } = inputs;
    const gradients = [inputs.queries!, inputs.keys!, inputs.values!].map((like) => host.allocate(like.shape));
    const scores = host.allocate([shape.entries, shape.heads]);
    const dBias = bias && shape.numTypes > 0 ? host.allocate(bias.shape) : undefined;
    const dVector = vector ? host.allocate(vector.shape) : undefined;
    const placed = matrix.place(true);
    const transpose = { indptr: placed.indptr, indices: placed.indices, entries: matrix.placeEntries(true) };
    const saved = { out: host.address(out!), logSumExp: host.address(logSumExp!), dOut: host.address(dOut!) };
    const [queries, keys, values] = gradients.map(({ address }) => address) as [number, number, number];
    const more = { scores: scores.address, bias: dBias?.address ?? 0, vector: dVector?.address ?? 0 };
    const d = { queries, keys, values, ...more };
    attentionBackwardInto(host.pool, shape, operands(host, inputs, attributes), transpose, saved, d);
    if (!bias || dBias) host.disposeIntermediateTensorInfo(scores);
    return [...gradients, ...(bias ? [dBias ?? scores] : []), ...(dVector ? [dVector] : [])];
  },
});

/** The operation on the operands of these names: the engine saves inputs by name. */
function define(names: readonly string[]): Op<gpu.AttentionAttributes> {
  const hasResidual = names.includes('residual');
  return defineOp<gpu.AttentionAttributes>({
    name: `HeteroFusedAttention ${names.slice(3).join(' ')}`.trim(),
    webgpu: gpu.attention,
    forward(host, inputs, attributes) {
      const { numRows, heads, width } = attributes.shape;
      const out = host.allocate([numRows, heads * width]);
      const logSumExp = host.allocate([numRows, heads]);
      const soft = hasResidual ? host.allocate(out.shape) : undefined;
      const to = { out: out.address, logSumExp: logSumExp.address, soft: soft?.address ?? 0 };
      attentionForwardInto(host.pool, attributes.shape, operands(host, inputs, attributes), to);
      return soft ? [out, logSumExp, soft] : [out, logSumExp];
    },
    saves: { inputs: names, outputs: hasResidual ? [false, true, true] : [true, true] },
    gradient([dOut], saved, attributes) {
      const inputs = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      const [first, second] = saved.slice(names.length);
      const [out, logSumExp] = hasResidual ? [second, first] : [first, second];
      const gradients = gradientOp({ ...inputs, out: out!, logSumExp: logSumExp!, dOut: dOut! }, attributes);
      return Object.fromEntries(
        names.filter((name) => name !== 'residual').map((name, i) => [name, () => gradients[i]!]),
      );
    },
  });
}

const ops = new Map<string, Op<gpu.AttentionAttributes>>();

const weightsOp = defineOp<gpu.AttentionAttributes>({
  name: 'HeteroAttentionWeights',
  webgpu: gpu.attentionWeights,
  forward(host, inputs, attributes) {
    const { entries, heads } = attributes.shape;
    const out = host.allocate([entries, heads]);
    attentionWeightsInto(host.pool, attributes.shape, operands(host, inputs, attributes), out.address);
    return out;
  },
});

export interface AttentionTensors {
  /** [numRows, H] for additive scores, [numRows, H Dk] for dot products and dynamic scores. */
  readonly queries: tf.Tensor;
  /** [numCols, H] or [numCols, H Dk]. */
  readonly keys: tf.Tensor;
  /** [numCols, H D]. */
  readonly values: tf.Tensor;
  /** Added to the raw score of each entry: [E, H], or with `biasTypes` [types, H]. */
  readonly bias?: tf.Tensor | undefined;
  /** Of the score 'gatv2': H Dk values. */
  readonly vector?: tf.Tensor | undefined;
}

/** As of the kernel, with the residual's weights as a tensor, through which no gradient goes. */
export type FusedAttentionOptions = Omit<AttentionOptions, 'pool' | 'residual'> & {
  readonly residual?: ResidualAttention<tf.Tensor>;
};

/** @throws {HeteroGraphError} SHAPE_MISMATCH where the heads do not divide the width */
function widthOf(values: tf.Tensor | undefined, heads: number): number {
  const width = (values?.shape[1] ?? 0) / heads;
  if (Number.isInteger(width)) return width;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `The values' ${values?.shape[1]} columns are no multiple of ${heads} heads.`,
  );
}

/** The operands that are there, checked, and what the operation needs beside them. */
function prepare(
  matrix: SparseOperand,
  tensors: Partial<AttentionTensors> & Pick<AttentionTensors, 'queries' | 'keys'>,
  options: FusedAttentionOptions,
): { inputs: Record<string, tf.Tensor>; attributes: gpu.AttentionAttributes } {
  const { queries, keys, values, bias, vector } = tensors;
  const { residual, biasTypes } = options;
  const { numRows, numCols, numEntries } = matrix;
  expectShape('The queries', queries, [numRows, -1]);
  expectShape('The keys', keys, [numCols, queries.shape[1]!]);
  if (values) expectShape('The values', values, [numCols, -1]);
  if (bias) expectShape('The bias of the entries', bias, [biasTypes ? -1 : numEntries, options.heads]);
  if (residual) expectShape('The residual attention', residual.weights, [numEntries, options.heads]);
  const length = (tensor: tf.Tensor | undefined) => ({ length: tensor?.size ?? 0 });
  const sizes = {
    ...{ queries: length(queries), keys: length(keys), values: length(values) },
    ...(bias ? { bias: length(bias) } : {}),
    ...(vector ? { vector: length(vector) } : {}),
  };
  const settings = residual ? { ...options, residual: { ...residual, weights: length(residual.weights) } } : options;
  const known: AttentionShape = attentionShape(
    { numRows, numCols, indices: { length: numEntries } },
    sizes,
    settings as Parameters<typeof attentionShape>[2],
  );
  // Sizes alone do not tell how wide the values of no column are.
  const shape = numCols === 0 && values ? { ...known, width: values.shape[1]! / options.heads } : known;
  return {
    inputs: {
      ...{ queries, keys },
      ...(values ? { values } : {}),
      ...(bias ? { bias } : {}),
      ...(vector ? { vector } : {}),
      ...(residual ? { residual: stopGradient(residual.weights) } : {}),
    },
    // Without columns the values' width is known from their shape alone.
    attributes: { matrix, shape: { ...shape, width: widthOf(values, options.heads) }, biasTypes: bias && biasTypes },
  };
}

/**
 * Attention over the rows of a matrix, [numRows, H D]: scores, softmax over the entries of a row and weighted sum of the columns' values
 * in one pass, without a tensor of the size E H D forward or back. The values of the matrix are not read; a row without entries gives
 * zeros. Dropout of the weights, a bias by types of entries and residual attention are part of the pass. Gradients by every operand.
 * O(E H (D + Dk)).
 *
 * ```ts
 * const options = { heads: 8, dropout: { rate: 0.5, key: dropoutKey(stream, step) }, biasTypes };
 * const out = fusedAttention(matrix, { queries, keys, values, bias }, options); // bias [types, 8]
 * ```
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION, INDEX_OUT_OF_RANGE
 */
export function fusedAttention(
  matrix: SparseOperand,
  tensors: AttentionTensors,
  options: FusedAttentionOptions,
): tf.Tensor2D {
  expectOperand(matrix);
  const { inputs, attributes } = prepare(matrix, tensors, options);
  const names = Object.keys(inputs);
  const key = names.join(' ');
  if (!ops.has(key)) ops.set(key, define(names));
  const [out, ...rest] = ops.get(key)!(inputs, attributes);
  for (const tensor of rest) tensor.dispose();
  inputs.residual?.dispose();
  return out as tf.Tensor2D;
}

/**
 * The weights [E, H] by which {@link fusedAttention} with the same options multiplies the values: after the softmax, dropout and residual
 * included where given. A constant: no gradient goes through it, and the values are not needed. For explanations, and for the residual
 * attention of the next layer. O(E H Dk).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION, INDEX_OUT_OF_RANGE
 */
export function attentionWeights(
  matrix: SparseOperand,
  { queries, keys, bias, vector }: Omit<AttentionTensors, 'values'>,
  options: FusedAttentionOptions,
): tf.Tensor2D {
  expectOperand(matrix);
  const { inputs, attributes } = prepare(matrix, { queries, keys, bias, vector }, options);
  const weights = weightsOp(inputs, attributes)[0]!;
  const constant = stopGradient(weights);
  weights.dispose();
  inputs.residual?.dispose();
  return constant as tf.Tensor2D;
}
