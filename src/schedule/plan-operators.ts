import type { CostModel } from './cost-model.js';
import { heft } from './heft.js';
import { dependenciesOf, type Pipeline } from './operator.js';
import type { Plan } from './plan.js';
import { TaskGraph, type TransferCost } from './task-graph.js';
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
  const tasks = pipeline.operators.map((operator) => ({
    name: operator.name,
    costs: devices.map((device) => costs.predict(device, operator)),
  }));
  const graph = new TaskGraph({ tasks, dependencies: dependenciesOf(pipeline) });
  const transfer = costs.transfer(devices);
  const plan = devices.length === 1 ? inOrder(graph, transfer) : heft(graph, transfer);
  return { graph, transfer, plan, devices };
}

function inOrder(graph: TaskGraph, transfer: TransferCost): Plan {
  const timeline = new Timeline(graph, transfer);
  let start = 0;
  for (const [task, { costs }] of graph.tasks.entries()) {
    timeline.fix(task, { device: 0, start, end: start + costs[0]! });
    start += costs[0]!;
  }
  return timeline.plan();
}
