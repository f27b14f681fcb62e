import type { Csr, WeightedCsr } from '../../../src/core/index.js';

/** Plain loops in float64; products of float32 values are rounded as the kernel's are, so that ties agree. */
export function spmmMaxReference(
  csr: Csr | WeightedCsr,
  x: ArrayLike<number>,
  width: number,
): { values: Float64Array; argmax: Int32Array } {
  const values = new Float64Array(csr.numRows * width);
  const argmax = new Int32Array(csr.numRows * width).fill(-1);
  for (let r = 0; r < csr.numRows; r++) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      const weight = 'values' in csr ? csr.values[e]! : 1;
      for (let c = 0; c < width; c++) {
        const value = Math.fround(weight * x[csr.indices[e]! * width + c]!);
        const at = r * width + c;
        if (argmax[at]! >= 0 && !(value > values[at]!)) continue;
        values[at] = value;
        argmax[at] = e;
      }
    }
  }
  return { values, argmax };
}
