import { type SparseOperand, type Tensor2D, tensor2d } from '../../tensor/index.js';

const kept = new WeakMap<SparseOperand, Float32Array>();

/** The logarithms of the values of a matrix, the same for every head, [E, H]; undefined where it has no values. Values up to 0 count 1e-9. */
export function logValues(matrix: SparseOperand, heads: number): Tensor2D | undefined {
  const csr = matrix.arrays(false);
  if (!('values' in csr)) return undefined;
  let logs = kept.get(matrix);
  if (logs?.length !== csr.values.length * heads) {
    logs = new Float32Array(csr.values.length * heads);
    for (const [e, value] of csr.values.entries())
      logs.fill(Math.log(Math.max(value, 1e-9)), e * heads, (e + 1) * heads);
    kept.set(matrix, logs);
  }
  return tensor2d(logs, [csr.values.length, heads]);
}
