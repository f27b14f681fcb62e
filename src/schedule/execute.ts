import { getPool } from '../compute/index.js';
import { type Pieces, throwIfAborted, withPauses, yieldToEventLoop } from '../core/index.js';
import { type CostModel, POOL_DEVICE } from './cost-model.js';
import type { ExecutedOperator, ExecutionReport } from './execution.js';
import { checkMemory, type Operator, type Pipeline, pinnedBy, touchedBy, usesOf } from './operator.js';
import { findPlan, type PlannedPipeline } from './plan-operators.js';
import type { SpillStore } from './spill-store.js';

export interface ExecuteOptions {
  /** Predict how long each operator takes, and learn from how long it took. */
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
 * Runs the operators of a pipeline one after the other, in their order, each on all threads of the pool. Tensors stay within the store's
 * limit of memory: the store knows from the plan when each will be needed, and each is freed after its last use.
 *
 * @throws {HeteroGraphError} INVALID_TASK_GRAPH, OUT_OF_MEMORY before any work; ABORTED; SPILL_FAILED; and what
 * operators throw
 */
export async function execute(pipeline: Pipeline, options: ExecuteOptions): Promise<ExecutionReport> {
  const { costs, store, limitBytes = Number.POSITIVE_INFINITY, signal, onOperator } = options;
  const { plan, graph, uses } = await withPauses(prepare(pipeline, costs, limitBytes), signal);
  const { operators, tensors, results = [] } = pipeline;
  for (const spec of tensors) {
    store.declare(spec);
    store.setUses(spec.name, uses.get(spec.name) ?? []);
  }
  const started = performance.now();
  const now = () => performance.now() - started;
  const executed: ExecutedOperator[] = [];
  for (const [position, operator] of operators.entries()) {
    throwIfAborted(signal);
    const start = now();
    await yieldToEventLoop();
    throwIfAborted(signal);
    store.advance(position);
    const { begin, end } = await run(operator, store, signal, now);
    const planned = plan.tasks[position]!;
    const done = {
      ...{ name: operator.name, kind: operator.kind, device: POOL_DEVICE, start, end, waitedMs: begin - start },
      predictedMs: graph.tasks[position]!.costs[0]!,
      planned: { device: POOL_DEVICE, start: planned.start, end: planned.end },
    };
    executed.push(done);
    for (const name of touchedBy(operator)) {
      if (uses.get(name)!.at(-1) === position && !results.includes(name)) store.remove(name);
    }
    costs.observe(POOL_DEVICE, operator, end - begin);
    onOperator?.(done, executed.length, operators.length);
  }
  return { operators: executed, makespan: now(), plannedMakespan: plan.makespan, memory: store.stats() };
}

/** What is reckoned before any work. */
function* prepare(
  pipeline: Pipeline,
  costs: CostModel,
  limitBytes: number,
): Pieces<PlannedPipeline & { readonly uses: ReadonlyMap<string, readonly number[]> }> {
  yield* checkMemory(pipeline, limitBytes);
  const planned = yield* findPlan(pipeline, [POOL_DEVICE], costs);
  return { ...planned, uses: yield* usesOf(pipeline) };
}

/** Milliseconds at which the operator itself began and ended, its tensors being in memory. */
async function run(
  operator: Operator,
  store: SpillStore,
  signal: AbortSignal | undefined,
  now: () => number,
): Promise<{ readonly begin: number; readonly end: number }> {
  const pinned = pinnedBy(operator);
  await store.pin(pinned);
  try {
    const begin = now();
    await operator.run({
      signal,
      pool: getPool(),
      values: (tensor) => store.values(tensor),
      copyOut: (tensor, from, target) => store.copyOut(tensor, from, target),
    });
    return { begin, end: now() };
  } finally {
    store.unpin(pinned);
  }
}
