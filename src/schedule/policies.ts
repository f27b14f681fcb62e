import { RandomStream } from '../core/index.js';
import type { Plan } from './plan.js';
import { type PlanState, replan } from './replan.js';
import type { TaskGraph, TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/** How tasks are put on devices. A learned ordering would be one more of these. */
export interface SchedulingPolicy {
  readonly name: string;
  /** Whether all tasks that have not started are planned again whenever a task ends; else only new tasks, when they arrive. */
  readonly isOnline: boolean;
  /** Plans what is not fixed. */
  plan(graph: TaskGraph, transfer: TransferCost, state: PlanState): Plan;
}

/** HEFT when tasks arrive; the plan is not changed afterwards. */
export const staticHeft: SchedulingPolicy = { name: 'heft', isOnline: false, plan: replan };

/** HEFT on what is left, whenever a task ends. */
export const onlineHeft: SchedulingPolicy = { name: 'heft online', isOnline: true, plan: replan };

/** Each task on the device that runs it fastest, however busy that is. */
export const minExecutionTimePolicy: SchedulingPolicy = {
  name: 'min execution time',
  isOnline: false,
  plan: (graph, transfer, state) =>
    inOrder(graph, transfer, state, (task) => {
      const { costs } = graph.tasks[task]!;
      return costs.indexOf(Math.min(...costs));
    }),
};

/** Each task on any device that can run it. */
export function randomPolicy(seed: number): SchedulingPolicy {
  const stream = new RandomStream(seed, 'random-policy');
  return {
    name: 'random',
    isOnline: false,
    plan: (graph, transfer, state) =>
      inOrder(graph, transfer, state, (task) => {
        const able = graph.tasks[task]!.costs.flatMap((cost, device) => (Number.isFinite(cost) ? [device] : []));
        return able[stream.nextInt(able.length)]!;
      }),
  };
}

function inOrder(
  graph: TaskGraph,
  transfer: TransferCost,
  { now, fixed, arrivals }: PlanState,
  deviceOf: (task: number) => number,
): Plan {
  const timeline = new Timeline(graph, transfer, () => now);
  for (const [task, place] of fixed.entries()) if (place) timeline.fix(task, place);
  for (const task of graph.order)
    if (!fixed[task] && !((arrivals?.[task] ?? 0) > now)) timeline.place(task, deviceOf(task));
  return timeline.plan();
}
