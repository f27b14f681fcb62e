import { getPool } from '../compute/index.js';
import type { Pieces } from '../core/index.js';
import { Emitter, type State } from './emitter.js';
import { identityFeatures } from './identity-features.js';
import { checkSteps, type PropagationInput, type RelationView, relationViews } from './input.js';
import { metapathName } from './metapath-name.js';
import type { GroupPipeline, WriteGroup } from './node/run-pipeline.js';
import type { GroupShape } from './node/write-group.js';

/** What the far end of a path holds where its type has no features. */
export interface FarEnds {
  /** Width of the random embeddings of types without features; default 256. */
  readonly embeddingWidth?: number;
  /**
   * `random`, the default: a fixed Gaussian vector per node; `identity`: a one per node, so that the mean along a path is the path's own matrix.
   */
  readonly featureless?: 'random' | 'identity';
  /** With `identity`: ids that the ones are of, by node type, such as those of a graph seen before. Other nodes have none. Default: the graph's own. */
  readonly identityIds?: Readonly<Record<string, readonly string[]>>;
  readonly seed: number;
}

/** Makes the operators of the means of all metapaths from a target on, each shared part once. */
export class MetapathBuilder {
  readonly #groups: GroupShape[] = [];
  readonly #input: PropagationInput;
  readonly #rows: Int32Array;
  readonly #options: FarEnds;
  readonly #write: WriteGroup | undefined;
  readonly #views: readonly RelationView[];
  readonly #emit: Emitter;
  /** States by their path. */
  readonly #states = new Map<string, State>();

  constructor(input: PropagationInput, rows: Int32Array, options: FarEnds, write?: WriteGroup) {
    this.#input = options.featureless === 'identity' ? identityFeatures(input, options.identityIds) : input;
    this.#rows = rows;
    this.#options = options;
    this.#write = write;
    this.#views = relationViews(input.relations);
    this.#emit = new Emitter(getPool(), rows);
  }

  *build(hops: number): Pieces<GroupPipeline> {
    this.#checkPaths(hops);
    for (let length = 0; length <= hops; length++) {
      const paths = this.#paths(this.#input.target, length);
      if (paths.length === 0) break;
      for (const path of paths) {
        this.#keep(path);
        yield;
      }
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
    return metapathName(this.#input, this.#views, type, path);
  }
}
