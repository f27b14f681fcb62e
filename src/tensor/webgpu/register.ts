import type * as tf from '@tensorflow/tfjs-core';
import type { AdamStep, MaskArguments } from '../../compute/internal.js';
import { registerDeviceKernel } from '../device-kernels.js';
import type { AttentionAttributes } from '../fused-attention.js';
import type { SparseOperand } from '../sparse-operand.js';
import { attention, attentionGradient } from './attention.js';
import { type HopMixAttributes, hopMix, hopMixGradient } from './hop-mix.js';
import { adamStep, dropout, linear, preluForward, preluGradient } from './layers.js';
import { crossEntropy, type LossAttributes } from './losses.js';
import { layerNorm, layerNormGradient, rowNorm, rowNormGradient } from './norms.js';
import type { GpuBackend } from './program.js';
import {
  type SegmentAttributes,
  segmentMax,
  segmentReduce,
  segmentSoftmax,
  segmentSoftmaxGradient,
  segmentSpread,
  segmentSpreadMax,
} from './segments.js';
import {
  lookup,
  type RowNumbers,
  type Side,
  scatter,
  sddmm,
  spmm,
  spmmMax,
  spmmMaxGradient,
  spmmWeighted,
} from './sparse.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

function register<Attributes>(
  name: string,
  kernel: (backend: GpuBackend, inputs: Infos, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[],
): void {
  registerDeviceKernel<Attributes, GpuBackend>('webgpu', name, ({ backend, inputs, attributes }) =>
    kernel(backend, inputs, attributes),
  );
}

type OfMatrix = { readonly matrix: SparseOperand };
type Heads = OfMatrix & { readonly heads: number };
type Pair<A extends string, B extends string> = Readonly<Record<A | B, tf.TensorInfo>>;

/** Our operations in WGSL, by the names of their definitions. */
export function registerWebGpuKernels(): void {
  register('HeteroLinear', linear);
  register<MaskArguments>('HeteroPrelu', preluForward);
  register<MaskArguments>('HeteroPreluGradient', preluGradient);
  register<MaskArguments>('HeteroDropout', (b, { x }, mask) => dropout(b, x!, mask));
  register<HopMixAttributes>('HeteroHopMix', hopMix);
  register<HopMixAttributes>('HeteroHopMixGradient', (b, { dz }, at) => hopMixGradient(b, dz!, at));
  register<LossAttributes>('HeteroCrossEntropy', (b, { logits }, at) => crossEntropy(b, logits!, at));
  register<AdamStep>('HeteroAdamStep', adamStep);
  register<Side>('HeteroSpmm', (b, { x }, at) => spmm(b, x!, at));
  register<RowNumbers>('HeteroEmbeddingLookup', (b, { table }, at) => lookup(b, table!, at));
  register<RowNumbers>('HeteroScatterRows', (b, { dy }, at) => scatter(b, dy!, at));
  register<Heads>('HeteroSddmm', (b, inputs, at) => sddmm(b, inputs as Pair<'a', 'b'>, { ...at, op: 'dot' }));
  register<Heads>('HeteroSddmmAdd', (b, inputs, at) => sddmm(b, inputs as Pair<'a', 'b'>, { ...at, op: 'add' }));
  register<Side>('HeteroSpmmWeighted', (b, inputs, at) => spmmWeighted(b, inputs as Pair<'weights', 'x'>, at));
  register<OfMatrix>('HeteroSpmmMax', (b, { x }, { matrix }) => spmmMax(b, x!, matrix));
  register<OfMatrix>('HeteroSpmmMaxGradient', (b, inputs, { matrix }) =>
    spmmMaxGradient(b, inputs as Pair<'dy', 'argmax'>, matrix),
  );
  register<SegmentAttributes>('HeteroSegmentReduce', (b, { values }, at) => segmentReduce(b, values!, at));
  register<SegmentAttributes>('HeteroSegmentSpread', (b, { dy }, at) => segmentSpread(b, dy!, at));
  register<OfMatrix>('HeteroSegmentMax', (b, { values }, { matrix }) => segmentMax(b, values!, matrix));
  register<OfMatrix>('HeteroSegmentSpreadMax', (b, inputs, { matrix }) =>
    segmentSpreadMax(b, inputs as Pair<'dy', 'argmax'>, matrix),
  );
  register<OfMatrix>('HeteroSegmentSoftmax', (b, { scores }, { matrix }) => segmentSoftmax(b, scores!, matrix));
  register<OfMatrix>('HeteroSegmentSoftmaxGradient', (b, inputs, { matrix }) =>
    segmentSoftmaxGradient(b, inputs as Pair<'p', 'dp'>, matrix),
  );
  register<{ kind: 'l2' | 'rms' }>('HeteroRowNorm', (b, { x }, { kind }) => rowNorm(b, x!, kind));
  register<{ kind: 'l2' | 'rms' }>('HeteroRowNormGradient', (b, inputs, { kind }) => rowNormGradient(b, inputs, kind));
  register<{ epsilon: number }>('HeteroLayerNorm', (b, inputs, { epsilon }) => layerNorm(b, inputs, epsilon));
  register('HeteroLayerNormGradient', layerNormGradient);
  for (const suffix of ['', 'Biased']) {
    register<AttentionAttributes>(`HeteroFusedAttention${suffix}`, attention);
    register<AttentionAttributes>(`HeteroFusedAttentionGradient${suffix}`, attentionGradient);
  }
}
