import { RandomStream } from '../core/index.js';
import type { Plan } from './plan.js';
import { downwardRanks, upwardRanks } from './ranks.js';
import type { TaskGraph, TransferCost } from './task-graph.js';
import { Timeline } from './timeline.js';

/**
 * CPOP: tasks on a longest path all go to the device that runs that path fastest, others where they end first; ready tasks by the
 * sum of their ranks (Topcuoglu, Hariri, Wu 2002). To compare {@link heft} with.
 */
export function cpop(graph: TaskGraph, transfer: TransferCost): Plan {
  const up = upwardRanks(graph, transfer);
  const priority = downwardRanks(graph, transfer).map((down, task) => down + up[task]!);
  const path = criticalPath(graph, priority);
  const onPath = new Set(path);
  const pathCost = (device: number) => path.reduce((sum, task) => sum + graph.tasks[task]!.costs[device]!, 0);
  let pathDevice = 0;
  for (let device = 1; device < graph.numDevices; device++)
    if (pathCost(device) < pathCost(pathDevice)) pathDevice = device;
  const timeline = new Timeline(graph, transfer);
  const waiting = graph.before.map((dependencies) => dependencies.length);
  const ready = graph.order.filter((task) => waiting[task] === 0);
  while (ready.length > 0) {
    ready.sort((a, b) => priority[a]! - priority[b]! || b - a);
    const task = ready.pop()!;
    const isBound = onPath.has(task) && Number.isFinite(graph.tasks[task]!.costs[pathDevice]!);
    timeline.place(task, isBound ? pathDevice : timeline.fastestDevice(task));
    for (const { to } of graph.after[task]!) if (--waiting[to]! === 0) ready.push(to);
  }
  return timeline.plan();
}

/** From the entry of the highest priority always on to the successor of the highest. */
function criticalPath(graph: TaskGraph, priority: Float64Array): number[] {
  const highest = (tasks: readonly number[]) =>
    tasks.reduce((best, task) => (priority[task]! > priority[best]! ? task : best), tasks[0]!);
  const entries = graph.order.filter((task) => graph.before[task]!.length === 0);
  if (entries.length === 0) return [];
  const path = [highest(entries)];
  for (;;) {
    const next = graph.after[path.at(-1)!]!.map(({ to }) => to);
    if (next.length === 0) return path;
    path.push(highest(next));
  }
}

/** Each task, in the graph's order, on the device that runs it fastest, however busy that is. A baseline for {@link heft}. */
export function minExecutionTime(graph: TaskGraph, transfer: TransferCost): Plan {
  const timeline = new Timeline(graph, transfer);
  for (const task of graph.order) {
    const { costs } = graph.tasks[task]!;
    timeline.place(task, costs.indexOf(Math.min(...costs)));
  }
  return timeline.plan();
}

/** Each task, in the graph's order, on any device that can run it. To compare {@link heft} with. */
export function randomPlan(graph: TaskGraph, transfer: TransferCost, seed: number): Plan {
  const stream = new RandomStream(seed, 'schedule');
  const timeline = new Timeline(graph, transfer);
  for (const task of graph.order) {
    const able = graph.tasks[task]!.costs.flatMap((cost, device) => (Number.isFinite(cost) ? [device] : []));
    timeline.place(task, able[stream.nextInt(able.length)]!);
  }
  return timeline.plan();
}
