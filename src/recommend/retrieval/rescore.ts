import { expectArgument } from '../../core/index.js';
import { innerProducts, vectorsAt } from '../core/products.js';
import { prepared, type VectorMetric } from './metric.js';

/** Where vectors lie: an array, or a file of which rows are read. */
export interface VectorSource {
  readonly count: number;
  readonly width: number;
  /** [rows, width], in the order asked for, which is ascending. */
  read(rows: Int32Array): Float32Array;
}

/** An array as a source; it is not copied. @throws {HeteroGraphError} INVALID_OPTION */
export function arraySource(vectors: Float32Array, width: number): VectorSource {
  expectArgument(vectors, 'numbers', 'vectors');
  return {
    count: vectors.length / width,
    width,
    read: (rows) => vectorsAt(vectors, width, rows),
  };
}

/** The k best of candidates of one query by exact products, the lower number of equals first. */
export function rescored(
  query: Float32Array,
  candidates: Int32Array,
  k: number,
  source: VectorSource,
  metric: VectorMetric,
): { indices: Int32Array; values: Float32Array } {
  const rows = candidates.filter((row) => row >= 0).sort();
  const indices = new Int32Array(k).fill(-1);
  const values = new Float32Array(k).fill(Number.NEGATIVE_INFINITY);
  if (rows.length === 0) return { indices, values };
  const { width } = source;
  const vectors = prepared(source.read(rows), width, metric);
  const products = innerProducts(query, vectors, width);
  const order = Int32Array.from(rows.keys()).sort((a, b) => products[b]! - products[a]! || a - b);
  for (const [i, at] of order.subarray(0, k).entries()) {
    indices[i] = rows[at]!;
    values[i] = products[at]!;
  }
  return { indices, values };
}
