export { AliasTable } from './kernels/alias-table.js';
export { Chain, type ChainOperand, chain, type Layout } from './kernels/chain.js';
export { type Reduction, reduceAll, reduceColumns, reduceRows, softmaxRows } from './kernels/dense-rows.js';
export { type DropoutOptions, dropout } from './kernels/dropout.js';
export { type Dropout, type DropoutKey, dropoutKey } from './kernels/dropout-mask.js';
export {
  type AttentionInputGradients,
  type AttentionInputs,
  type AttentionOptions,
  type AttentionOutput,
  attentionWeights,
  fusedAttention,
  fusedAttentionGradient,
  type ResidualAttention,
} from './kernels/fused-attention.js';
export { type GemmOptions, gemm, type ProductAlgorithm } from './kernels/gemm.js';
export { type HalfFormat, type HalfMatrix, halfFrom, halfToFloat } from './kernels/half.js';
export { type LayerNormOptions, layerNorm } from './kernels/layer-norm.js';
export { gramOfRows, type LeastSquaresOptions, leastSquaresRows, paddedWidth } from './kernels/least-squares.js';
export { gatherRows, scatterAddRows } from './kernels/move-rows.js';
export { type MultiplyCsrOptions, multiplyCsr } from './kernels/multiply-csr.js';
export {
  ItemPanels,
  type ItemPanelsOptions,
  type PanelFormat,
  type ProductTopKOptions,
} from './kernels/product-top-k.js';
export { QuantisedMatrix, type QuantiseOptions, quantise } from './kernels/quantised-matrix.js';
export { type DrawOptions, randomNormal, randomSigns, randomUniform, randomWords } from './kernels/random.js';
export { randomPermutation } from './kernels/random-permutation.js';
export { type RowNormKind, rowNorm } from './kernels/row-norm.js';
export type { PoolOption } from './kernels/run-into.js';
export { type SddmmOptions, sddmm } from './kernels/sddmm.js';
export { segmentMax, segmentReduce } from './kernels/segment-reduce.js';
export { type SegmentSoftmaxOptions, segmentSoftmax } from './kernels/segment-softmax.js';
export { SignCodes } from './kernels/sign-codes.js';
export { type SpmmOptions, spmm, spmmSparse } from './kernels/spmm.js';
export { type Maxima, spmmMax } from './kernels/spmm-max.js';
export { type SpmmWeightedOptions, spmmWeighted } from './kernels/spmm-weighted.js';
export { type TopK, topK, topKEntries } from './kernels/top-k.js';
export { type TransposedCsr, transposeCsr, transposeWithEntries } from './kernels/transpose-csr.js';
export { Arena, type ArenaStats } from './threads/arena.js';
export type { KernelArgument } from './threads/arguments.js';
export { getPool, openPool, Pool } from './threads/pool.js';
