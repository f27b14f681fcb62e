import type { Plan } from './plan.js';
import { upwardRanks } from './ranks.js';
import type { TaskGraph, TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/** A task that has run or runs: it stays where it is. */
export interface FixedTask {
  readonly device: number;
  readonly start: number;
  /** Measured, or expected where it still runs. */
  readonly end: number;
  /** Whether it is known that it has not ended, though it may be due; default false. */
  readonly isRunning?: boolean;
}

export interface PlanState {
  /** No other task starts before. */
  readonly now: number;
  /** By task; undefined for those to be planned. */
  readonly fixed: readonly (FixedTask | undefined)[];
  /**
   * When each task became known; those behind `now` are not planned. Tasks known earlier are placed first, so that new jobs do not push
   * old ones back for ever. Default all at 0.
   */
  readonly arrivals?: ArrayLike<number>;
}

/**
 * HEFT on what is left: tasks that have started keep their place and time, the others are planned again after `now`, by the costs
 * the graph has now. With nothing started at time 0 it is {@link heft}.
 */
export function replan(graph: TaskGraph, transfer: TransferCost, { now, fixed, arrivals }: PlanState): Plan {
  const ranks = upwardRanks(graph, transfer);
  const position = new Int32Array(graph.tasks.length);
  for (const [at, task] of graph.order.entries()) position[task] = at;
  const timeline = new Timeline(graph, transfer, () => now);
  for (const [task, place] of fixed.entries()) if (place) timeline.fix(task, place);
  const arrival = (task: number) => arrivals?.[task] ?? 0;
  const left = graph.order.filter((task) => !fixed[task] && arrival(task) <= now);
  left.sort((a, b) => arrival(a) - arrival(b) || ranks[b]! - ranks[a]! || position[a]! - position[b]!);
  for (const task of left) timeline.place(task, timeline.fastestDevice(task));
  return timeline.plan();
}
