export type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
export { availableBackends, type BackendStatus } from './backends/available.js';
export { getBackend, initTensors, setBackend } from './backends/backend.js';
export { type BackendName, backendNames } from './backends/names.js';
export { defineOp, type Op, type OpDefinition } from './engine/define-op.js';
export type { GpuBackend } from './engine/gpu-backend.js';
export { tidy, valueAndGradients } from './engine/gradients.js';
export { makeTensor, tensor2d } from './engine/make-tensor.js';
export { numTensors, usedBytes } from './engine/memory.js';
export { Parameter } from './engine/parameter.js';
export { SparseOperand } from './engine/sparse-operand.js';
export type { HopSource, RowReader } from './engine/staging.js';
export { stopGradient } from './engine/stop-gradient.js';
export { elu, gelu } from './ops/activations.js';
export { matMul, mean, softmax, sum, sumRows } from './ops/algebra.js';
export { type BatchNormOptions, type BatchNormResult, batchNorm } from './ops/batch-norm.js';
export { type ChannelTensors, channelAttention } from './ops/channel-attention.js';
export { multiHotCrossEntropy, sigmoidCrossEntropy, softmaxCrossEntropy } from './ops/cross-entropy.js';
export { type Dropout, type DropoutKey, dropout, dropoutKey } from './ops/dropout.js';
export {
  abs,
  add,
  divide,
  exp,
  leakyRelu,
  log,
  minimum,
  multiply,
  type Operand,
  relu,
  sigmoid,
  square,
  subtract,
  tanh,
} from './ops/elementwise.js';
export {
  type AttentionTensors,
  attentionWeights,
  type FusedAttentionOptions,
  fusedAttention,
} from './ops/fused-attention.js';
export { embeddingLookup, gatherRows, scatterRows } from './ops/gather.js';
export { hopMix } from './ops/hop-mix.js';
export {
  addAll,
  concatColumns,
  concatRows,
  meanOf,
  reshape,
  scale,
  sliceColumns,
  sliceRows,
  splitColumns,
  splitRows,
} from './ops/join.js';
export { linear } from './ops/linear.js';
export { layerNorm, rowNorm } from './ops/norms.js';
export { preluDropout } from './ops/prelu.js';
export { type SddmmOptions, sddmm, spmmWeighted } from './ops/sddmm.js';
export { segmentReduce } from './ops/segment-reduce.js';
export { segmentSoftmax } from './ops/segment-softmax.js';
export { spmm } from './ops/spmm.js';
export { spmmMax } from './ops/spmm-max.js';
export { type AdamOptions, adam, adamW } from './optimisers/adam.js';
export type {
  Optimizer,
  OptimizerOptions,
  OptimizerRecipe,
  OptimizerState,
  ParameterGroup,
} from './optimisers/optimizer.js';
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  linearWarmUp,
  type Schedule,
  type ScheduleTime,
  type ScheduleUnit,
  stepDecay,
  type WarmUpOptions,
} from './optimisers/schedules.js';
export { type SgdOptions, sgd } from './optimisers/sgd.js';
export type { KernelHost, PlacedTensor } from './threads/kernel-host.js';
export { runShader, type Shader, type Uniform } from './webgpu/program.js';
