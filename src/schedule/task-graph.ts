import { HeteroGraphError } from '../core/index.js';

/** An operator of a pipeline. */
export interface Task {
  readonly name: string;
  /** Milliseconds on every device, in the order of the devices; Infinity where the device cannot run it. */
  readonly costs: readonly number[];
}

/** `to` needs what `from` makes. */
export interface Dependency {
  /** Positions in the list of tasks. */
  readonly from: number;
  readonly to: number;
  /** What has to be moved where the two run on different devices; see {@link TransferCost}. */
  readonly bytes: number;
}

/** A directed acyclic graph of operators, as given. */
export interface TaskGraphSpec {
  readonly tasks: readonly Task[];
  readonly dependencies: readonly Dependency[];
}

/** Milliseconds to move so many bytes between two devices; not asked for a device and itself. */
export type TransferCost = (bytes: number, from: number, to: number) => number;

/** A checked graph: predecessors and successors of every task as lists of dependencies, and an order that respects them. */
export class TaskGraph {
  readonly tasks: readonly Task[];
  readonly dependencies: readonly Dependency[];
  readonly numDevices: number;
  /** Dependencies that end at, and that start from, each task. */
  readonly before: readonly (readonly Dependency[])[];
  readonly after: readonly (readonly Dependency[])[];
  /** Every task after those it needs; the lowest number first where there is a choice. */
  readonly order: readonly number[];

  /**
   * @throws {HeteroGraphError} INVALID_TASK_GRAPH: unknown task, bad cost or size, lists of different lengths, a task that no device
   * can run; INVALID_TASK_GRAPH naming a task on a cycle
   */
  constructor({ tasks, dependencies }: TaskGraphSpec) {
    this.tasks = tasks;
    this.dependencies = dependencies;
    this.numDevices = tasks[0]?.costs.length ?? 0;
    for (const { name, costs } of tasks) {
      if (costs.length !== this.numDevices)
        throw invalid(name, `has ${costs.length} costs instead of ${this.numDevices}`);
      if (!costs.every((cost) => cost >= 0)) throw invalid(name, 'has a cost that is no number from 0');
      if (!costs.some(Number.isFinite)) throw invalid(name, 'can run on no device');
    }
    const before: Dependency[][] = tasks.map(() => []);
    const after: Dependency[][] = tasks.map(() => []);
    for (const dependency of dependencies) {
      const { from, to, bytes } = dependency;
      if (!tasks[from] || !tasks[to]) throw invalid(`${from} -> ${to}`, 'names a task that is not there');
      if (!(bytes >= 0 && Number.isFinite(bytes))) throw invalid(`${from} -> ${to}`, `has a size of ${bytes}`);
      before[to]!.push(dependency);
      after[from]!.push(dependency);
    }
    this.before = before;
    this.after = after;
    this.order = this.#sorted();
  }

  #sorted(): number[] {
    const waiting = this.before.map((dependencies) => dependencies.length);
    const order: number[] = [];
    const placed = new Uint8Array(this.tasks.length);
    const ready = this.tasks.flatMap((_, task) => (waiting[task] === 0 ? [task] : []));
    while (ready.length > 0) {
      ready.sort((a, b) => b - a);
      const task = ready.pop()!;
      order.push(task);
      placed[task] = 1;
      for (const { to } of this.after[task]!) if (--waiting[to]! === 0) ready.push(to);
    }
    const stuck = placed.indexOf(0);
    if (order.length < this.tasks.length) {
      throw new HeteroGraphError('INVALID_TASK_GRAPH', `The task "${this.tasks[stuck]!.name}" needs its own result.`, {
        hint: 'Leave out a dependency.',
      });
    }
    return order;
  }
}

function invalid(what: string, why: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_TASK_GRAPH', `"${what}" ${why}.`, {
    hint: 'See to the tasks and dependencies.',
  });
}
