import { getPool } from '../compute/index.js';
import { HeteroGraphError, throwIfAborted, yieldToEventLoop } from '../core/index.js';
import type { CostModel } from './cost-model.js';
import { Drift } from './drift.js';
import type { Device, ExecutedOperator, ExecutionReport, Replan } from './execution.js';
import { checkMemory, type Operator, type Pipeline, touchedBy, usesOf, wantedBy } from './operator.js';
import type { PlannedTask } from './plan.js';
import { canRun, operatorGraph, type PlannedPipeline, planOperators } from './plan-operators.js';
import { type FixedTask, replan } from './replan.js';
import type { SpillStore } from './spill-store.js';

export interface ExecuteOptions {
  readonly devices: readonly Device[];
  readonly costs: CostModel;
  /** Holds the tensors, within its limit of memory. The results are in it afterwards; the caller disposes of it. */
  readonly store: SpillStore;
  /** The limit that is checked before any work; default none. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
  /** Called after every operator. */
  readonly onOperator?: (operator: ExecutedOperator, done: number, total: number) => void;
}

/**
 * Runs a pipeline: branches at once on all devices, each device one operator at a time in the order of the plan, tensors within the
 * store's limit. When a device is lost, or is more than twice off its estimate, what has not started is planned again by what was
 * measured; finished operators are never run twice. The costs learn from every operator.
 *
 * Results do not depend on where operators run as long as these give the same bits everywhere: the order of writers of a tensor is
 * that of the pipeline.
 *
 * @throws {HeteroGraphError} INVALID_TASK_GRAPH, OUT_OF_MEMORY before any work; DEVICE_LOST where none is left that
 * can do the rest; ABORTED; SPILL_FAILED; and what operators throw
 */
export async function execute(pipeline: Pipeline, options: ExecuteOptions): Promise<ExecutionReport> {
  return new Execution(pipeline, options).run();
}

interface Running {
  readonly task: number;
  readonly start: number;
  readonly timer: NodeJS.Timeout | undefined;
}

class Execution {
  readonly #pipeline: Pipeline;
  readonly #options: ExecuteOptions;
  readonly #planned: PlannedPipeline;
  /** Milliseconds of every task on every device, as foreseen now. */
  #predicted: (readonly number[])[];
  readonly #waiting: number[];
  /** Place of every task in the order of the plan. */
  #places: number[] = [];
  readonly #usesOf: Map<string, number[]>;
  readonly #made = new Set<string>();
  readonly #done: (ExecutedOperator | undefined)[];
  /** Of what has run: by task, on the scale of the plan. */
  readonly #fixed: (FixedTask | undefined)[];
  readonly #running: (Running | undefined)[];
  readonly #lost = new Set<number>();
  readonly #replans: Replan[] = [];
  readonly #drift = new Drift();
  #queues: number[][];
  #numDone = 0;
  #started = 0;
  #failure: unknown;
  #finish: () => void = () => {};

  constructor(pipeline: Pipeline, options: ExecuteOptions) {
    this.#pipeline = pipeline;
    this.#options = options;
    const { devices, costs, limitBytes = Number.POSITIVE_INFINITY } = options;
    checkMemory(pipeline, limitBytes);
    this.#planned = planOperators(
      pipeline,
      devices.map(({ name }) => name),
      costs,
    );
    this.#predicted = this.#planned.graph.tasks.map(({ costs: own }) => own);
    this.#waiting = this.#planned.graph.before.map((dependencies) => dependencies.length);
    this.#usesOf = usesOf(pipeline);
    this.#done = pipeline.operators.map(() => undefined);
    this.#fixed = pipeline.operators.map(() => undefined);
    this.#running = devices.map(() => undefined);
    this.#queues = this.#queuesOf(this.#planned.plan.tasks);
  }

  async run(): Promise<ExecutionReport> {
    const { store } = this.#options;
    for (const spec of this.#pipeline.tensors) store.declare(spec);
    this.#tellUses(this.#planned.plan.tasks);
    this.#started = performance.now();
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      this.#dispatch();
    });
    if (this.#failure !== undefined) throw this.#failure;
    return {
      operators: this.#done.map((each) => each!),
      makespan: this.#now(),
      plannedMakespan: this.#planned.plan.makespan,
      replans: this.#replans,
      lostDevices: [...this.#lost].map((device) => this.#planned.devices[device]!),
      memory: store.stats(),
    };
  }

  /** Starts what can start; ends the run when all is done, or something failed and nothing runs any more. */
  #dispatch(): void {
    if (this.#failure === undefined && this.#options.signal?.aborted) {
      try {
        throwIfAborted(this.#options.signal);
      } catch (error) {
        this.#failure = error;
      }
    }
    const isBusy = () => this.#running.some((each) => each !== undefined);
    if (this.#failure !== undefined || this.#numDone === this.#done.length) {
      if (!isBusy()) this.#finish();
      return;
    }
    for (const device of this.#running.keys()) {
      if (this.#running[device] || this.#lost.has(device)) continue;
      const queue = this.#queues[device]!;
      const at = queue.findIndex((task) => this.#waiting[task] === 0);
      if (at < 0) continue;
      const [task] = queue.splice(at, 1);
      void this.#start(task!, device);
    }
  }

  async #start(task: number, device: number): Promise<void> {
    const { devices, signal } = this.#options;
    const start = this.#now();
    const predicted = this.#predicted[task]![device]!;
    // Where nobody else could take over, being late changes nothing.
    const timer = devices.length > 1 ? setTimeout(() => this.#late(device), Drift.patience(predicted)) : undefined;
    this.#running[device] = { task, start, timer };
    try {
      await yieldToEventLoop();
      throwIfAborted(signal);
      const ran = await this.#work(task, device);
      this.#finished(task, device, start, ran);
    } catch (error) {
      this.#failed(task, device, error);
    } finally {
      clearTimeout(timer);
      this.#running[device] = undefined;
    }
    this.#dispatch();
  }

  /** When the operator itself began and ended. */
  async #work(task: number, device: number): Promise<{ begin: number; end: number }> {
    const { store, devices, signal } = this.#options;
    const operator = this.#pipeline.operators[task]!;
    const { name, run, isVolatile } = devices[device]!;
    const plain = wantedBy(operator);
    const changed =
      isVolatile && !operator.isRepeatable ? plain.writes!.filter((tensor) => this.#made.has(tensor)) : [];
    store.advance(this.#position());
    await store.pin(plain);
    try {
      const copies = changed.map((tensor) => store.values(tensor).slice());
      const context = {
        device: name,
        signal,
        pool: getPool(),
        values: (tensor: string) => store.values(tensor),
        copyOut: (tensor: string, from: number, target: Float32Array) => store.copyOut(tensor, from, target),
      };
      const begin = this.#now();
      try {
        await (run ? run.call(devices[device], operator, context) : operator.run(context));
      } catch (error) {
        for (const [i, tensor] of changed.entries()) store.values(tensor).set(copies[i]!);
        if (operator.isRepeatable) throw error;
        for (const tensor of plain.writes!) if (!this.#made.has(tensor)) this.#clear(tensor);
        throw error;
      }
      return { begin, end: this.#now() };
    } finally {
      store.unpin(plain);
    }
  }

  /** Back to how a tensor is before its first operator. */
  #clear(tensor: string): void {
    const values = this.#options.store.values(tensor);
    const spec = this.#pipeline.tensors.find(({ name }) => name === tensor)!;
    if (spec.load) spec.load(values);
    else if (spec.zeroed) values.fill(0);
  }

  #finished(task: number, device: number, start: number, { begin, end }: { begin: number; end: number }): void {
    const { costs, onOperator } = this.#options;
    const operator = this.#pipeline.operators[task]!;
    const { name, kind } = operator;
    const names = this.#planned.devices;
    const place = this.#planned.plan.tasks[task]!;
    const predictedMs = this.#predicted[task]![device]!;
    const executed = {
      ...{ name, kind, device: names[device]!, predictedMs, start, end, waitedMs: begin - start },
      planned: { device: names[place.device]!, start: place.start, end: place.end },
    };
    this.#done[task] = executed;
    this.#fixed[task] = { device, start, end };
    this.#numDone++;
    for (const tensor of operator.writes ?? []) this.#made.add(tensor);
    for (const { to } of this.#planned.graph.after[task]!) this.#waiting[to]!--;
    this.#freeUnneeded(operator);
    costs.observe(names[device]!, operator, end - begin);
    const base = this.#planned.graph.tasks[task]!.costs[device]!;
    if (this.#drift.observe(device, kind, end - begin, base, predictedMs)) this.#replan('off its estimate', device);
    onOperator?.(executed, this.#numDone, this.#done.length);
  }

  #failed(task: number, device: number, error: unknown): void {
    const { devices } = this.#options;
    const isLost = (error as { code?: unknown } | undefined)?.code === 'DEVICE_LOST';
    const { isRepeatable, writes = [] } = this.#pipeline.operators[task]!;
    const canRetry = isRepeatable || devices[device]!.isVolatile || !writes.some((t) => this.#made.has(t));
    if (!isLost || !canRetry) {
      this.#failure ??= error;
      return;
    }
    this.#lost.add(device);
    this.#running[device] = undefined;
    const left = this.#pipeline.operators.filter((_, each) => !this.#done[each] && !this.#isRunning(each));
    const stranded = left.find(
      (operator) => !devices.some(({ name }, other) => !this.#lost.has(other) && canRun(operator, name)),
    );
    if (stranded) {
      this.#failure ??= new HeteroGraphError(
        'DEVICE_LOST',
        `The device "${devices[device]!.name}" was lost, and no other can run "${stranded.name}".`,
        { hint: 'Give another device, or run again.', cause: error },
      );
      return;
    }
    this.#replan('device lost', device);
  }

  #freeUnneeded(operator: Operator): void {
    const { results = [] } = this.#pipeline;
    for (const tensor of touchedBy(operator)) {
      if (results.includes(tensor)) continue;
      if (this.#usesOf.get(tensor)!.every((user) => this.#done[user])) this.#options.store.free(tensor);
    }
  }

  /** The operator on the device takes more than twice its time: others may have to take over what waits behind it. */
  #late(device: number): void {
    const running = this.#running[device];
    if (!running || this.#failure !== undefined) return;
    const { kind } = this.#pipeline.operators[running.task]!;
    const base = this.#planned.graph.tasks[running.task]!.costs[device]!;
    this.#drift.observeLate(device, kind, this.#now() - running.start, base);
    this.#replan('off its estimate', device);
    this.#dispatch();
  }

  /** Plans what has not started anew, by what was measured. */
  #replan(reason: Replan['reason'], device: number): void {
    this.#drift.restart();
    const { devices: names, graph, transfer } = this.#planned;
    if (names.length === 1 || this.#numDone === this.#done.length) return;
    const now = this.#now();
    const fixed = [...this.#fixed];
    for (const [at, running] of this.#running.entries()) {
      if (!running || this.#done[running.task]) continue;
      const expected = running.start + this.#predicted[running.task]![at]!;
      fixed[running.task] = { device: at, start: running.start, end: Math.max(now, expected) };
    }
    const { operators } = this.#pipeline;
    this.#predicted = this.#predicted.map((own, task) => {
      if (fixed[task]) return own;
      return graph.tasks[task]!.costs.map((base, at) =>
        this.#lost.has(at) ? Number.POSITIVE_INFINITY : base * this.#drift.factor(at, operators[task]!.kind),
      );
    });
    const costOf = (task: number, name: string) => this.#predicted[task]![names.indexOf(name)]!;
    const corrected = operatorGraph(this.#pipeline, names, (_, name, task) => costOf(task, name));
    const { tasks } = replan(corrected, transfer, { now, fixed });
    this.#queues = this.#queuesOf(tasks.filter(({ task }) => !fixed[task]));
    this.#tellUses(tasks);
    this.#replans.push({ at: now, reason, device: names[device]! });
  }

  #queuesOf(tasks: readonly PlannedTask[]): number[][] {
    const ordered = byStart(tasks);
    return this.#planned.devices.map((_, device) =>
      ordered.filter((each) => each.device === device).map(({ task }) => task),
    );
  }

  /** Tells the store in which order tensors will be needed. */
  #tellUses(tasks: readonly PlannedTask[]): void {
    this.#places = [];
    for (const [place, { task }] of byStart(tasks).entries()) this.#places[task] = place;
    const { store } = this.#options;
    for (const [tensor, users] of this.#usesOf) {
      if (store.has(tensor))
        store.setUses(
          tensor,
          users.map((task) => this.#places[task]!).sort((a, b) => a - b),
        );
    }
  }

  /** The first place of the plan that is not done with. */
  #position(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const running of this.#running) if (running) first = Math.min(first, this.#places[running.task]!);
    for (const queue of this.#queues) for (const task of queue) first = Math.min(first, this.#places[task]!);
    return first;
  }

  #isRunning(task: number): boolean {
    return this.#running.some((running) => running?.task === task);
  }

  #now(): number {
    return performance.now() - this.#started;
  }
}

function byStart(tasks: readonly PlannedTask[]): PlannedTask[] {
  return [...tasks].sort((a, b) => a.start - b.start || a.task - b.task);
}
