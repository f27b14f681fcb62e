import { getPool } from '../compute/index.js';
import type { RunOptions } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { type CostModel, type ExecutionReport, memoryNeed } from '../schedule/index.js';
import { checkMetapathOptions } from './check-options.js';
import { Emitter, type State } from './emitter.js';
import {
  checkSteps,
  type PropagationInput,
  propagationInput,
  type RelationView,
  relationViews,
  rowsToKeep,
} from './input.js';
import type { GroupValues } from './node/feature-group.js';
import { disposeGroups } from './node/feature-store.js';
import { type GroupPipeline, type PipelineRun, runInMemory, runLimited, type WriteGroup } from './node/run-pipeline.js';
import { type GroupShape, writeGroupOperator } from './node/write-group.js';

export interface MetapathMeansOptions extends RunOptions {
  readonly target: string;
  /** Relations of the longest metapath, from 0. */
  readonly hops: number;
  /** Edge types to walk along; default all. */
  readonly relations?: readonly string[];
  /** Rows of the target to keep; default all. */
  readonly rows?: Int32Array;
  /** Width of the random embeddings of types without features; default 256. */
  readonly embeddingWidth?: number;
  readonly seed: number;
  /** Costs of the machine, refined by the run. */
  readonly costs?: CostModel;
}

/** {@link MetapathMeansOptions} within a limit of memory. */
export interface LimitedMetapathMeansOptions extends MetapathMeansOptions {
  /**
   * Bytes of the kernels' memory that the means and what leads to them may take. Beyond it, tensors that are not worked on are put
   * aside on disk, and groups are written to files and read by rows. The bits are the same.
   */
  readonly memoryBytes: number;
  /** Folder for spilled tensors; default the system's temporary folder. */
  readonly spillFolder?: string;
}

/** Means of one metapath's far end. */
export interface MetapathGroup<Values = Float32Array> {
  /** Types from the target on, joined by `<`: `paper<author<paper`; where a relation is not the only one, it is named in brackets. */
  readonly name: string;
  readonly width: number;
  /** [rows, width] until `dispose`: in the kernels' memory, or in a file that is read by rows. */
  readonly values: Values;
}

export interface MetapathMeans<Values = Float32Array> {
  readonly target: string;
  readonly rows: Int32Array;
  /** The target's own features first, then by length. */
  readonly groups: readonly MetapathGroup<Values>[];
  readonly execution: ExecutionReport;
  dispose(): void;
}

/**
 * Features of every metapath that starts at the target, as SeHGNN aggregates them (Yang et al., AAAI 2023, equation 3): X of the far end,
 * averaged over neighbours relation by relation. The far part of a path is shared by all paths it ends: one mean each. The tensors
 * depend on (graph, options) alone, not on threads nor on memory. Time O(paths x edges x width); the number of paths grows with (relations at a type)^hops.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, INVALID_OPTION, of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID; TOO_LARGE where paths are too many; OUT_OF_MEMORY
 * (naming the bytes that one operator needs), SPILL_FAILED, ABORTED
 */
export async function metapathMeans(
  graph: HeteroGraph,
  options: LimitedMetapathMeansOptions,
): Promise<MetapathMeans<GroupValues>>;
export async function metapathMeans(graph: HeteroGraph, options: MetapathMeansOptions): Promise<MetapathMeans>;
export async function metapathMeans(
  graph: HeteroGraph,
  options: MetapathMeansOptions | LimitedMetapathMeansOptions,
): Promise<MetapathMeans<GroupValues>> {
  checkMetapathOptions(graph, options);
  const { target, hops, signal, onProgress, costs } = options;
  const input = propagationInput(graph, target, options.relations);
  const memoryBytes = 'memoryBytes' in options ? options.memoryBytes : undefined;
  const rows = rowsToKeep(graph, options);
  const build = (write?: WriteGroup) => new Builder(input, rows, options, write).build(hops);
  const run: PipelineRun<GroupPipeline> = { target, costs, signal, follow };
  function follow({ operators: { length: total } }: GroupPipeline) {
    let done = 0;
    return () => onProgress?.({ stage: 'average', done: ++done, total, unit: 'operators' });
  }
  const pipeline = build();
  const { peakBytes } = memoryNeed(pipeline);
  const spillFolder = 'spillFolder' in options ? options.spillFolder : undefined;
  let values: GroupValues[];
  let execution: ExecutionReport;
  if (memoryBytes === undefined || peakBytes <= memoryBytes) {
    ({ values, execution } = await runInMemory(pipeline, { peakBytes }, run));
  } else {
    const notRun = () => {
      throw new Error('A plan made for its size is not run.');
    };
    const { minBytes } = memoryNeed(
      build((group, _, slot, isLast) => writeGroupOperator(group, { slot, isLast }, rows.length, notRun)),
    );
    const limited = await runLimited(build, rows.length, { peakBytes, minBytes }, run, { memoryBytes, spillFolder });
    ({ files: values, execution } = limited);
  }
  const groups = pipeline.groups.map(({ name, width }, g) => ({ name, width, values: values[g]! }));
  const dispose = () => disposeGroups(values.splice(0).map((each) => ({ values: each })));
  return { target, rows, groups, execution, dispose };
}

class Builder {
  readonly #groups: GroupShape[] = [];
  readonly #input: PropagationInput;
  readonly #rows: Int32Array;
  readonly #options: MetapathMeansOptions;
  readonly #write: WriteGroup | undefined;
  readonly #views: readonly RelationView[];
  readonly #emit: Emitter;
  /** States by their path. */
  readonly #states = new Map<string, State>();

  constructor(input: PropagationInput, rows: Int32Array, options: MetapathMeansOptions, write?: WriteGroup) {
    this.#input = input;
    this.#rows = rows;
    this.#options = options;
    this.#write = write;
    this.#views = relationViews(input.relations);
    this.#emit = new Emitter(getPool(), rows);
  }

  build(hops: number): GroupPipeline {
    this.#checkPaths(hops);
    for (let length = 0; length <= hops; length++) {
      const paths = this.#paths(this.#input.target, length);
      if (paths.length === 0) break;
      for (const path of paths) this.#keep(path);
    }
    const { operators, tensors } = this.#emit;
    const groups = this.#groups;
    return { operators, tensors, groups, results: this.#write ? [] : groups.flatMap((group) => group.tensors) };
  }

  /** Paths are counted before they are made. @throws {HeteroGraphError} TOO_LARGE */
  #checkPaths(hops: number): void {
    let ending = this.#input.types.map((_, type): number => (type === this.#input.target ? 1 : 0));
    for (let length = 1, steps = 0; length <= hops; length++) {
      const next = ending.map((): number => 0);
      for (const { t, u } of this.#views) next[u]! += ending[t]!;
      const paths = next.reduce((sum, count) => sum + count, 0);
      if (paths === 0) return;
      steps += paths * length;
      checkSteps(steps, hops);
      ending = next;
    }
  }

  /** Walks of a length from a type, each a list of relations seen from its near end. */
  #paths(from: number, length: number): RelationView[][] {
    if (length === 0) return [[]];
    return this.#views
      .filter(({ t }) => t === from)
      .flatMap((view) => this.#paths(view.u, length - 1).map((rest) => [view, ...rest]));
  }

  #keep(path: RelationView[]): void {
    const name = this.#name(this.#input.target, path);
    const [first, ...rest] = path;
    const far = first ? this.#state(first.u, rest) : this.#state(this.#input.target, []);
    const { tensor } = this.#emit.tensor(`group ${name}`, this.#rows.length, far.width, { zeroed: true });
    const place = { tensor, stride: far.width, offset: 0 };
    if (first) this.#emit.keepMean(name, first.tFromU, far, place);
    else this.#emit.keepRows(name, far, place);
    const group = { name, hops: 1, width: far.width, tensors: [tensor] };
    const operator = this.#write?.(group, this.#groups.length, 0, true);
    if (operator) this.#emit.add(operator);
    this.#groups.push(group);
  }

  /** The means of a path for all nodes of the type it starts at. */
  #state(type: number, path: RelationView[]): State {
    const name = this.#name(type, path);
    let state = this.#states.get(name);
    if (state === undefined) {
      const [first, ...rest] = path;
      const { embeddingWidth = 256, seed } = this.#options;
      state = first
        ? this.#emit.mean(name, first.tFromU, this.#state(first.u, rest))
        : this.#emit.initial(this.#input.types[type]!, { embeddingWidth, seed });
      this.#states.set(name, state);
    }
    return state;
  }

  #name(type: number, path: readonly RelationView[]): string {
    let name = this.#input.types[type]!.name;
    for (const { t, u, name: relation } of path) {
      const isOnly = this.#views.filter((view) => view.t === t && view.u === u).length === 1;
      name += `<${this.#input.types[u]!.name}${isOnly ? '' : `[${relation}]`}`;
    }
    return name;
  }
}
