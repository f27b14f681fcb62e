import type { Csr, WeightedCsr } from '../../../src/core/index.js';

/** The plain loop that `spmm` is compared with, in float64. */
export function spmmReference(
  csr: Csr | WeightedCsr,
  x: Float32Array,
  width: number,
  reduce: 'sum' | 'mean',
): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    const start = csr.indptr[r]!;
    const stop = csr.indptr[r + 1]!;
    const scale = reduce === 'mean' && stop > start ? 1 / (stop - start) : 1;
    for (let e = start; e < stop; e++) {
      const weight = 'values' in csr ? csr.values[e]! : 1;
      for (let c = 0; c < width; c++) out[r * width + c]! += scale * weight * x[csr.indices[e]! * width + c]!;
    }
  }
  return out;
}
