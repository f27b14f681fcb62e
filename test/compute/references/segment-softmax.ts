import type { Csr } from '../../../src/core/index.js';

/** Plain loops in float64. */
export function segmentSoftmaxReference(csr: Csr, scores: ArrayLike<number>, heads: number): Float64Array {
  const out = new Float64Array(csr.indices.length * heads);
  for (let r = 0; r < csr.numRows; r++) {
    for (let h = 0; h < heads; h++) {
      let top = Number.NEGATIVE_INFINITY;
      let sum = 0;
      const each = (use: (at: number) => void) => {
        for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) use(e * heads + h);
      };
      each((at) => {
        top = Math.max(top, scores[at]!);
      });
      each((at) => {
        out[at] = Math.exp(scores[at]! - top);
        sum += out[at]!;
      });
      each((at) => {
        out[at] = out[at]! / sum;
      });
    }
  }
  return out;
}
