import type { Plan } from './plan.js';
import { upwardRanks } from './ranks.js';
import type { TaskGraph, TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/**
 * HEFT: tasks by decreasing upward rank, each on the device where it ends first, in gaps where it fits (Topcuoglu, Hariri, Wu,
 * "Performance-effective and low-complexity task scheduling for heterogeneous computing", IEEE TPDS 2002). Ties go to the task that
 * comes first in the graph's order, then to the lower device. O(dependencies x devices + tasks^2).
 */
export function heft(graph: TaskGraph, transfer: TransferCost): Plan {
  const ranks = upwardRanks(graph, transfer);
  const position = new Int32Array(graph.tasks.length);
  for (const [at, task] of graph.order.entries()) position[task] = at;
  // With costs of 0 a task may rank like one it needs: the position keeps them in order.
  const byRank = [...graph.order].sort((a, b) => ranks[b]! - ranks[a]! || position[a]! - position[b]!);
  const timeline = new Timeline(graph, transfer);
  for (const task of byRank) timeline.place(task, timeline.fastestDevice(task));
  return timeline.plan();
}
