export { AliasTable } from './kernels/alias-table.js';
export { Chain, type ChainOperand, chain, type Layout } from './kernels/chain.js';
export { type Reduction, reduceAll, reduceColumns, reduceRows, softmaxRows } from './kernels/dense-rows.js';
export { type DropoutOptions, dropout } from './kernels/dropout.js';
export {
  type AttentionInputGradients,
  type AttentionInputs,
  type AttentionOptions,
  type AttentionOutput,
  fusedAttention,
  fusedAttentionGradient,
} from './kernels/fused-attention.js';
export { type GemmOptions, gemm, gemmReference, type ProductAlgorithm } from './kernels/gemm.js';
export { type HalfFormat, type HalfMatrix, halfFrom, halfToFloat } from './kernels/half.js';
export { type LayerNormOptions, layerNorm } from './kernels/layer-norm.js';
export { gatherRows, scatterAddRows } from './kernels/move-rows.js';
export { type MultiplyCsrOptions, multiplyCsr } from './kernels/multiply-csr.js';
export { type DrawOptions, randomNormal, randomSigns, randomUniform, randomWords } from './kernels/random.js';
export { randomPermutation } from './kernels/random-permutation.js';
export { type RowNormKind, rowNorm } from './kernels/row-norm.js';
export type { PoolOption } from './kernels/run-into.js';
export { type SddmmOptions, sddmm } from './kernels/sddmm.js';
export { segmentMax, segmentReduce } from './kernels/segment-reduce.js';
export { type SegmentSoftmaxOptions, segmentSoftmax } from './kernels/segment-softmax.js';
export { type SpmmOptions, spmm, spmmReference, spmmSparse } from './kernels/spmm.js';
export { type Maxima, spmmMax } from './kernels/spmm-max.js';
export { type SpmmWeightedOptions, spmmWeighted } from './kernels/spmm-weighted.js';
export { type TopK, topK, topKEntries } from './kernels/top-k.js';
export { type TransposedCsr, transposeCsr, transposeWithEntries } from './kernels/transpose-csr.js';
export { calibrate } from './schedule/calibrate.js';
export { machineCosts, readCosts, writeCosts } from './schedule/cost-cache.js';
export { CostModel, type CostTable, type KindCost } from './schedule/cost-model.js';
export {
  batchesShape,
  type JobStream,
  jobStream,
  meanJobTime,
  metapathShape,
  propagationShape,
  type ShapeOptions,
  typicalDevices,
} from './schedule/dag-shapes.js';
export {
  type DeviceChoice,
  type DeviceClass,
  deviceClass,
  deviceNames,
  POOL_DEVICE,
  partitionDevice,
  withDevices,
} from './schedule/devices.js';
export { type ExecuteOptions, execute } from './schedule/execute.js';
export type { Device, ExecutedOperator, ExecutionReport, Replan } from './schedule/execution.js';
export { heft } from './schedule/heft.js';
export {
  dependenciesOf,
  type MemoryNeed,
  memoryNeed,
  type Operator,
  type OperatorContext,
  type Pipeline,
  touchedBy,
} from './schedule/operator.js';
export { cpop, minExecutionTime, randomPlan } from './schedule/other-schedulers.js';
export { checkPlan, lowerBounds, type Plan, type PlannedTask, scheduleLengthRatio } from './schedule/plan.js';
export { type PlannedPipeline, planOperators } from './schedule/plan-operators.js';
export {
  minExecutionTimePolicy,
  onlineHeft,
  randomPolicy,
  type SchedulingPolicy,
  staticHeft,
} from './schedule/policies.js';
export { type RandomTaskGraphOptions, randomTaskGraph, unitTransfer } from './schedule/random-task-graph.js';
export { downwardRanks, upwardRanks } from './schedule/ranks.js';
export { type FixedTask, type PlanState, replan } from './schedule/replan.js';
export { type SimulateOptions, type Simulation, simulate } from './schedule/simulate.js';
export {
  arenaBlocks,
  type Blocks,
  type SpillStats,
  SpillStore,
  type SpillStoreOptions,
  type TensorSpec,
  tensorBytes,
  type Wanted,
} from './schedule/spill-store.js';
export { type Dependency, type Task, TaskGraph, type TaskGraphSpec, type TransferCost } from './schedule/task-graph.js';
export { Arena, type ArenaStats } from './threads/arena.js';
export type { KernelArgument, KernelPool } from './threads/kernel-pool.js';
export { Partition } from './threads/partition.js';
export { getPool, openPool, Pool } from './threads/pool.js';
