import type { Csr } from '../../../src/core/index.js';

/** Plain loops in float64. */
export function spmmWeightedReference(
  csr: Csr,
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  width: number,
  heads: number,
): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      for (let c = 0; c < width; c++) {
        const weight = weights[e * heads + Math.floor((c * heads) / width)]!;
        out[r * width + c]! += weight * x[csr.indices[e]! * width + c]!;
      }
    }
  }
  return out;
}
