import type { TopK } from '../../compute/index.js';
import { type Csr, checkOptions, expectArgument, HeteroGraphError } from '../../core/index.js';
import { type CandidateSearch, panelSearch, signSearch } from './candidates.js';
import { drawSample, recallOf } from './measure.js';
import { prepared, type VectorMetric } from './metric.js';
import { arraySource, rescored, type VectorSource } from './rescore.js';
import { vectorIndexOptions } from './settings.js';
import type { MeasuredRecall, VectorFormat, VectorIndexOptions } from './vector-index-options.js';

export interface VectorSearchOptions {
  /** Row q lists, in ascending order, vectors that query q leaves out. */
  readonly exclude?: Csr;
}

interface Parts {
  readonly format: VectorFormat;
  readonly metric: VectorMetric;
  readonly search: CandidateSearch;
  readonly source: VectorSource;
}

/**
 * The nearest of many vectors, by comparing a query with all of them: exact, or in fewer bytes and with a recall that is measured when it is
 * made.
 *
 * ```ts
 * const index = VectorIndex.build(items, 64, { format: 'int8', seed: 1 });
 * index.recall; // { k: 20, queries: 100, value: 0.999 }
 * const { indices, values } = index.search(queries, 20);
 * ```
 */
export class VectorIndex {
  readonly size: number;
  readonly width: number;
  readonly format: VectorFormat;
  readonly metric: VectorMetric;
  /** How many of the nearest by the format are compared again exactly; 0: none. */
  readonly candidates: number;
  /** Against all products in float32; absent where it was not measured. */
  readonly recall: MeasuredRecall | undefined;
  readonly #parts: Parts;
  #disposed = false;

  private constructor(parts: Parts, candidates: number, recall?: MeasuredRecall) {
    this.size = parts.source.count;
    this.width = parts.source.width;
    this.format = parts.format;
    this.metric = parts.metric;
    this.candidates = candidates;
    this.recall = recall;
    this.#parts = parts;
  }

  /**
   * @param vectors [count, width], finite
   * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE, OUT_OF_MEMORY
   */
  static build(vectors: Float32Array, width: number, options: VectorIndexOptions): VectorIndex {
    checkOptions(vectorIndexOptions, options);
    expectArgument(vectors, 'numbers', 'vectors');
    const { format = 'float32', metric = 'inner-product', source = arraySource(vectors, width), seed } = options;
    checkVectors(vectors, width, source);
    const own = prepared(vectors, width, metric);
    const search = format === 'sign' ? signSearch(own, width, seed) : panelSearch(own, width, format);
    const parts = { format, metric, search, source };
    try {
      return VectorIndex.#measured(parts, own, options);
    } catch (error) {
      search.dispose();
      throw error;
    }
  }

  /** With the candidates that it needs, and its recall. */
  static #measured(parts: Parts, vectors: Float32Array, options: VectorIndexOptions): VectorIndex {
    const { format, metric, source } = parts;
    const isSign = format === 'sign';
    const { targetRecall = isSign ? 0.95 : 0.99, measuredK = 20, sampleSize = 100, sampleQueries, seed } = options;
    if (format === 'float32') return new VectorIndex(parts, 0, { k: measuredK, queries: 0, value: 1 });
    if (sampleSize === 0) {
      if (options.candidates !== undefined || !isSign) return new VectorIndex(parts, options.candidates ?? 0);
      throw new HeteroGraphError('INVALID_OPTION', 'Without a sample nothing says how many candidates signs need.', {
        column: 'candidates',
        hint: 'Give candidates, or leave sampleSize out.',
      });
    }
    const { width } = source;
    if (sampleQueries) checkVectors(sampleQueries, width);
    const given = sampleQueries && prepared(sampleQueries, width, metric);
    const sample = drawSample(vectors, width, measuredK, sampleSize, given, seed);
    const most = isSign ? source.count : Math.min(source.count, Math.max(64 * measuredK, Math.ceil(source.count / 64)));
    let candidates = options.candidates ?? (isSign ? 16 * measuredK : 0);
    for (;;) {
      const index = new VectorIndex(parts, Math.min(candidates, source.count));
      const found = index.#find(sample.queries, measuredK, sample.exclude);
      const value = recallOf(found.indices, sample.exact, measuredK);
      if (options.candidates !== undefined || value >= targetRecall || candidates >= most) {
        return new VectorIndex(parts, index.candidates, { k: measuredK, queries: sample.count, value });
      }
      candidates = 2 * (candidates || measuredK);
    }
  }

  /** Bytes held for searching; those of the exact vectors, where candidates are compared again, are not among them. */
  get bytes(): number {
    return this.#parts.search.bytes;
  }

  /**
   * The k nearest of each query, nearest first, the lower number of equals first; -1 with -Infinity where fewer are left. A query alone gets
   * what it gets among others.
   *
   * @param queries [B, width]
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, DISPOSED
   */
  search(queries: Float32Array, k: number, { exclude }: VectorSearchOptions = {}): TopK {
    if (this.#disposed) throw new HeteroGraphError('DISPOSED', 'The index was disposed of.');
    expectArgument(queries, 'numbers', 'queries');
    if (!Number.isInteger(k) || k < 1) {
      throw new HeteroGraphError('INVALID_OPTION', `k is ${k}.`, { column: 'k', hint: 'Use a whole number from 1.' });
    }
    checkVectors(queries, this.width);
    return this.#find(prepared(queries, this.width, this.metric), k, exclude);
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#parts.search.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #find(queries: Float32Array, k: number, exclude: Csr | undefined): TopK {
    const { search, source, metric } = this.#parts;
    if (this.candidates === 0) return search.find(queries, k, exclude);
    const wanted = Math.max(k, this.candidates);
    const found = search.find(queries, wanted, exclude);
    const rows = queries.length / this.width;
    const values = new Float32Array(rows * k);
    const indices = new Int32Array(rows * k);
    for (let q = 0; q < rows; q++) {
      const query = queries.subarray(q * this.width, (q + 1) * this.width);
      const list = rescored(query, found.indices.slice(q * wanted, (q + 1) * wanted), k, source, metric);
      values.set(list.values, q * k);
      indices.set(list.indices, q * k);
    }
    return { values, indices };
  }
}

function checkVectors(vectors: Float32Array, width: number, source?: VectorSource): void {
  const count = vectors.length / width;
  const fits = Number.isInteger(width) && width > 0 && Number.isInteger(count);
  if (!fits || (source && (source.count !== count || source.width !== width))) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${vectors.length} numbers are no vectors of ${width} of the index.`, {
      hint: 'Vectors are rows of one array: count times width numbers.',
    });
  }
  const at = vectors.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new HeteroGraphError('NON_FINITE', `A number of vector ${Math.floor(at / width)} is ${vectors[at]}.`, {
    row: Math.floor(at / width),
    hint: 'Leave the vector out, or make its numbers finite.',
  });
}
