import { spmm, spmmSparse } from '../compute/index.js';
import { projectRows, projectSparse, type SignProjection, signProjection } from '../compute/kernels/sign-projection.js';
import { type Placement, placed } from '../compute/threads/placed.js';
import type { Pool } from '../compute/threads/pool.js';
import { type Csr, type FeatureMatrix, RandomStream, type SparseMatrix } from '../core/index.js';
import { isReached, type PropagationInput, type RelationView, relationViews } from './input.js';
import type { FeatureGroup, RpHgnnOptions } from './options.js';

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
    for (const view of this.#views) {
      if (updates || view.t === this.#input.target) yield () => this.#visit(view, k, updates);
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

  /** Both tensors of one relation at one type: kept for the target, squashed into the update. */
  #visit(view: RelationView, k: number, updates: boolean): void {
    const { t, u } = view;
    const pool = this.#pool;
    const [xt, xu] = [this.#x[t]!, this.#x[u]!];
    const [odd, even] = this.#groupsOf(view);
    placed(pool.arena, (place) => {
      // The even tensor of t goes through u: the mean of X_t at u is what u's own odd tensor is.
      const needsMiddle = even !== undefined || (updates && xt.kind === 'dense');
      const middle = needsMiddle ? this.#mean(view.uFromT, xt, place) : undefined;
      if (odd) this.#keep(view.tFromU, xu, odd, k);
      if (even) {
        this.#keep(
          view.tFromU,
          { kind: 'dense', numRows: xu.numRows, width: xt.width, values: middle! },
          even,
          k + this.#shift,
        );
      }
      if (!updates) return;
      this.#squash(view, xu, 'odd', k);
      if (xt.kind === 'dense') {
        this.#squash(view, { kind: 'dense', numRows: xu.numRows, width: xt.width, values: middle! }, 'even', k);
      } else {
        this.#squashSparseEven(view, xt, k);
      }
    });
  }

  /** sums[t] += rownorm((P Z) W), projecting on the side with fewer rows: (P Z) W = P (Z W). */
  #squash(view: RelationView, z: FeatureMatrix, parity: 'odd' | 'even', k: number): void {
    const { t, tFromU } = view;
    const pool = this.#pool;
    const sums = this.#sums[t]!;
    const outWidth = this.#x[t]!.width;
    this.#withWeights(view, parity, k, z.width, outWidth, (w) => {
      if (z.kind === 'sparse' || z.numRows < tFromU.numRows) {
        placed(pool.arena, (place) => {
          const y = place.block(z.numRows * outWidth * 4);
          if (z.kind === 'sparse') projectSparse(pool, w, z, y);
          else projectRows(pool, w, { numRows: z.numRows, x: z.values.byteOffset }, y, false);
          this.#meanNormAccumulate(tFromU, y, outWidth, sums);
        });
        return;
      }
      const { indptr, indices } = tFromU;
      const source = {
        numRows: tFromU.numRows,
        x: z.values.byteOffset,
        indptr: indptr.byteOffset,
        indices: indices.byteOffset,
      };
      projectRows(pool, w, source, sums.byteOffset, true);
    });
  }

  /** The even tensor of sparse raw features: P P' (X W), where X W costs the non-zeros of X alone. */
  #squashSparseEven(view: RelationView, x: SparseMatrix, k: number): void {
    const pool = this.#pool;
    this.#withWeights(view, 'even', k, x.width, x.width, (w) => {
      placed(pool.arena, (place) => {
        const y = place.block(x.numRows * x.width * 4);
        projectSparse(pool, w, x, y);
        const projected = {
          kind: 'dense',
          numRows: x.numRows,
          width: x.width,
          values: pool.arena.float32(y, x.numRows * x.width),
        } as const;
        const middle = this.#mean(view.uFromT, projected, place);
        this.#meanNormAccumulate(view.tFromU, middle.byteOffset, x.width, this.#sums[view.t]!);
      });
    });
  }

  #meanNormAccumulate(csr: Csr, y: number, width: number, sums: Float32Array): void {
    const stride = Math.ceil((width * 4 + 64) / 64) * 64;
    this.#pool.withScratch(stride, (scratch) => {
      const args = [csr.indptr.byteOffset, csr.indices.byteOffset, y, width, sums.byteOffset, scratch, stride];
      this.#pool.run('meanNormAccumulate', args, csr.numRows, 32);
    });
  }

  #withWeights(
    view: RelationView,
    parity: string,
    k: number,
    inWidth: number,
    outWidth: number,
    use: (w: SignProjection) => void,
  ): void {
    const { projection = 'very-sparse', seed } = this.#options;
    const s = projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(inWidth));
    const stream = new RandomStream(seed, 'projection', k, this.#input.types[view.t]!.name, view.name, parity);
    const w = signProjection(this.#pool, inWidth, outWidth, s, stream);
    try {
      use(w);
    } finally {
      w.release();
    }
  }

  #mean(csr: Csr, x: FeatureMatrix, place: Placement): Float32Array {
    const { arena } = this.#pool;
    const out = arena.float32(place.block(csr.numRows * x.width * 4), csr.numRows * x.width);
    if (x.kind === 'dense') return spmm(csr, x.values, x.width, { reduce: 'mean', out, pool: this.#pool });
    return spmmSparse(csr, x, { out, pool: this.#pool });
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
