import type { Plan, PlannedTask } from './plan.js';
import type { TaskGraph, TransferCost } from './task-graph.js';

/** A plan in the making: what each device is busy with, in order of time. */
export class Timeline {
  readonly #graph: TaskGraph;
  readonly #transfer: TransferCost;
  readonly #placed: (PlannedTask | undefined)[];
  readonly #busy: PlannedTask[][];
  readonly #release: (task: number) => number;

  /** @param release earliest start of a task; default 0 */
  constructor(graph: TaskGraph, transfer: TransferCost, release: (task: number) => number = () => 0) {
    this.#release = release;
    this.#graph = graph;
    this.#transfer = transfer;
    this.#placed = graph.tasks.map(() => undefined);
    this.#busy = Array.from({ length: graph.numDevices }, () => []);
  }

  /**
   * When a task could run on a device: in the first gap that is long enough from when all it needs has arrived, else behind the last
   * task. O(predecessors + tasks of the device).
   */
  earliest(task: number, device: number): { readonly start: number; readonly end: number } {
    const cost = this.#graph.tasks[task]!.costs[device]!;
    let ready = this.#release(task);
    for (const { from, bytes } of this.#graph.before[task]!) {
      const earlier = this.#placed[from]!;
      const move = earlier.device === device ? 0 : this.#transfer(bytes, earlier.device, device);
      ready = Math.max(ready, earlier.end + move);
    }
    let start = ready;
    for (const each of this.#busy[device]!) {
      if (start + cost <= each.start) break;
      start = Math.max(start, each.end);
    }
    return { start, end: start + cost };
  }

  /** The device on which the task ends first; the lowest where several do. */
  fastestDevice(task: number): number {
    let best = 0;
    let bestEnd = Number.POSITIVE_INFINITY;
    for (let device = 0; device < this.#graph.numDevices; device++) {
      const { end } = this.earliest(task, device);
      if (end < bestEnd) [best, bestEnd] = [device, end];
    }
    return best;
  }

  /** Puts a task, whose predecessors are placed, where it can run first on the device. */
  place(task: number, device: number): void {
    const { start, end } = this.earliest(task, device);
    this.fix(task, { device, start, end });
  }

  /** Places a task where it runs or has run, with the times given and not those of the graph. */
  fix(task: number, { device, start, end }: Pick<PlannedTask, 'device' | 'start' | 'end'>): void {
    const placed = { task, name: this.#graph.tasks[task]!.name, device, start, end };
    this.#placed[task] = placed;
    const busy = this.#busy[device]!;
    const isLater = (each: PlannedTask) => each.start > start || (each.start === start && each.end > end);
    // From the back, where most belong.
    let at = busy.length;
    while (at > 0 && isLater(busy[at - 1]!)) at--;
    busy.splice(at, 0, placed);
  }

  /** What is placed so far. */
  plan(): Plan {
    const tasks = this.#placed.flatMap((placed) => placed ?? []);
    return { tasks, makespan: tasks.reduce((end, each) => Math.max(end, each.end), 0) };
  }
}
