import type { Csr, WeightedCsr } from '../../../src/core/index.js';

/** The exact solutions of the rows in float64, by Gaussian elimination. */
export function solveRows(
  csr: Csr | WeightedCsr,
  y: Float32Array,
  width: number,
  alpha: number,
  regularization: number,
): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    const a = Array.from({ length: width }, (_, i) =>
      Array.from({ length: width + 1 }, (_, j) => (i === j ? regularization : 0)),
    );
    const add = (item: number, share: number, right: number) => {
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) a[i]![j]! += share * y[item * width + i]! * y[item * width + j]!;
        a[i]![width]! += right * y[item * width + i]!;
      }
    };
    for (let item = 0; item < csr.numCols; item++) add(item, 1, 0);
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      const extra = alpha * ('values' in csr ? csr.values[e]! : 1);
      add(csr.indices[e]!, extra, 1 + extra);
    }
    for (let i = 0; i < width; i++) {
      for (let below = 0; below < width; below++) {
        if (below === i) continue;
        const factor = a[below]![i]! / a[i]![i]!;
        for (let j = i; j <= width; j++) a[below]![j]! -= factor * a[i]![j]!;
      }
    }
    for (let i = 0; i < width; i++) out[r * width + i] = a[i]![width]! / a[i]![i]!;
  }
  return out;
}
