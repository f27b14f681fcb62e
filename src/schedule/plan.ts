import { HeteroGraphError } from '../core/index.js';
import type { TaskGraph, TransferCost } from './task-graph.js';

/** Where and when a task runs, in milliseconds from the start. */
export interface PlannedTask {
  readonly task: number;
  readonly name: string;
  readonly device: number;
  readonly start: number;
  readonly end: number;
}

/** What runs where and when; tasks in their order in the graph. */
export interface Plan {
  readonly tasks: readonly PlannedTask[];
  /** End of the last task. */
  readonly makespan: number;
}

const TOLERANCE = 1e-9;

/**
 * Checks a plan against its graph, independently of how it was made: every task once, on a device that can run it and for as long
 * as it takes there; none before what it needs has arrived; never two at a time on a device.
 *
 * @throws {HeteroGraphError} INVALID_PLAN saying which rule is broken by which task
 */
export function checkPlan(plan: Plan, graph: TaskGraph, transfer: TransferCost): void {
  const fail = (name: string, why: string): never => {
    throw new HeteroGraphError('INVALID_PLAN', `The task "${name}" ${why}.`, {
      hint: 'Make the plan with one of the schedulers, for this graph and these costs of transfers.',
    });
  };
  const slack = TOLERANCE * Math.max(1, plan.makespan);
  if (plan.tasks.length !== graph.tasks.length)
    fail('the plan', `has ${plan.tasks.length} of ${graph.tasks.length} tasks`);
  for (const [t, { task, name, device, start, end }] of plan.tasks.entries()) {
    if (task !== t) fail(name, 'is not at the position of its number');
    const cost = graph.tasks[t]!.costs[device];
    if (cost === undefined || !Number.isFinite(cost)) fail(name, `cannot run on device ${device}`);
    if (start < -slack || Math.abs(end - start - cost!) > slack)
      fail(name, 'does not take as long as it costs on its device');
    for (const { from, bytes } of graph.before[t]!) {
      const earlier = plan.tasks[from]!;
      const arrival = earlier.end + (earlier.device === device ? 0 : transfer(bytes, earlier.device, device));
      if (start < arrival - slack) fail(name, `starts before the result of "${earlier.name}" is there`);
    }
  }
  for (let device = 0; device < graph.numDevices; device++) {
    const own = plan.tasks
      .filter((each) => each.device === device && each.end > each.start)
      .sort((a, b) => a.start - b.start);
    for (let i = 1; i < own.length; i++) {
      if (own[i]!.start < own[i - 1]!.end - slack) fail(own[i]!.name, `overlaps with "${own[i - 1]!.name}"`);
    }
  }
  const last = plan.tasks.reduce((end, each) => Math.max(end, each.end), 0);
  if (Math.abs(last - plan.makespan) > slack) fail('the plan', `says ${plan.makespan} but ends at ${last}`);
}

/**
 * Two times that no plan can beat: the longest path with every task on its fastest device and nothing to move, and the smallest work
 * of all tasks shared out evenly.
 */
export function lowerBounds(graph: TaskGraph): { readonly criticalPath: number; readonly work: number } {
  const fastest = graph.tasks.map(({ costs }) => Math.min(...costs));
  const ends = new Float64Array(graph.tasks.length);
  for (const t of graph.order) {
    let ready = 0;
    for (const { from } of graph.before[t]!) ready = Math.max(ready, ends[from]!);
    ends[t] = ready + fastest[t]!;
  }
  const total = fastest.reduce((sum, cost) => sum + cost, 0);
  return {
    criticalPath: ends.reduce((end, each) => Math.max(end, each), 0),
    work: total / Math.max(1, graph.numDevices),
  };
}

/** Makespan over the critical path: 1 is best (Topcuoglu, Hariri, Wu 2002, "schedule length ratio"). */
export function scheduleLengthRatio(plan: Plan, graph: TaskGraph): number {
  const { criticalPath } = lowerBounds(graph);
  return criticalPath > 0 ? plan.makespan / criticalPath : 1;
}
