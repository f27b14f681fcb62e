import {
  arenaBlocks,
  CostModel,
  type ExecutionReport,
  execute,
  getPool,
  POOL_DEVICE,
  SpillStore,
} from '../compute/index.js';
import { HeteroGraphError, type RunOptions } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { Emitter, type State } from './emitter.js';
import { type PropagationInput, propagationInput, type RelationView, relationViews, wantedRows } from './input.js';

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

/** Means of one metapath's far end. */
export interface MetapathGroup {
  /** Types from the target on, joined by `<`: `paper<author<paper`; where a relation is not the only one, it is named in brackets. */
  readonly name: string;
  readonly width: number;
  /** [rows, width], in the kernels' memory until `dispose`. */
  readonly values: Float32Array;
}

export interface MetapathMeans {
  readonly target: string;
  readonly rows: Int32Array;
  /** The target's own features first, then by length. */
  readonly groups: readonly MetapathGroup[];
  readonly execution: ExecutionReport;
  dispose(): void;
}

/**
 * Features of every metapath that starts at the target, as SeHGNN aggregates them (Yang et al., AAAI 2023, equation 3): X of the far end,
 * averaged over neighbours relation by relation. The far part of a path is shared by all paths it ends: one mean each. The tensors
 * depend on (graph, options) alone. Time O(paths x edges x width); the number of paths grows with (relations at a type)^hops.
 *
 * @throws {HeteroGraphError} UNKNOWN_NODE_TYPE, UNKNOWN_EDGE_TYPE, INVALID_OPTION, OUT_OF_MEMORY, ABORTED
 */
export async function metapathMeans(graph: HeteroGraph, options: MetapathMeansOptions): Promise<MetapathMeans> {
  const { target, hops, signal, onProgress, costs = new CostModel() } = options;
  const input = propagationInput(graph, target, options.relations);
  if (!Number.isSafeInteger(hops) || hops < 0) {
    throw new HeteroGraphError('INVALID_OPTION', `hops is ${hops}.`, {
      column: 'hops',
      hint: 'Use a whole number from 0.',
    });
  }
  const rows = wantedRows(graph, options);
  const builder = new Builder(input, rows, options);
  const pipeline = builder.build(hops);
  const { arena } = getPool();
  const store = new SpillStore({ blocks: arenaBlocks(arena) });
  const groups: MetapathGroup[] = [];
  const dispose = () => {
    for (const { values } of groups.splice(0)) arena.release(values);
  };
  try {
    let done = 0;
    const total = pipeline.operators.length;
    const execution = await execute(pipeline, {
      ...{ store, limitBytes: Number.POSITIVE_INFINITY, devices: [{ name: POOL_DEVICE }], costs, signal },
      onOperator: () => onProgress?.({ stage: 'average', done: ++done, total, unit: 'operators' }),
    });
    for (const { name, width, tensor } of builder.groups)
      groups.push({ name, width, values: await store.take(tensor) });
    return { target, rows, groups: [...groups], execution, dispose };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    await store.dispose();
  }
}

interface Planned {
  readonly name: string;
  readonly width: number;
  readonly tensor: string;
}

class Builder {
  readonly groups: Planned[] = [];
  readonly #input: PropagationInput;
  readonly #rows: Int32Array;
  readonly #options: MetapathMeansOptions;
  readonly #views: readonly RelationView[];
  readonly #emit: Emitter;
  /** States by the path they stand for. */
  readonly #states = new Map<string, State>();

  constructor(input: PropagationInput, rows: Int32Array, options: MetapathMeansOptions) {
    this.#input = input;
    this.#rows = rows;
    this.#options = options;
    this.#views = relationViews(input.relations);
    this.#emit = new Emitter(getPool(), rows);
  }

  build(hops: number) {
    for (let length = 0; length <= hops; length++) {
      for (const path of this.#paths(this.#input.target, length)) this.#keep(path);
    }
    const { operators, tensors } = this.#emit;
    return { operators, tensors, results: this.groups.map(({ tensor }) => tensor) };
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
    this.groups.push({ name, width: far.width, tensor });
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
