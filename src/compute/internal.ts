/** What other rooms of the library use of this one, beyond its public names. */
export { type Activation, activationGradientInto, activationInto } from './kernels/activation.js';
export { type AdagradArrays, adagradRowsInto } from './kernels/adagrad.js';
export { type AdamStep, adamInto } from './kernels/adam.js';
export {
  type AttentionShape,
  attentionBackwardInto,
  attentionForwardInto,
  attentionWeightsInto,
} from './kernels/attention.js';
export { batchNormGradientInto, batchNormInto, columnStatisticsInto } from './kernels/batch-norm.js';
export {
  partitionScratchBytes,
  treeBinsInto,
  treeBlockBytes,
  treeBlockColumns,
  treeColumnBytes,
  treeHistogramBytes,
  treeHistogramInto,
  treeInterleaveInto,
  treePartitionInto,
  treeQuantiseInto,
  treeSplitBytes,
  treeSplitsInto,
} from './kernels/boosted-trees.js';
export { expectCsr } from './kernels/checks.js';
export {
  type CommunityLevel,
  CommunityMoves,
  CommunityRefinement,
  groupedRows,
  placeLevel,
  reorderedRows,
  zeroedScratch,
} from './kernels/communities/index.js';
export { sigmoidLossInto, softmaxLossInto } from './kernels/cross-entropy.js';
export {
  type Dropout,
  type DropoutKey,
  dropoutKey,
  type MaskArguments,
  maskArguments,
} from './kernels/dropout-mask.js';
export { type BinaryOp, type Broadcast, binaryInto, type UnaryOp, unaryInto } from './kernels/elementwise.js';
export {
  type AnswerScratch,
  answerScratch,
  eventAnswersInto,
  eventNeeds,
  eventOperationBytes,
  eventOperations,
} from './kernels/event-answers.js';
export { type AttentionSettings, attentionShape } from './kernels/fused-attention.js';
export { multiplyBatchInto, multiplyInto } from './kernels/gemm.js';
export { type HopBatch, hopMixGradient, hopMixInto } from './kernels/hop-mix.js';
export {
  canSkipDropped,
  type KeptProduct,
  keptLeftInto,
  keptProductInto,
  keptRightInto,
} from './kernels/kept-product.js';
export { layerNormGradientInto, layerNormInto } from './kernels/layer-norm.js';
export { copyColumns, fillInto, gatherInto, transposeInto } from './kernels/layout.js';
export { expectLeftOut } from './kernels/left-out.js';
export { groupPositions, scatterRowsInto } from './kernels/move-rows.js';
export { preluGradientInto, preluInto } from './kernels/prelu.js';
export { reduceAllInto, reduceColumnsInto, softmaxInto, sumRowsInto } from './kernels/reduce.js';
export { repadded } from './kernels/repadded.js';
export { rowNormGradientInto, rowNormInto } from './kernels/row-norm.js';
export { entriesOf, runSpmm, spmmScratchBytes, spmmTiling } from './kernels/run-spmm.js';
export { type PlacedCsr, sddmmAddInto, sddmmDotInto } from './kernels/sddmm.js';
export { type Segments, segmentSumInto, spreadInto, spreadMaximaInto } from './kernels/segment-reduce.js';
export { segmentSoftmaxGradientInto, segmentSoftmaxInto } from './kernels/segment-softmax.js';
export { projectRows, projectSparse, type SignProjection, signProjection } from './kernels/sign-projection.js';
export { type SkipGramArrays, skipGramInto } from './kernels/skip-gram.js';
export { solvePositiveDefinite, solvingPositiveDefinite } from './kernels/solve-positive-definite.js';
export { accumulateTiling, meanNormAccumulate, uncheckedSpmm, uncheckedSpmmSparse } from './kernels/spmm.js';
export { maximaGradientInto, maximaInto } from './kernels/spmm-max.js';
export { spmmWeightedInto } from './kernels/spmm-weighted.js';
export {
  type AskedEvents,
  eventEndsInto,
  eventStartsInto,
  longKey,
  sortEventsInto,
} from './kernels/temporal-events.js';
export {
  higherCountsInto,
  higherRanksInto,
  rowTrianglesInto,
  simpleDegreesInto,
  triangleMarkBytes,
} from './kernels/triangles.js';
export {
  type PageRankArrays,
  pageRankFigureBytes,
  pageRankStep,
  type WalkEdges,
  walkSumInto,
} from './kernels/walk.js';
export { Negatives } from './skip-gram/negatives.js';
export { SkipGram } from './skip-gram/trainer.js';
export { blockBytes } from './threads/arena.js';
export { type KernelTask, KernelTasks, type TaskThreads } from './threads/kernel-tasks.js';
export { freeCsr, Placement, placeCsr, placed } from './threads/placed.js';
export { poolThreads } from './threads/pool.js';
export { hasRelaxedSimd } from './threads/relaxed-simd.js';
