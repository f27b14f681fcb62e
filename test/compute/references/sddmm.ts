import type { Csr } from '../../../src/core/index.js';

/** Plain loops in float64. */
export function sddmmReference(
  csr: Csr,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { op, heads, width }: { readonly op: 'dot' | 'add'; readonly heads: number; readonly width: number },
): Float64Array {
  const out = new Float64Array(csr.indices.length * heads);
  for (let r = 0; r < csr.numRows; r++) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      for (let h = 0; h < heads; h++) {
        for (let c = 0; c < width; c++) {
          const left = a[(r * heads + h) * width + c]!;
          const right = b[(csr.indices[e]! * heads + h) * width + c]!;
          out[e * heads + h]! += op === 'add' ? left + right : left * right;
        }
      }
    }
  }
  return out;
}
