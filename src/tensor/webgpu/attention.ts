import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionShape } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { runShader, type Uploads, withUploads } from './program.js';
import { segmentReduce, segmentSoftmax, segmentSoftmaxGradient } from './segments.js';
import { sddmm, spmmWeighted } from './sparse.js';

export interface AttentionAttributes {
  readonly matrix: SparseOperand;
  readonly shape: AttentionShape;
}

type Infos = Readonly<Record<string, tf.TensorInfo>>;

/** Raw scores [E, H] and weights [E, H]; on the device these are kept for one call, nothing of E H D is. */
function weigh(
  backend: GpuBackend,
  { queries, keys, bias }: Infos,
  { matrix, shape }: AttentionAttributes,
  uploads: Uploads,
) {
  const { heads, keyWidth, slopeOrScale } = shape;
  const isAdditive = keyWidth === 0;
  const products = uploads.keep(
    sddmm(backend, { a: queries!, b: keys! }, { matrix, heads, op: isAdditive ? 'add' : 'dot' }),
  );
  const raw = uploads.keep(
    runShader(backend, {
      name: bias ? 'attention raw scores with bias' : 'attention raw scores',
      inputs: { products, ...(bias ? { bias } : {}) },
      shape: products.shape,
      uniforms: { scale: { f32: isAdditive ? 1 : slopeOrScale } },
      body: `let value = uniforms.scale * products[index] ${bias ? '+ bias[index]' : ''};`,
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

/** The output; its second part, which the gradient makes again, is empty here. */
export function attention(backend: GpuBackend, inputs: Infos, attributes: AttentionAttributes): tf.TensorInfo[] {
  const { matrix } = attributes;
  return withUploads(backend, (uploads) => {
    const { weights } = weigh(backend, inputs, attributes, uploads);
    const out = spmmWeighted(backend, { weights, x: inputs.values! }, { matrix, transposed: false });
    return [out, backend.makeTensorInfo([0, attributes.shape.heads], 'float32', new Float32Array(0))];
  });
}

/** Gradients by queries, keys, values and raw scores. */
export function attentionGradient(
  backend: GpuBackend,
  inputs: Infos,
  attributes: AttentionAttributes,
): tf.TensorInfo[] {
  const { queries, keys, values, dOut } = inputs;
  const { matrix, shape } = attributes;
  const { heads, keyWidth, slopeOrScale } = shape;
  return withUploads(backend, (uploads) => {
    const { raw, weights } = weigh(backend, inputs, attributes, uploads);
    const dValues = spmmWeighted(backend, { weights, x: dOut! }, { matrix, transposed: true });
    const dWeights = uploads.keep(sddmm(backend, { a: dOut!, b: values! }, { matrix, heads, op: 'dot' }));
    const dScores = segmentSoftmaxGradient(backend, { p: weights, dp: dWeights }, matrix);
    if (keyWidth === 0) {
      uploads.keep(dScores);
      const dRaw = leaky(backend, raw, dScores, slopeOrScale);
      const sums = (transposed: boolean) => segmentReduce(backend, dRaw, { matrix, mean: false, transposed });
      return [sums(false), sums(true), dValues, dRaw];
    }
    const scaled = uploads.keep(
      runShader(backend, {
        name: 'attention scaled gradient',
        inputs: { x: dScores },
        shape: dScores.shape,
        uniforms: { scale: { f32: slopeOrScale } },
        body: 'let value = uniforms.scale * x[index];',
      }),
    );
    const dQueries = spmmWeighted(backend, { weights: scaled, x: keys! }, { matrix, transposed: false });
    const dKeys = spmmWeighted(backend, { weights: scaled, x: queries! }, { matrix, transposed: true });
    return [dQueries, dKeys, dValues, dScores];
  });
}
