export {
  type AttentionInputGradients,
  type AttentionInputs,
  type AttentionOptions,
  type AttentionOutput,
  fusedAttention,
  fusedAttentionGradient,
} from './kernels/fused-attention.js';
export { type GemmOptions, gemm, gemmReference } from './kernels/gemm.js';
export { type HalfFormat, type HalfMatrix, halfFrom, halfToFloat } from './kernels/half.js';
export { type SpmmOptions, spmm, spmmReference, spmmSparse } from './kernels/spmm.js';
export { heft } from './schedule/heft.js';
export { cpop, minExecutionTime, randomPlan } from './schedule/other-schedulers.js';
export { checkPlan, lowerBounds, type Plan, type PlannedTask, scheduleLengthRatio } from './schedule/plan.js';
export { type RandomTaskGraphOptions, randomTaskGraph, unitTransfer } from './schedule/random-task-graph.js';
export { downwardRanks, upwardRanks } from './schedule/ranks.js';
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
export { getPool, type KernelArgument, Pool } from './threads/pool.js';
