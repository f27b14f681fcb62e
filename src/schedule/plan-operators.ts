import type { CostModel } from './cost-model.js';
import { heft } from './heft.js';
import { dependenciesOf, type Operator, type Pipeline } from './operator.js';
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

/** Whether the operator may run on the device. */
export function canRun({ devices }: Operator, device: string): boolean {
  return devices?.includes(device) ?? true;
}

/**
 * What runs where and when. Several devices: HEFT with insertion. One device: any order takes the same time, so the operators stay in
 * theirs, in which few tensors are held at once.
 *
 * @throws {HeteroGraphError} INVALID_TASK_GRAPH; INVALID_TASK_GRAPH where no device can run an operator
 */
export function planOperators(pipeline: Pipeline, devices: readonly string[], costs: CostModel): PlannedPipeline {
  const graph = operatorGraph(pipeline, devices, (operator, device) => costs.predict(device, operator));
  const transfer = costs.transfer(devices);
  const plan = devices.length === 1 ? inOrder(graph, transfer) : heft(graph, transfer);
  return { graph, transfer, plan, devices };
}

/** The task graph of a pipeline; the cost is Infinity where a device cannot run an operator. */
export function operatorGraph(
  pipeline: Pipeline,
  devices: readonly string[],
  cost: (operator: Operator, device: string, position: number) => number,
): TaskGraph {
  const tasks = pipeline.operators.map((operator, position) => ({
    name: operator.name,
    costs: devices.map((device) =>
      canRun(operator, device) ? cost(operator, device, position) : Number.POSITIVE_INFINITY,
    ),
  }));
  return new TaskGraph({ tasks, dependencies: dependenciesOf(pipeline) });
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
