import type { Pool } from '../compute/index.js';
import {
  gatherInto,
  meanNormAccumulate,
  placed,
  projectRows,
  projectSparse,
  type SignProjection,
  signProjection,
  uncheckedSpmm,
  uncheckedSpmmSparse,
} from '../compute/internal.js';
import type { Csr, FeatureMatrix, RandomStream, SparseMatrix } from '../core/index.js';
import type { Operator, OperatorContext, TensorSpec } from '../schedule/index.js';
import {
  copySparseWork,
  copyWork,
  embedWork,
  meanAndAddWork,
  meanWork,
  projectAndAddWork,
  projectWork,
  sparseMeanWork,
  type Work,
} from '../schedule/internal.js';
import { fillFixedVectors } from './fixed-vectors.js';
import type { PropagationInput } from './input.js';
import { accumulateScratch, blockBytes, meanScratch, normaliseRows, projectScratch } from './work.js';

/** A dense tensor of the pipeline. */
export interface Tensor {
  readonly tensor: string;
  readonly numRows: number;
  readonly width: number;
}

/** X^(k) of a type: a tensor, or at k = 0 sparse input. */
export type State = Tensor | SparseMatrix;

/** Where the kept rows of a tensor are written: row i at `offset + i * stride` of a tensor. */
export interface Place {
  readonly tensor: string;
  readonly stride: number;
  readonly offset: number;
}

/** A random projection to be drawn: its stream, output width, and sparsity. */
export interface Projection {
  readonly stream: RandomStream;
  readonly outWidth: number;
  readonly s: number;
}

/** Collects operators, each the smallest piece of work that leaves a whole tensor, with their sizes. */
export class Emitter {
  readonly operators: Operator[] = [];
  readonly tensors: TensorSpec[] = [];
  readonly #threads: number;
  readonly #rows: Int32Array;
  readonly #csrs = new Map<Csr, string>();

  /** @param rows the rows of the target to keep */
  constructor({ threads }: Pool, rows: Int32Array) {
    this.#threads = threads;
    this.#rows = rows;
  }

  add(operator: Operator): void {
    this.operators.push(operator);
  }

  tensor(tensor: string, numRows: number, width: number, more: Omit<TensorSpec, 'name' | 'length'> = {}): Tensor {
    this.tensors.push({ name: tensor, length: numRows * width, ...more });
    return { tensor, numRows, width };
  }

  /** Means of the rows of `x` over the neighbours that the relation gives. */
  mean(name: string, csr: Csr, x: State): Tensor {
    const out = this.tensor(name, csr.numRows, x.width);
    const index = this.#index(csr);
    this.add({
      ...{ name: `mean ${name}`, ...workOf(csr, x) },
      reads: [index, ...tensorOf(x)],
      writes: [out.tensor],
      scratchBytes: meanScratch(csr, x, csr.numRows),
      run: (context) => {
        const values = context.values(out.tensor);
        const placedCsr = csrIn(context.values(index), csr);
        const { pool } = context;
        if (isSparse(x)) uncheckedSpmmSparse(placedCsr, x, { out: values, pool });
        else uncheckedSpmm(placedCsr, context.values(x.tensor), x.width, { reduce: 'mean', out: values, pool });
      },
    });
    return out;
  }

  /** Means of the rows to keep alone, written straight to their place. */
  keepMean(name: string, csr: Csr, x: State, { tensor, stride, offset }: Place): void {
    const index = this.#index(csr);
    const rows = this.#rows;
    this.add({
      ...{ name: `keep ${name}`, ...workOf(csr, x, rows.length) },
      reads: [index, ...tensorOf(x)],
      writes: [tensor],
      scratchBytes: blockBytes(rows.length) + meanScratch(csr, x, rows.length),
      run: (context) => {
        const placedCsr = csrIn(context.values(index), csr);
        const options = { rows, out: context.values(tensor), stride, offset, pool: context.pool };
        if (isSparse(x)) uncheckedSpmmSparse(placedCsr, x, options);
        else uncheckedSpmm(placedCsr, context.values(x.tensor), x.width, { ...options, reduce: 'mean' });
      },
    });
  }

  /** Copies the rows to keep to their place. */
  keepRows(name: string, x: State, { tensor, stride, offset }: Place): void {
    const rows = this.#rows;
    const { width } = x;
    this.add({
      ...{ name: `keep ${name}`, ...(isSparse(x) ? copySparseWork(x, rows.length) : copyWork(rows.length, width)) },
      reads: tensorOf(x),
      writes: [tensor],
      scratchBytes: isSparse(x) ? 0 : blockBytes(rows.length),
      run: (context) => {
        const out = context.values(tensor);
        if (isSparse(x)) {
          for (let i = 0; i < rows.length; i++) {
            const at = i * stride + offset;
            const end = x.indptr[rows[i]! + 1]!;
            for (let e = x.indptr[rows[i]!]!; e < end; e++) out[at + x.indices[e]!]! += x.values[e]!;
          }
          return;
        }
        const from = context.values(x.tensor).byteOffset;
        placed(context.pool.arena, (place) => {
          gatherInto(context.pool, from, place.of(rows), rows.length, width, out.byteOffset + offset * 4, stride);
        });
      },
    });
  }

  /** z W. */
  project(name: string, z: State, projection: Projection): Tensor {
    const { outWidth, s } = projection;
    const out = this.tensor(name, z.numRows, outWidth);
    this.add({
      ...{ name: `project ${name}`, ...projectWork(z, outWidth, s) },
      reads: tensorOf(z),
      writes: [out.tensor],
      scratchBytes: projectScratch(z, outWidth, s, this.#threads),
      run: (context) =>
        withWeights(context, projection, z.width, (w) => {
          const y = context.values(out.tensor).byteOffset;
          if (isSparse(z)) projectSparse(context.pool, w, z, y);
          else projectRows(context.pool, w, { numRows: z.numRows, x: context.values(z.tensor).byteOffset }, y, false);
        }),
    });
    return out;
  }

  /** sums += rownorm(z W). */
  projectAndAdd(name: string, z: Tensor, projection: Projection, sums: Tensor): void {
    this.add({
      ...{ name: `project and add ${name}`, ...projectAndAddWork(z, projection.outWidth, projection.s) },
      reads: [z.tensor],
      writes: [sums.tensor],
      scratchBytes: projectScratch(z, projection.outWidth, projection.s, this.#threads),
      run: (context) =>
        withWeights(context, projection, z.width, (w) => {
          const input = { numRows: z.numRows, x: context.values(z.tensor).byteOffset };
          projectRows(context.pool, w, input, context.values(sums.tensor).byteOffset, true);
        }),
    });
  }

  /** sums += rownorm(mean of y). */
  meanAndAdd(name: string, csr: Csr, y: Tensor, sums: Tensor): void {
    const index = this.#index(csr);
    this.add({
      ...{ name: `mean and add ${name}`, ...meanAndAddWork(csr, y.width) },
      reads: [index, y.tensor],
      writes: [sums.tensor],
      scratchBytes: accumulateScratch(csr.numRows, y.width, this.#threads),
      run: (context) => {
        const from = context.values(y.tensor).byteOffset;
        const to = context.values(sums.tensor).byteOffset;
        meanNormAccumulate(context.pool, csrIn(context.values(index), csr), from, y.width, to);
      },
    });
  }

  /** X^(0) of a type: its raw features, or fixed Gaussian vectors N(0, 1 / embeddingWidth) where it has none. */
  initial(
    type: PropagationInput['types'][number],
    { embeddingWidth, seed }: { readonly embeddingWidth: number; readonly seed: number },
  ): State {
    const { name, count, features } = type;
    const tensor = `${name} 0`;
    if (!features) {
      this.add({
        ...{ name: `embed ${tensor}`, ...embedWork(count * embeddingWidth) },
        writes: [tensor],
        run: (context) => fillFixedVectors(type, context.values(tensor), embeddingWidth, seed),
      });
      return this.tensor(tensor, count, embeddingWidth);
    }
    if (isSparse(features)) return features;
    const { values, width } = features;
    return this.tensor(tensor, count, width, { load: (into) => into.set(values) });
  }

  /** Raw features projected to a smaller width, rows normalised. */
  reduceInput(name: string, features: FeatureMatrix, projection: Projection): Tensor {
    const { outWidth, s } = projection;
    const isDense = features.kind === 'dense';
    const out = this.tensor(name, features.numRows, outWidth, { zeroed: true });
    this.add({
      ...{ name: `reduce ${name}`, ...projectWork(features, outWidth, s) },
      writes: [name],
      scratchBytes:
        projectScratch(features, outWidth, s, this.#threads) + (isDense ? blockBytes(features.values.length) : 0),
      run: (context) =>
        withWeights(context, projection, features.width, (w) => {
          const values = context.values(name);
          if (!isDense) {
            projectSparse(context.pool, w, features, values.byteOffset);
            normaliseRows(values, outWidth);
            return;
          }
          placed(context.pool.arena, (place) => {
            const input = { numRows: features.numRows, x: place.of(features.values) };
            projectRows(context.pool, w, input, values.byteOffset, true);
          });
        }),
    });
    return out;
  }

  /** The relation's index arrays as one tensor, copied into the arena when they are needed. */
  #index(csr: Csr): string {
    const known = this.#csrs.get(csr);
    if (known !== undefined) return known;
    const { indptr, indices } = csr;
    const name = `relation ${this.#csrs.size}`;
    this.#csrs.set(csr, name);
    const load = (into: Float32Array) => {
      const words = new Int32Array(into.buffer, into.byteOffset, into.length);
      words.set(indptr);
      words.set(indices, indptr.length);
    };
    this.tensors.push({ name, length: indptr.length + indices.length, load });
    return name;
  }
}

/** Draws a projection's signs for `use`, and frees them afterwards. */
function withWeights(
  { pool }: OperatorContext,
  { stream, outWidth, s }: Projection,
  inWidth: number,
  use: (w: SignProjection) => void,
): void {
  const w = signProjection(pool, inWidth, outWidth, s, stream);
  try {
    use(w);
  } finally {
    w.dispose();
  }
}

function workOf(csr: Csr, x: State, numRows = csr.numRows): Work {
  return isSparse(x) ? sparseMeanWork(csr, x, numRows) : meanWork(csr, x.width, numRows);
}

export function isSparse(x: State | FeatureMatrix): x is SparseMatrix {
  return 'kind' in x && x.kind === 'sparse';
}

function tensorOf(x: State): string[] {
  return isSparse(x) ? [] : [x.tensor];
}

function csrIn(words: Float32Array, { numRows, numCols, indptr, indices }: Csr): Csr {
  const { buffer, byteOffset } = words;
  return {
    ...{ numRows, numCols },
    indptr: new Int32Array(buffer, byteOffset, indptr.length),
    indices: new Int32Array(buffer, byteOffset + indptr.byteLength, indices.length),
  };
}
