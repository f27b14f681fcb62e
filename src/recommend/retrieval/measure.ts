import { type Csr, RandomStream } from '../../core/index.js';
import { vectorsAt } from '../core/products.js';
import { panelSearch } from './candidates.js';

/** Queries with their exact nearest. */
export interface Sample {
  readonly queries: Float32Array;
  readonly count: number;
  readonly exclude?: Csr;
  /** [count, k]. */
  readonly exact: Int32Array;
}

/**
 * Vectors drawn by the seed, or the first of those given; all products with them are made in float32, in a copy of the vectors that is freed
 * again.
 */
export function drawSample(
  vectors: Float32Array,
  width: number,
  k: number,
  size: number,
  given: Float32Array | undefined,
  seed: number,
): Sample {
  const all = given ?? vectors;
  const count = Math.min(size, all.length / width);
  const stream = new RandomStream(seed, 'vector-index', 'sample');
  const rows = Int32Array.from({ length: count }, (_, i) => (given ? i : stream.nextInt(all.length / width)));
  const queries = vectorsAt(all, width, rows);
  const own = {
    numRows: count,
    numCols: vectors.length / width,
    indptr: Int32Array.from({ length: count + 1 }, (_, i) => i),
    indices: rows,
  };
  const search = panelSearch(vectors, width, 'float32');
  const exact = search.find(queries, k, given ? undefined : own).indices;
  search.dispose();
  return { queries, count, exact, ...(given ? {} : { exclude: own }) };
}

/** The mean part of the exact lists that is in those found, of lists that are not empty. */
export function recallOf(found: Int32Array, exact: Int32Array, k: number): number {
  let [sum, lists] = [0, 0];
  for (let from = 0; from < exact.length; from += k) {
    const wanted = exact.subarray(from, from + k).filter((row) => row >= 0);
    if (wanted.length === 0) continue;
    const list = new Set(found.subarray(from, from + k));
    sum += wanted.filter((row) => list.has(row)).length / wanted.length;
    lists++;
  }
  return lists === 0 ? 1 : sum / lists;
}
