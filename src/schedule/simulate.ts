import { RandomStream } from '../core/index.js';
import type { Plan, PlannedTask } from './plan.js';
import type { SchedulingPolicy } from './policies.js';
import type { FixedTask } from './replan.js';
import type { TaskGraph, TransferCost } from './task-graph.js';

export interface SimulateOptions {
  /** Spread of the logarithm of real over foreseen time of every task; the mean of their ratio is 1. Default 0. */
  readonly noise?: number;
  /** Spread of the logarithm of a device's speed, the same for all its tasks; default 0. */
  readonly deviceNoise?: number;
  /** When each task becomes known, milliseconds; default all at 0. A task arrives no earlier than those it needs. */
  readonly arrivals?: ArrayLike<number>;
  readonly seed: number;
}

export interface Simulation extends Plan {
  /** How often something was planned. */
  readonly numPlans: number;
}

/**
 * Lets a policy run a task graph whose tasks take other times than foreseen: the policy sees costs, what has ended and when, and which
 * tasks run, never how long something will really take. A device works its tasks off in the order of the plan, one at a time; a task
 * waits for its inputs to arrive. The same seed gives every policy the same real times.
 *
 * Without noise a static policy takes exactly as long as its plan. O(tasks x cost of a plan) for online policies.
 *
 * @returns what really ran where and when
 */
export function simulate(
  graph: TaskGraph,
  transfer: TransferCost,
  policy: SchedulingPolicy,
  options: SimulateOptions,
): Simulation {
  return new Simulator(graph, transfer, policy, options).run();
}

class Simulator {
  readonly #graph: TaskGraph;
  readonly #transfer: TransferCost;
  readonly #policy: SchedulingPolicy;
  readonly #arrivals: ArrayLike<number>;
  /** Real milliseconds, by task and device. */
  readonly #real: readonly (readonly number[])[];
  /** Started tasks, with their real times. */
  readonly #started: (FixedTask | undefined)[];
  /** Where tasks that have not started are planned. */
  readonly #planned: (PlannedTask | undefined)[];
  #queues: number[][] = [];
  #free: number[];
  #now = 0;
  #numPlans = 0;

  constructor(graph: TaskGraph, transfer: TransferCost, policy: SchedulingPolicy, options: SimulateOptions) {
    const { noise = 0, deviceNoise = 0, seed } = options;
    this.#graph = graph;
    this.#transfer = transfer;
    this.#policy = policy;
    this.#arrivals = options.arrivals ?? new Float64Array(graph.tasks.length);
    const stream = new RandomStream(seed, 'simulate');
    const factor = (spread: number) => Math.exp(spread * stream.nextNormal() - (spread * spread) / 2);
    const speeds = Array.from({ length: graph.numDevices }, () => factor(deviceNoise));
    this.#real = graph.tasks.map(({ costs }) => {
      const own = factor(noise);
      return costs.map((cost, device) => cost * own * speeds[device]!);
    });
    this.#started = graph.tasks.map(() => undefined);
    this.#planned = graph.tasks.map(() => undefined);
    this.#free = Array.from({ length: graph.numDevices }, () => 0);
  }

  run(): Simulation {
    const arrivals = [...new Set(Array.from(this.#arrivals))].sort((a, b) => a - b);
    const { tasks } = this.#graph;
    for (let left = tasks.length; left > 0; ) {
      const hasArrivals = arrivals[0] !== undefined && arrivals[0] <= this.#now;
      while (arrivals[0] !== undefined && arrivals[0] <= this.#now) arrivals.shift();
      if (hasArrivals || this.#policy.isOnline) this.#plan();
      left -= this.#start();
      const next = this.#nextEvent(arrivals[0]);
      if (left > 0) this.#now = next;
    }
    const done = this.#started.map((place, task) => ({ task, name: tasks[task]!.name, ...place! }));
    return { tasks: done, makespan: done.reduce((last, { end }) => Math.max(last, end), 0), numPlans: this.#numPlans };
  }

  #plan(): void {
    const now = this.#now;
    const fixed = this.#started.map((place, task): FixedTask | undefined => {
      if (!place) return this.#policy.isOnline ? undefined : this.#planned[task];
      if (place.end <= now) return place;
      // It runs: all that is known is how long it should take, and that it has not ended.
      const expected = place.start + this.#graph.tasks[task]!.costs[place.device]!;
      return { ...place, end: Math.max(now, expected), isRunning: true };
    });
    const arrivals = this.#arrivals;
    const { tasks } = this.#policy.plan(this.#graph, this.#transfer, { now, fixed, arrivals });
    this.#numPlans++;
    for (const each of tasks) this.#planned[each.task] = each;
    const left = tasks.filter(({ task }) => !this.#started[task]);
    left.sort((a, b) => a.start - b.start || a.end - b.end || a.task - b.task);
    this.#queues = this.#free.map((_, device) => left.filter((each) => each.device === device).map(({ task }) => task));
  }

  /** Starts the first task of every device whose inputs have been made; returns how many. */
  #start(): number {
    let count = 0;
    for (const [device, queue] of this.#queues.entries()) {
      while (queue.length > 0 && this.#free[device]! <= this.#now) {
        const task = queue[0]!;
        const before = this.#graph.before[task]!;
        if (!before.every(({ from }) => this.#started[from] && this.#started[from].end <= this.#now)) break;
        let start = this.#now;
        for (const { from, bytes } of before) {
          const { device: origin, end } = this.#started[from]!;
          start = Math.max(start, end + (origin === device ? 0 : this.#transfer(bytes, origin, device)));
        }
        const end = start + this.#real[task]![device]!;
        this.#started[task] = { device, start, end };
        this.#free[device] = end;
        queue.shift();
        count++;
      }
    }
    return count;
  }

  /** The next moment at which a task ends or arrives. */
  #nextEvent(arrival = Number.POSITIVE_INFINITY): number {
    let next = arrival;
    for (const place of this.#started) if (place && place.end > this.#now) next = Math.min(next, place.end);
    return next;
  }
}
