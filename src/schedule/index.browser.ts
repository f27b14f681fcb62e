export { CostModel, type CostTable, type KindCost, POOL_DEVICE } from './cost-model.js';
export { type ExecuteOptions, execute } from './execute.js';
export type { ExecutedOperator, ExecutionReport } from './execution.js';
export { heft } from './heft.js';
export { type CheapestMixOptions, cheapestMix, type DeviceMix } from './mix/cheapest-mix.js';
export { earliestDeadline } from './mix/deadline.js';
export { type FrontPoint, type MixFront, type MixFrontOptions, mixFront } from './mix/front.js';
export type { DeviceKind, MixProblem, WorkClass } from './mix/problem.js';
export {
  dependenciesOf,
  type MemoryNeed,
  memoryNeed,
  type Operator,
  type OperatorContext,
  type Pipeline,
  touchedBy,
} from './operator.js';
export { cpop, minExecutionTime, randomPlan } from './other-schedulers.js';
export { checkPlan, lowerBounds, type Plan, type PlannedTask, scheduleLengthRatio } from './plan.js';
export { type PlannedPipeline, planOperators } from './plan-operators.js';
export {
  minExecutionTimePolicy,
  onlineHeft,
  randomPolicy,
  type SchedulingPolicy,
  staticHeft,
} from './policies.js';
export { downwardRanks, upwardRanks } from './ranks.js';
export { readyHeft, shortestFirst } from './ready-policies.js';
export { type FixedTask, type PlanState, replan } from './replan.js';
export { type SimulateOptions, type Simulation, simulate } from './simulate.js';
export {
  arenaBlocks,
  type Blocks,
  type Extent,
  type SpillStats,
  SpillStore,
  type SpillStoreOptions,
  type SpillTarget,
} from './spill-store.js';
export { type Dependency, type Task, TaskGraph, type TaskGraphSpec, type TransferCost } from './task-graph.js';
export { type PinnedTensors, type TensorSpec, tensorBytes } from './tensor-spec.js';
