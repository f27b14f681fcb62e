import { inOneGo, type Pieces } from '../core/index.js';
import type { CostModel } from './cost-model.js';
import { heft } from './heft.js';
import { findDependencies, type Pipeline } from './operator.js';
import type { Plan } from './plan.js';
import { type Task, TaskGraph, type TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/** Operators as tasks with costs. */
export interface PlannedPipeline {
  readonly graph: TaskGraph;
  readonly transfer: TransferCost;
  readonly plan: Plan;
  /** Names, in the order of the plan's device numbers. */
  readonly devices: readonly string[];
}

/**
 * What runs where and when. Several devices: HEFT with insertion. One device: any order takes the same time, so the operators stay in
 * theirs, in which few tensors are held at once.
 *
 * @throws {HeteroGraphError} INVALID_TASK_GRAPH
 */
export function planOperators(pipeline: Pipeline, devices: readonly string[], costs: CostModel): PlannedPipeline {
  return inOneGo(findPlan(pipeline, devices, costs));
}

/** {@link planOperators} with a stop after every operator; HEFT, for several devices, is one piece. */
export function* findPlan(pipeline: Pipeline, devices: readonly string[], costs: CostModel): Pieces<PlannedPipeline> {
  const tasks: Task[] = [];
  for (const operator of pipeline.operators) {
    tasks.push({ name: operator.name, costs: devices.map((device) => costs.predict(device, operator)) });
    yield;
  }
  const graph = new TaskGraph({ tasks, dependencies: yield* findDependencies(pipeline) });
  yield;
  const transfer = costs.transfer(devices);
  const plan = devices.length === 1 ? yield* inOrder(graph, transfer) : heft(graph, transfer);
  return { graph, transfer, plan, devices };
}

function* inOrder(graph: TaskGraph, transfer: TransferCost): Pieces<Plan> {
  const timeline = new Timeline(graph, transfer);
  let start = 0;
  for (const [task, { costs }] of graph.tasks.entries()) {
    timeline.fix(task, { device: 0, start, end: start + costs[0]! });
    start += costs[0]!;
    yield;
  }
  return timeline.plan();
}
