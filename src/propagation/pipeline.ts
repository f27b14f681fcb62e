import type { Pool } from '../compute/index.js';
import { type Pieces, RandomStream } from '../core/index.js';
import type { Operator, Pipeline } from '../schedule/index.js';
import { Emitter, isSparse, type Place, type Projection, type State, type Tensor } from './emitter.js';
import { type PropagationInput, type RelationView, relationViews, type UndirectedRelation } from './input.js';
import type { FeatureGroup } from './node/feature-group.js';
import type { RpHgnnOptions } from './options.js';
import { signSparsity } from './work.js';

/** Cost of an addition in a mean over neighbours, in additions of a projection: measured 1.5 to 4 times, by what caches hold. */
const MEAN_COST = 2;

/** A group without its values, and where these come to lie. */
export interface GroupPlan extends Omit<FeatureGroup, 'values'> {
  /** In memory: one tensor [rows, hops, width]. To be written: a tensor [rows, width] for every hop. */
  readonly tensors: readonly string[];
}

/** RpHGNN's pre-computation as operators in the order of the paper's algorithm, with the groups that come out. */
export interface RpHgnnPipeline extends Pipeline {
  readonly groups: readonly GroupPlan[];
  /** Iteration of every operator. */
  readonly hopOf: readonly number[];
}

export interface PipelineOptions extends Omit<RpHgnnOptions, 'signal' | 'onProgress'> {
  /**
   * Makes the operator that writes what is there of a group once a hop of it has been kept; undefined where there is nothing to do
   * yet. Without it groups stay in memory as results.
   */
  readonly write?: (group: GroupPlan, index: number, slot: number, isLast: boolean) => Operator | undefined;
}

/**
 * Builds the operators; nothing is computed. Every X^(k) of a type, every mean along a relation and every projection is a tensor of
 * its own, made just before it is first needed, with a stop after every relation. O(relations x hops).
 */
export function* rphgnnPipeline(
  pool: Pool,
  input: PropagationInput,
  rows: Int32Array,
  options: PipelineOptions,
): Pieces<RpHgnnPipeline> {
  return yield* new Builder(pool, input, rows, options).build();
}

class Builder {
  readonly #emit: Emitter;
  readonly #input: PropagationInput;
  readonly #rows: Int32Array;
  readonly #options: PipelineOptions;
  readonly #hopOf: number[] = [];
  readonly #groups: GroupPlan[] = [];
  /** Hops of each group that are not there yet. */
  readonly #missing: number[] = [];
  readonly #widths: readonly number[];
  #x: (State | undefined)[] = [];
  #sums: (Tensor | undefined)[] = [];
  #k = 0;

  constructor(pool: Pool, input: PropagationInput, rows: Int32Array, options: PipelineOptions) {
    this.#emit = new Emitter(pool, rows);
    this.#input = input;
    this.#rows = rows;
    this.#options = options;
    const { embeddingWidth = 256, inputWidth } = options;
    this.#widths = input.types.map(({ features }) =>
      features ? Math.min(features.width, inputWidth ?? features.width) : embeddingWidth,
    );
  }

  *build(): Pieces<RpHgnnPipeline> {
    const { hops, write } = this.#options;
    const { relations, target } = this.#input;
    const { operators, tensors } = this.#emit;
    this.#makeGroups();
    for (this.#k = 0; this.#k < hops; this.#k++) {
      const updates = this.#k < hops - 1;
      this.#sums = [];
      for (const relation of relations) {
        if (updates || relation.a === target || relation.b === target) this.#visit(relation, updates);
        yield;
      }
      this.#x = this.#sums;
      while (this.#hopOf.length < operators.length) this.#hopOf.push(this.#k);
    }
    const results = write ? [] : this.#groups.flatMap((group) => group.tensors);
    return { operators, tensors, results, groups: this.#groups, hopOf: this.#hopOf };
  }

  /** The tensors of one relation at both ends: kept for the target, squashed into the updates. */
  #visit(relation: UndirectedRelation, updates: boolean): void {
    const views = relationViews([relation]);
    // The odd tensor at one end is half of the way to the even tensor at the other: both are made once.
    const made: (Tensor | undefined)[] = [];
    const odd = (v: number): Tensor => {
      const view = views[v]!;
      made[v] ??= this.#emit.mean(this.#name(view, 'odd'), view.tFromU, this.#state(view.u));
      return made[v];
    };
    for (const [v, view] of views.entries()) {
      const back = views.length - 1 - v;
      const isTarget = view.t === this.#input.target;
      if (!updates) {
        if (!isTarget) continue;
        this.#keep(view, 'odd', (name, place) => this.#emit.keepMean(name, view.tFromU, this.#state(view.u), place));
        const middle = odd(back);
        this.#keep(view, 'even', (name, place) => this.#emit.keepMean(name, view.tFromU, middle, place));
        continue;
      }
      if (isTarget) {
        const tensor = odd(v);
        this.#keep(view, 'odd', (name, place) => this.#emit.keepRows(name, tensor, place));
      }
      this.#squash(view, 'odd', this.#state(view.u), made[v]);
      const xt = this.#state(view.t);
      // Means of sparse input are dense: unless they are kept, projecting the input itself is cheaper.
      if (isSparse(xt) && !isTarget) {
        this.#squashSparseEven(view, xt);
        continue;
      }
      const middle = odd(back);
      let even: Tensor | undefined;
      if (isTarget) {
        const tensor = this.#emit.mean(this.#name(view, 'even'), view.tFromU, middle);
        this.#keep(view, 'even', (name, place) => this.#emit.keepRows(name, tensor, place));
        even = tensor;
      }
      this.#squash(view, 'even', middle, even);
    }
  }

  /**
   * sums[t] += rownorm((P Z) W). (P Z) W = P (Z W): projected on the side where that is cheaper, at given costs of additions in a
   * projection and in a mean.
   *
   * @param tensor P Z, where it is there already
   */
  #squash(view: RelationView, parity: string, z: State, tensor: Tensor | undefined): void {
    const { t, tFromU } = view;
    const name = this.#name(view, parity);
    const projection = this.#projection(view, parity, z.width);
    const { outWidth, s } = projection;
    const perRow = (z.width * outWidth) / s;
    const entries = tFromU.indices.length;
    const first =
      (isSparse(z) ? (z.values.length * outWidth) / s : z.numRows * perRow) + MEAN_COST * entries * outWidth;
    const after = tFromU.numRows * perRow + (tensor ? 0 : MEAN_COST * entries * z.width);
    if (first < after) {
      const y = this.#emit.project(`${name} projected`, z, projection);
      this.#emit.meanAndAdd(name, tFromU, y, this.#sum(t));
    } else {
      const mean = tensor ?? this.#emit.mean(`${name} to project`, tFromU, z);
      this.#emit.projectAndAdd(name, mean, projection, this.#sum(t));
    }
  }

  /** The even tensor of sparse raw features: P P' (X W), where X W costs the non-zeros of X alone. */
  #squashSparseEven(view: RelationView, x: State): void {
    const name = this.#name(view, 'even');
    const y = this.#emit.project(`${name} projected`, x, this.#projection(view, 'even', x.width));
    const middle = this.#emit.mean(`${name} half way`, view.uFromT, y);
    this.#emit.meanAndAdd(name, view.tFromU, middle, this.#sum(view.t));
  }

  #projection({ t, name }: RelationView, parity: string, inWidth: number): Projection {
    const { types } = this.#input;
    const stream = new RandomStream(this.#options.seed, 'projection', this.#k, types[t]!.name, name, parity);
    return { stream, outWidth: this.#widths[t]!, s: signSparsity(this.#options, inWidth) };
  }

  /** The rows to keep of a group's tensor of this iteration; after the last one the group is written to its file. */
  #keep(view: RelationView, parity: 'odd' | 'even', emit: (name: string, place: Place) => void): void {
    const g = this.#groups.findIndex((group) => group.relation === view.name && group.parity === parity);
    const group = this.#groups[g]!;
    const slot = this.#k + (parity === 'even' ? this.#shift : 0);
    emit(`${group.name} ${slot}`, this.#placeOf(group, slot));
    this.#finish(g, slot);
  }

  #finish(g: number, slot: number): void {
    const isLast = --this.#missing[g]! === 0;
    const operator = this.#options.write?.(this.#groups[g]!, g, slot, isLast);
    if (operator) this.#emit.add(operator);
  }

  #placeOf({ tensors, hops, width }: GroupPlan, slot: number): Place {
    return this.#options.write
      ? { tensor: tensors[slot]!, stride: width, offset: 0 }
      : { tensor: tensors[0]!, stride: hops * width, offset: slot * width };
  }

  #makeGroups(): void {
    const { hops, write, useInput } = this.#options;
    const { relations, target } = this.#input;
    const numRows = this.#rows.length;
    for (const { name, t, u } of relationViews(relations)) {
      if (t !== target) continue;
      for (const parity of ['odd', 'even'] as const) {
        const depth = parity === 'odd' ? hops : hops + this.#shift;
        const width = this.#widths[parity === 'odd' ? u : target]!;
        const full = `${name}/${parity}`;
        const tensors = write ? Array.from({ length: depth }, (_, slot) => `group ${full} ${slot}`) : [`group ${full}`];
        for (const tensor of tensors)
          this.#emit.tensor(tensor, numRows, write ? width : depth * width, { zeroed: true });
        this.#groups.push({ name: full, relation: name, parity, hops: depth, width, tensors });
        this.#missing.push(depth);
        if (!useInput || parity === 'odd') continue;
        const group = this.#groups.at(-1)!;
        this.#emit.keepRows(`${full} 0`, this.#state(target), this.#placeOf(group, 0));
        this.#finish(this.#groups.length - 1, 0);
      }
    }
  }

  get #shift(): number {
    return this.#options.useInput ? 1 : 0;
  }

  /** Unique among the tensors of all iterations. */
  #name({ name, t }: RelationView, parity: string): string {
    return `${name} at ${this.#input.types[t]!.name}/${parity} ${this.#k}`;
  }

  #sum(t: number): Tensor {
    const { name, count } = this.#input.types[t]!;
    this.#sums[t] ??= this.#emit.tensor(`${name} ${this.#k + 1}`, count, this.#widths[t]!, { zeroed: true });
    return this.#sums[t];
  }

  #state(t: number): State {
    this.#x[t] ??= this.#initial(t);
    return this.#x[t];
  }

  /** X^(0): the raw features, or their projection to `inputWidth`, or a fixed Gaussian embedding N(0, 1/E). */
  #initial(t: number): State {
    const type = this.#input.types[t]!;
    const { inputWidth, seed } = this.#options;
    if (inputWidth !== undefined && type.features && type.features.width > inputWidth) {
      const stream = new RandomStream(seed, 'input', type.name);
      return this.#emit.reduceInput(`${type.name} 0`, type.features, { stream, outWidth: inputWidth, s: 3 });
    }
    return this.#emit.initial(type, { embeddingWidth: this.#widths[t]!, seed });
  }
}
