import { type AttentionOptions, attentionShape } from '../../../src/compute/kernels/fused-attention.js';
import type { Csr } from '../../../src/core/index.js';

/** Plain loops in float64. */
export function fusedAttentionReference(
  csr: Csr,
  inputs: Readonly<Record<'queries' | 'keys' | 'values', ArrayLike<number>>> & { readonly bias?: ArrayLike<number> },
  options: AttentionOptions,
): Float64Array {
  const { heads, width, keyWidth, slopeOrScale } = attentionShape(csr, inputs, options);
  const { queries, keys, values, bias } = inputs;
  const out = new Float64Array(csr.numRows * heads * width);
  for (let r = 0; r < csr.numRows; r++) {
    for (let h = 0; h < heads; h++) {
      const scores: number[] = [];
      for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
        const c = csr.indices[e]!;
        let raw = bias?.[e * heads + h] ?? 0;
        if (keyWidth === 0) raw += queries[r * heads + h]! + keys[c * heads + h]!;
        for (let k = 0; k < keyWidth; k++) {
          raw += slopeOrScale * queries[(r * heads + h) * keyWidth + k]! * keys[(c * heads + h) * keyWidth + k]!;
        }
        scores.push(keyWidth === 0 && raw < 0 ? slopeOrScale * raw : raw);
      }
      const top = Math.max(...scores);
      const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
      for (const [i, score] of scores.entries()) {
        const weight = Math.exp(score - top) / total;
        const c = csr.indices[csr.indptr[r]! + i]!;
        for (let d = 0; d < width; d++)
          out[(r * heads + h) * width + d]! += weight * values[(c * heads + h) * width + d]!;
      }
    }
  }
  return out;
}
