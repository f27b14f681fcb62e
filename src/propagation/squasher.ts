import { spmm, spmmSparse } from '../compute/index.js';
import { projectRows, projectSparse, type SignProjection, signProjection } from '../compute/kernels/sign-projection.js';
import { meanNormAccumulate } from '../compute/kernels/spmm.js';
import { type Placement, placed } from '../compute/threads/placed.js';
import type { Pool } from '../compute/threads/pool.js';
import { type Csr, type DenseMatrix, type FeatureMatrix, RandomStream, type SparseMatrix } from '../core/index.js';
import {
  isReached,
  type PropagationInput,
  type RelationView,
  relationViews,
  type UndirectedRelation,
} from './input.js';
import type { FeatureGroup, RpHgnnOptions } from './options.js';

/** Cost of an addition in a mean over neighbours, in additions of a projection: measured 1.5 to 4 times, by what caches hold. */
const MEAN_COST = 2;

/**
 * The state of the pre-computation on an input whose relations lie in the arena: features X^(k) of every type, sums of the update, and the groups of the
 * target.
 */
export class Squasher {
  readonly groups: FeatureGroup[] = [];
  readonly #pool: Pool;
  readonly #input: PropagationInput;
  readonly #rows: Int32Array;
  readonly #options: RpHgnnOptions;
  readonly #views: readonly RelationView[];
  /** X^(k): arena arrays, or at k = 0 sparse input. */
  #x: FeatureMatrix[];
  #sums: Float32Array[] = [];

  constructor(pool: Pool, input: PropagationInput, rows: Int32Array, options: RpHgnnOptions) {
    this.#pool = pool;
    this.#input = input;
    this.#rows = rows;
    this.#options = options;
    this.#views = relationViews(input.relations);
    this.#x = input.types.map(({ name, count, features }, t) =>
      isReached(input, t)
        ? this.#initial(name, count, features)
        : { kind: 'dense', numRows: 0, width: 1, values: pool.arena.allocFloat32(0) },
    );
    this.#makeGroups();
  }

  /** The work of iteration k in pieces, so that callers can abort and report between them. */
  *steps(k: number): Generator<() => void> {
    const { hops } = this.#options;
    const updates = k < hops - 1;
    if (updates) this.#sums = this.#x.map((x) => this.#pool.arena.allocFloat32(x.numRows * x.width));
    const { relations, target } = this.#input;
    for (const relation of relations) {
      if (updates || relation.a === target || relation.b === target) yield () => this.#visit(relation, k, updates);
    }
    if (updates) {
      yield () => {
        for (const x of this.#x) if (x.kind === 'dense') this.#pool.arena.release(x.values);
        this.#x = this.#x.map(({ numRows, width }, t) => ({ kind: 'dense', numRows, width, values: this.#sums[t]! }));
        this.#sums = [];
      };
    }
  }

  /** Frees everything but the groups; with `all` those too. */
  dispose(all: boolean): void {
    const { arena } = this.#pool;
    for (const x of this.#x) if (x.kind === 'dense') arena.release(x.values);
    for (const sum of this.#sums) arena.release(sum);
    if (all) for (const group of this.groups) arena.release(group.values);
  }

  /** The tensors of one relation at both ends: kept for the target, squashed into the updates. */
  #visit(relation: UndirectedRelation, k: number, updates: boolean): void {
    const views = relationViews([relation]);
    placed(this.#pool.arena, (place) => {
      // The odd tensor at one end is half of the way to the even tensor at the other: both are made once.
      const made: (DenseMatrix | undefined)[] = [];
      const odd = (v: number): DenseMatrix => {
        const { tFromU, u } = views[v]!;
        made[v] ??= this.#mean(tFromU, this.#x[u]!, place);
        return made[v];
      };
      for (const [v, view] of views.entries()) {
        const back = views.length - 1 - v;
        const [oddGroup, evenGroup] = this.#groupsOf(view);
        if (!updates) {
          if (!oddGroup || !evenGroup) continue;
          this.#keep(view.tFromU, this.#x[view.u]!, oddGroup, k);
          this.#keep(view.tFromU, odd(back), evenGroup, k + this.#shift);
          continue;
        }
        if (oddGroup) this.#copy(odd(v), oddGroup, k);
        this.#squash(view, 'odd', k, this.#x[view.u]!, made[v]);
        const xt = this.#x[view.t]!;
        // Means of sparse input are dense: unless they are kept, projecting the input itself is cheaper.
        if (xt.kind === 'sparse' && !evenGroup) this.#squashSparseEven(view, xt, k);
        else this.#squashEven(view, odd(back), k, evenGroup);
      }
    });
  }

  #squashEven(view: RelationView, middle: DenseMatrix, k: number, group: FeatureGroup | undefined): void {
    placed(this.#pool.arena, (place) => {
      let even: DenseMatrix | undefined;
      if (group) {
        even = this.#mean(view.tFromU, middle, place);
        this.#copy(even, group, k + this.#shift);
      }
      this.#squash(view, 'even', k, middle, even);
    });
  }

  /**
   * sums[t] += rownorm((P Z) W). (P Z) W = P (Z W): projected on the side where that is cheaper, at given costs of additions in a
   * projection and in a mean.
   *
   * @param tensor P Z, where it is there already
   */
  #squash(view: RelationView, parity: string, k: number, z: FeatureMatrix, tensor: DenseMatrix | undefined): void {
    const { t, tFromU } = view;
    const pool = this.#pool;
    const sums = this.#sums[t]!;
    const outWidth = this.#x[t]!.width;
    this.#withWeights(view, parity, k, z.width, outWidth, (w, s) => {
      const perRow = (z.width * outWidth) / s;
      const entries = tFromU.indices.length;
      const first =
        (z.kind === 'sparse' ? (z.values.length * outWidth) / s : z.numRows * perRow) + MEAN_COST * entries * outWidth;
      const after = tFromU.numRows * perRow + (tensor ? 0 : MEAN_COST * entries * z.width);
      placed(pool.arena, (place) => {
        if (first < after) {
          const y = place.block(z.numRows * outWidth * 4);
          if (z.kind === 'sparse') projectSparse(pool, w, z, y);
          else projectRows(pool, w, { numRows: z.numRows, x: z.values.byteOffset }, y, false);
          meanNormAccumulate(pool, tFromU, y, outWidth, sums.byteOffset);
        } else {
          const { numRows, values } = tensor ?? this.#mean(tFromU, z, place);
          projectRows(pool, w, { numRows, x: values.byteOffset }, sums.byteOffset, true);
        }
      });
    });
  }

  /** The even tensor of sparse raw features: P P' (X W), where X W costs the non-zeros of X alone. */
  #squashSparseEven(view: RelationView, x: SparseMatrix, k: number): void {
    const pool = this.#pool;
    this.#withWeights(view, 'even', k, x.width, x.width, (w) => {
      placed(pool.arena, (place) => {
        const y = place.block(x.numRows * x.width * 4);
        projectSparse(pool, w, x, y);
        const values = pool.arena.float32(y, x.numRows * x.width);
        const middle = this.#mean(view.uFromT, { kind: 'dense', numRows: x.numRows, width: x.width, values }, place);
        meanNormAccumulate(pool, view.tFromU, middle.values.byteOffset, x.width, this.#sums[view.t]!.byteOffset);
      });
    });
  }

  #withWeights(
    view: RelationView,
    parity: string,
    k: number,
    inWidth: number,
    outWidth: number,
    use: (w: SignProjection, s: number) => void,
  ): void {
    const { projection = 'very-sparse', seed } = this.#options;
    const s = projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(inWidth));
    const stream = new RandomStream(seed, 'projection', k, this.#input.types[view.t]!.name, view.name, parity);
    const w = signProjection(this.#pool, inWidth, outWidth, s, stream);
    try {
      use(w, s);
    } finally {
      w.release();
    }
  }

  #mean(csr: Csr, x: FeatureMatrix, place: Placement): DenseMatrix {
    const { arena } = this.#pool;
    const { numRows } = csr;
    const { width } = x;
    const out = arena.float32(place.block(numRows * width * 4), numRows * width);
    if (x.kind === 'dense') spmm(csr, x.values, width, { reduce: 'mean', out, pool: this.#pool });
    else spmmSparse(csr, x, { out, pool: this.#pool });
    return { kind: 'dense', numRows, width, values: out };
  }

  /** Copies the wanted rows into hop `slot` of a group. */
  #copy({ values, width }: DenseMatrix, group: FeatureGroup, slot: number): void {
    const stride = group.hops * width;
    for (const [i, row] of this.#rows.entries()) {
      group.values.set(values.subarray(row * width, (row + 1) * width), i * stride + slot * width);
    }
  }

  /** Means of the wanted rows, straight into hop `slot` of a group. */
  #keep(csr: Csr, x: FeatureMatrix, group: FeatureGroup, slot: number): void {
    const { values: out, hops, width } = group;
    const options = { rows: this.#rows, out, stride: hops * width, offset: slot * width, pool: this.#pool };
    if (x.kind === 'dense') spmm(csr, x.values, width, { ...options, reduce: 'mean' });
    else spmmSparse(csr, x, options);
  }

  get #shift(): number {
    return this.#options.useInput ? 1 : 0;
  }

  #groupsOf(view: RelationView): [FeatureGroup | undefined, FeatureGroup | undefined] {
    if (view.t !== this.#input.target) return [undefined, undefined];
    const find = (parity: string) =>
      this.groups.find((group) => group.relation === view.name && group.parity === parity);
    return [find('odd'), find('even')];
  }

  #makeGroups(): void {
    const { hops } = this.#options;
    const own = this.#x[this.#input.target]!;
    for (const { name, t, u } of this.#views) {
      if (t !== this.#input.target) continue;
      const make = (parity: 'odd' | 'even', depth: number, width: number) => {
        const values = this.#pool.arena.allocFloat32(this.#rows.length * depth * width);
        const group: FeatureGroup = {
          name: `${name}/${parity}`,
          relation: name,
          parity,
          hops: depth,
          width,
          values,
        };
        this.groups.push(group);
        return group;
      };
      make('odd', hops, this.#x[u]!.width);
      const even = make('even', hops + this.#shift, own.width);
      if (this.#options.useInput) this.#copyInput(own, even);
    }
  }

  #copyInput(own: FeatureMatrix, { values, hops, width }: FeatureGroup): void {
    for (const [i, row] of this.#rows.entries()) {
      const at = i * hops * width;
      if (own.kind === 'dense') values.set(own.values.subarray(row * width, (row + 1) * width), at);
      else
        for (let e = own.indptr[row]!; e < own.indptr[row + 1]!; e++) values[at + own.indices[e]!]! += own.values[e]!;
    }
  }

  /** X^(0): the raw features, or their projection to `inputWidth`, or a fixed Gaussian embedding N(0, 1/E). */
  #initial(name: string, count: number, features: FeatureMatrix | undefined): FeatureMatrix {
    const { embeddingWidth = 256, inputWidth, seed } = this.#options;
    const { arena } = this.#pool;
    const dense = (width: number) =>
      ({ kind: 'dense', numRows: count, width, values: arena.allocFloat32(count * width) }) as const;
    if (!features) {
      const x = dense(embeddingWidth);
      new RandomStream(seed, 'embedding', name).fillNormal(x.values, 1 / Math.sqrt(embeddingWidth));
      return x;
    }
    if (inputWidth !== undefined && features.width > inputWidth) {
      const x = dense(inputWidth);
      const w = signProjection(this.#pool, features.width, inputWidth, 3, new RandomStream(seed, 'input', name));
      try {
        placed(arena, (place) => {
          if (features.kind === 'sparse') {
            projectSparse(this.#pool, w, features, x.values.byteOffset);
            normaliseRows(x.values, inputWidth);
          } else
            projectRows(this.#pool, w, { numRows: count, x: place.of(features.values) }, x.values.byteOffset, true);
        });
      } finally {
        w.release();
      }
      return x;
    }
    if (features.kind === 'sparse') return features;
    const x = dense(features.width);
    x.values.set(features.values);
    return x;
  }
}

function normaliseRows(values: Float32Array, width: number): void {
  for (let at = 0; at < values.length; at += width) {
    let sum = 0;
    for (let i = at; i < at + width; i++) sum += values[i]! ** 2;
    const inverse = 1 / Math.max(Math.sqrt(sum), 1e-12);
    for (let i = at; i < at + width; i++) values[i]! *= inverse;
  }
}
