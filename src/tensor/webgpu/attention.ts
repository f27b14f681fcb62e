import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionShape } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { dynamicScores, dynamicSums, productSums, typeSums } from './attention-parts.js';
import { maskCode, maskUniforms } from './mask.js';
import { deviceConstants } from './matrices.js';
import { runShader, type Uploads, withUploads } from './program.js';
import { segmentReduce, segmentSoftmax, segmentSoftmaxGradient } from './segments.js';
import { sddmm, spmmWeighted } from './sparse.js';

export interface AttentionAttributes {
  readonly matrix: SparseOperand;
  readonly shape: AttentionShape;
  /** Of a bias by types: the type of each entry. */
  readonly biasTypes: Int32Array | undefined;
}

type Infos = Readonly<Record<string, tf.TensorInfo>>;

/** Raw scores [E, H], and weights [E, H] of the softmax; on the device these are kept for one call, nothing of E H D is. */
function weigh(
  backend: GpuBackend,
  { queries, keys, bias, vector }: Infos,
  { matrix, shape, biasTypes }: AttentionAttributes,
  uploads: Uploads,
) {
  const { heads, keyWidth, slopeOrScale } = shape;
  const isAdditive = keyWidth === 0;
  const sides = { a: queries!, b: keys! };
  const products = uploads.keep(
    vector
      ? dynamicScores(backend, { ...sides, vector }, matrix, { heads, width: keyWidth, slope: slopeOrScale })
      : sddmm(backend, sides, { matrix, heads, op: isAdditive ? 'add' : 'dot' }),
  );
  const read: Record<string, tf.TensorInfo> = bias ? { products, bias } : { products };
  if (bias && biasTypes) read.types = deviceConstants(backend, matrix, biasTypes);
  const biasAt = biasTypes ? 'types[index / uniforms.heads] * uniforms.heads + index % uniforms.heads' : 'index';
  const raw = uploads.keep(
    runShader(backend, {
      name: bias ? `attention raw scores with bias ${biasAt}` : 'attention raw scores',
      inputs: read,
      shape: products.shape,
      uniforms: { scale: { f32: isAdditive || vector ? 1 : slopeOrScale }, heads },
      body: `let value = uniforms.scale * products[index] ${bias ? `+ bias[${biasAt}]` : ''};`,
    }),
  );
  const scores = isAdditive ? uploads.keep(leaky(backend, raw, raw, slopeOrScale)) : raw;
  return { raw, weights: uploads.keep(segmentSoftmax(backend, scores, matrix)) };
}

/** x where the raw score is positive, slope times it elsewhere. */
function leaky(backend: GpuBackend, raw: tf.TensorInfo, x: tf.TensorInfo, slope: number): tf.TensorInfo {
  return runShader(backend, {
    name: 'leaky by raw score',
    inputs: { raw, x },
    shape: raw.shape,
    uniforms: { slope: { f32: slope } },
    body: 'let value = select(uniforms.slope, 1.0, raw[index] > 0.0) * x[index];',
  });
}

function isChanged({ residual }: Infos, { mask }: AttentionShape): boolean {
  return mask.threshold < 256 || residual !== undefined;
}

/** x [E, H] by dropout and the share of the softmax, plus that of the residual where there is one. */
function changed(
  backend: GpuBackend,
  x: tf.TensorInfo,
  residual: tf.TensorInfo | undefined,
  { mask, share }: AttentionShape,
): tf.TensorInfo {
  return runShader(backend, {
    name: residual ? 'attention weights with residual' : 'attention weights',
    inputs: { x, ...(residual ? { residual } : {}) },
    shape: x.shape,
    uniforms: { ...maskUniforms(mask), part: { f32: 1 - share }, share: { f32: share } },
    declarations: maskCode,
    body: `let value = select(0.0, uniforms.part * uniforms.scale * x[index], isKept(index >> 4u, index & 15))
      ${residual ? '+ uniforms.share * residual[index]' : ''};`,
  });
}

/** The weights [E, H] that the values get. */
export function attentionWeights(backend: GpuBackend, inputs: Infos, attributes: AttentionAttributes): tf.TensorInfo {
  return withUploads(backend, (uploads) => {
    const { weights } = weigh(backend, inputs, attributes, uploads);
    return changed(backend, weights, inputs.residual, attributes.shape);
  });
}

/** The output; its other parts, which the gradient makes again, are empty here. */
export function attention(backend: GpuBackend, inputs: Infos, attributes: AttentionAttributes): tf.TensorInfo[] {
  const { matrix, shape } = attributes;
  return withUploads(backend, (uploads) => {
    const { weights } = weigh(backend, inputs, attributes, uploads);
    const used = isChanged(inputs, shape) ? uploads.keep(changed(backend, weights, inputs.residual, shape)) : weights;
    const out = spmmWeighted(backend, { weights: used, x: inputs.values! }, { matrix, transposed: false });
    const empty = () => backend.makeTensorInfo([0, shape.heads], 'float32', new Float32Array(0));
    return inputs.residual ? [out, empty(), empty()] : [out, empty()];
  });
}

/** Gradients by queries, keys and values, then by bias and vector where there are any. */
export function attentionGradient(
  backend: GpuBackend,
  inputs: Infos,
  attributes: AttentionAttributes,
): tf.TensorInfo[] {
  const { values, dOut, residual } = inputs;
  const { matrix, shape } = attributes;
  return withUploads(backend, (uploads) => {
    const { raw, weights } = weigh(backend, inputs, attributes, uploads);
    const isPlain = !isChanged(inputs, shape);
    const used = isPlain ? weights : uploads.keep(changed(backend, weights, residual, shape));
    const dValues = spmmWeighted(backend, { weights: used, x: dOut! }, { matrix, transposed: true });
    const products = uploads.keep(sddmm(backend, { a: dOut!, b: values! }, { matrix, heads: shape.heads, op: 'dot' }));
    const dWeights = isPlain ? products : uploads.keep(changed(backend, products, undefined, shape));
    const dScores = uploads.keep(segmentSoftmaxGradient(backend, { p: weights, dp: dWeights }, matrix));
    // Kept for one call, unless it is a result itself.
    const dRaw = shape.keyWidth === 0 ? uploads.keep(leaky(backend, raw, dScores, shape.slopeOrScale)) : dScores;
    const [dQueries, dKeys, dVector] = bySides(backend, inputs, attributes, dRaw, uploads);
    const sides = [dQueries!, dKeys!, dValues];
    return [...sides, ...byBias(backend, inputs, attributes, dRaw), ...(dVector ? [dVector] : [])];
  });
}

/** Gradients by queries and keys, and by the vector where there is one, from those of the raw scores. */
function bySides(
  backend: GpuBackend,
  { queries, keys, vector }: Infos,
  { matrix, shape }: AttentionAttributes,
  dRaw: tf.TensorInfo,
  uploads: Uploads,
): tf.TensorInfo[] {
  const { heads, keyWidth, slopeOrScale } = shape;
  if (keyWidth === 0) {
    return [false, true].map((transposed) => segmentReduce(backend, dRaw, { matrix, mean: false, transposed }));
  }
  if (vector) {
    const sizes = { heads, width: keyWidth, slope: slopeOrScale };
    const [left, right] = [false, true].map((transposed) => {
      const sides = transposed ? { own: keys!, other: queries! } : { own: queries!, other: keys! };
      return uploads.keep(dynamicSums(backend, { ...sides, dScores: dRaw }, { matrix, transposed }, sizes));
    }) as [tf.TensorInfo, tf.TensorInfo];
    const times = (u: tf.TensorInfo) =>
      runShader(backend, {
        name: 'attention vector times sums',
        inputs: { u, vector },
        shape: u.shape,
        uniforms: { width: u.shape[1]! },
        body: 'let value = u[index] * vector[index % uniforms.width];',
      });
    const dVector = productSums(
      backend,
      [
        { u: left, x: queries! },
        { u: right, x: keys! },
      ],
      uploads,
    );
    return [times(left), times(right), { ...dVector, shape: vector.shape }];
  }
  const scaled = uploads.keep(
    runShader(backend, {
      name: 'attention scaled gradient',
      inputs: { x: dRaw },
      shape: dRaw.shape,
      uniforms: { scale: { f32: slopeOrScale } },
      body: 'let value = uniforms.scale * x[index];',
    }),
  );
  const dQueries = spmmWeighted(backend, { weights: scaled, x: keys! }, { matrix, transposed: false });
  return [dQueries, spmmWeighted(backend, { weights: scaled, x: queries! }, { matrix, transposed: true })];
}

function byBias(
  backend: GpuBackend,
  { bias }: Infos,
  { matrix, shape, biasTypes }: AttentionAttributes,
  dRaw: tf.TensorInfo,
): tf.TensorInfo[] {
  if (!bias) return [];
  if (biasTypes) return [typeSums(backend, dRaw, deviceConstants(backend, matrix, biasTypes), shape.numTypes)];
  return [
    runShader(backend, {
      name: 'copy',
      inputs: { x: dRaw },
      shape: dRaw.shape,
      body: 'let value = x[index];',
    }),
  ];
}
