import type { Csr, WeightedCsr } from '../../../src/core/index.js';

/** Plain maps; sums in float64, in the order of the kernel, rounded at every step so that ties agree. */
export function multiplyCsrReference(
  a: Csr | WeightedCsr,
  b: Csr | WeightedCsr,
  cap = Number.POSITIVE_INFINITY,
): { indptr: number[]; indices: number[]; values: number[] } {
  const [indptr, indices, values]: [number[], number[], number[]] = [[0], [], []];
  for (let r = 0; r < a.numRows; r++) {
    const sums = new Map<number, number>();
    for (let e = a.indptr[r]!; e < a.indptr[r + 1]!; e++) {
      const middle = a.indices[e]!;
      for (let q = b.indptr[middle]!; q < b.indptr[middle + 1]!; q++) {
        const product = Math.fround(('values' in a ? a.values[e]! : 1) * ('values' in b ? b.values[q]! : 1));
        sums.set(b.indices[q]!, Math.fround((sums.get(b.indices[q]!) ?? 0) + product));
      }
    }
    const kept = [...sums].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, cap);
    for (const [column, value] of kept.sort((x, y) => x[0] - y[0])) {
      indices.push(column);
      values.push(value);
    }
    indptr.push(indices.length);
  }
  return { indptr, indices, values };
}
