import type { Pool } from '../compute/index.js';
import { HeteroGraphError, inOneGo, type Pieces } from '../core/index.js';
import type { Dependency } from './task-graph.js';
import { notEnough, type PinnedTensors, type TensorSpec, tensorBytes } from './tensor-spec.js';

/** What an operator works with while it runs. */
export interface OperatorContext {
  readonly signal: AbortSignal | undefined;
  readonly pool: Pool;
  /** A tensor that the operator reads or writes, all of it. */
  values(tensor: string): Float32Array;
  /** Numbers of a tensor that the operator streams, from the position `start` on. */
  copyOut(tensor: string, start: number, target: Float32Array): Promise<void>;
}

/** A named piece of work on tensors. */
export interface Operator {
  readonly name: string;
  /** Class of the cost model, such as 'mean' or 'project'. */
  readonly kind: string;
  /** Additions and multiplications. */
  readonly flops: number;
  /** Bytes moved between memory and processor. */
  readonly bytes: number;
  /** Tensors that are read whole. */
  readonly reads?: readonly string[];
  /** Tensors that are made or changed. */
  readonly writes?: readonly string[];
  /** Tensors that are read piece by piece: they need not be in memory. */
  readonly streams?: readonly string[];
  /** Working memory in addition to the tensors, at most; default 0. */
  readonly scratchBytes?: number;
  run(context: OperatorContext): void | Promise<void>;
}

/** Operators in an order in which they can run, and the tensors they work on. */
export interface Pipeline {
  readonly operators: readonly Operator[];
  readonly tensors: readonly TensorSpec[];
  /** Tensors that stay when all is done; others are freed after their last use. */
  readonly results?: readonly string[];
}

/** What must be in memory while the operator runs. */
export function pinnedBy({ reads = [], writes = [], scratchBytes = 0 }: Operator): PinnedTensors {
  return { reads: reads.filter((name) => !writes.includes(name)), writes, scratchBytes };
}

/** Every tensor that the operator names, once. */
export function touchedBy({ reads = [], writes = [], streams = [] }: Operator): string[] {
  return [...new Set([...reads, ...writes, ...streams])];
}

/**
 * Which operator needs which, from the order in which they read and write: a reader follows the last writer before it, a writer
 * follows the last writer and all readers since. Only what is read has bytes to move.
 *
 * @throws {HeteroGraphError} INVALID_TASK_GRAPH: a tensor that is not declared, or read before it is made; a name used twice
 */
export function dependenciesOf(pipeline: Pipeline): Dependency[] {
  return inOneGo(findDependencies(pipeline));
}

/** {@link dependenciesOf} with a stop after every operator. */
export function* findDependencies({ operators, tensors, results = [] }: Pipeline): Pieces<Dependency[]> {
  const specs = new Map(tensors.map((spec) => [spec.name, spec]));
  const writers = new Map<string, number>();
  const readers = new Map<string, number[]>();
  const edges = new Map<number, number>();
  const dependencies: Dependency[] = [];
  if (new Set(operators.map(({ name }) => name)).size < operators.length)
    throw invalid('Two operators', 'share a name');
  if (specs.size < tensors.length) throw invalid('Two tensors', 'share a name');
  for (const [to, operator] of operators.entries()) {
    edges.clear();
    const need = (from: number | undefined, bytes: number) => {
      if (from !== undefined && from !== to) edges.set(from, (edges.get(from) ?? 0) + bytes);
    };
    const writes = new Set(operator.writes);
    for (const name of touchedBy(operator)) {
      const spec = specs.get(name);
      if (!spec) throw invalid(operator.name, `names an unknown tensor "${name}"`);
      const writer = writers.get(name);
      if (writer === undefined && !writes.has(name) && !spec.load)
        throw invalid(operator.name, `reads "${name}" before it is made`);
      need(writer, tensorBytes(spec));
      if (!writes.has(name)) continue;
      for (const reader of readers.get(name) ?? []) need(reader, 0);
    }
    for (const name of touchedBy(operator)) {
      if (writes.has(name)) {
        writers.set(name, to);
        readers.set(name, []);
      } else {
        const known = readers.get(name);
        if (known) known.push(to);
        else readers.set(name, [to]);
      }
    }
    for (const [from, bytes] of edges) dependencies.push({ from, to, bytes });
    yield;
  }
  for (const name of results)
    if (!writers.has(name) && !specs.get(name)?.load) throw invalid(name, 'is a result that no operator makes');
  return dependencies;
}

/** Positions of the operators that touch each tensor, ascending. */
export function* usesOf({ operators }: Pipeline): Pieces<Map<string, number[]>> {
  const uses = new Map<string, number[]>();
  for (const [position, operator] of operators.entries()) {
    for (const name of touchedBy(operator)) {
      const known = uses.get(name);
      if (known) known.push(position);
      else uses.set(name, [position]);
    }
    yield;
  }
  return uses;
}

/** Memory that a pipeline takes when its operators run in their order, in bytes. */
export interface MemoryNeed {
  /** The peak, with nothing spilled. */
  readonly peakBytes: number;
  /** Of the operator that needs the most at once: the smallest limit that works. */
  readonly minBytes: number;
  /** That operator. */
  readonly largest: string;
}

export function memoryNeed(pipeline: Pipeline): MemoryNeed {
  return inOneGo(findMemoryNeed(pipeline));
}

/** {@link memoryNeed} with a stop after every operator. */
export function* findMemoryNeed(pipeline: Pipeline): Pieces<MemoryNeed> {
  const bytes = new Map(pipeline.tensors.map((spec) => [spec.name, tensorBytes(spec)]));
  const uses = yield* usesOf(pipeline);
  const kept = new Set(pipeline.results);
  const live = new Set<string>();
  let [held, peakBytes, minBytes, largest] = [0, 0, 0, ''];
  for (const [position, operator] of pipeline.operators.entries()) {
    const { reads, writes, scratchBytes = 0 } = pinnedBy(operator);
    let own = scratchBytes;
    for (const name of [...reads!, ...writes!]) {
      own += bytes.get(name)!;
      if (!live.has(name)) held += bytes.get(name)!;
      live.add(name);
    }
    if (own > minBytes) [minBytes, largest] = [own, operator.name];
    peakBytes = Math.max(peakBytes, held + scratchBytes);
    for (const name of touchedBy(operator)) {
      if (kept.has(name) || uses.get(name)!.at(-1) !== position || !live.has(name)) continue;
      live.delete(name);
      held -= bytes.get(name)!;
    }
    yield;
  }
  return { peakBytes, minBytes, largest };
}

/** @throws {HeteroGraphError} OUT_OF_MEMORY naming the bytes, where some operator could never run within the limit */
export function* checkMemory(pipeline: Pipeline, limitBytes: number): Pieces<void> {
  const { minBytes, largest } = yield* findMemoryNeed(pipeline);
  if (minBytes > limitBytes) throw notEnough(minBytes, limitBytes, `"${largest}"`);
}

function invalid(what: string, why: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_TASK_GRAPH', `${what} ${why}.`, { hint: 'See to the operators and tensors.' });
}
