import type { Csr } from '../../../src/core/index.js';

/** Plain loops in float64. */
export function segmentReduceReference(
  csr: Csr,
  values: ArrayLike<number>,
  width: number,
  reduce: 'sum' | 'mean' | 'max',
): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    const start = csr.indptr[r]!;
    const stop = csr.indptr[r + 1]!;
    for (let c = 0; c < width; c++) {
      const list = Array.from({ length: stop - start }, (_, i) => values[(start + i) * width + c]!);
      const sum = list.reduce((a, b) => a + b, 0);
      if (list.length > 0) {
        out[r * width + c] = reduce === 'max' ? Math.max(...list) : reduce === 'mean' ? sum / list.length : sum;
      }
    }
  }
  return out;
}
