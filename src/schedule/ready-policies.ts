import type { SchedulingPolicy } from './policies.js';
import { meanCosts, upwardRanks } from './ranks.js';
import type { TaskGraph, TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/** What comes first among tasks that are ready: the lower number. */
type OrderOf = (graph: TaskGraph, transfer: TransferCost) => ArrayLike<number>;

/**
 * HEFT_RT: whenever a task ends, those that are ready by decreasing upward rank, whichever job they are of, each where it ends first. What
 * is not ready is not planned; {@link onlineHeft} plans all that is left, older jobs first.
 */
export const readyHeft: SchedulingPolicy = inReadyOrder('heft of ready tasks', (graph, transfer) =>
  upwardRanks(graph, transfer).map((rank) => -rank),
);

/** Whenever a task ends, those that are ready by their mean cost, the shortest first, each where it ends first. */
export const shortestFirst: SchedulingPolicy = inReadyOrder('shortest first', meanCosts);

function inReadyOrder(name: string, orderOf: OrderOf): SchedulingPolicy {
  // A simulation asks for the order of one graph at every event.
  const known = new WeakMap<TaskGraph, { transfer: TransferCost; order: ArrayLike<number> }>();
  return {
    name,
    isOnline: true,
    plan(graph, transfer, { now, fixed, arrivals }) {
      let held = known.get(graph);
      if (held?.transfer !== transfer) known.set(graph, (held = { transfer, order: orderOf(graph, transfer) }));
      const { order } = held;
      const timeline = new Timeline(graph, transfer, () => now);
      for (const [task, place] of fixed.entries()) if (place) timeline.fix(task, place);
      const hasEnded = (task: number) => fixed[task] !== undefined && !fixed[task].isRunning && fixed[task].end <= now;
      const ready = graph.order.filter(
        (task) =>
          !fixed[task] && !((arrivals?.[task] ?? 0) > now) && graph.before[task]!.every(({ from }) => hasEnded(from)),
      );
      ready.sort((a, b) => order[a]! - order[b]! || a - b);
      for (const task of ready) timeline.place(task, timeline.fastestDevice(task));
      return timeline.plan();
    },
  };
}
