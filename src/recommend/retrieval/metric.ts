import { rowNorm } from '../../compute/index.js';

/** What is compared: inner products, or those of vectors of length 1. A vector of length 0 has the cosine 0 with every other. */
export type VectorMetric = 'inner-product' | 'cosine';

/** Vectors whose inner products are what the metric compares. */
export function prepared(vectors: Float32Array, width: number, metric: VectorMetric): Float32Array {
  return metric === 'cosine' ? rowNorm(vectors, width) : vectors;
}
