import { type AttentionSettings, attentionShape } from '../../../src/compute/kernels/fused-attention.js';
import type { Csr } from '../../../src/core/index.js';
import { isKept } from './dropout-mask.js';

export type AttentionOperands = Readonly<Record<'queries' | 'keys' | 'values', ArrayLike<number>>> & {
  readonly bias?: ArrayLike<number>;
  readonly vector?: ArrayLike<number>;
};
export type AttentionReferenceOptions = Omit<AttentionSettings, 'residual'> & {
  readonly residual?: { readonly weights: ArrayLike<number>; readonly share: number };
};

/** The weights [entries, H]: plain loops in float64. */
export function attentionWeightsReference(
  csr: Csr,
  inputs: AttentionOperands,
  options: AttentionReferenceOptions,
): Float64Array {
  const shape = attentionShape(csr, inputs, options);
  const { heads, keyWidth, slopeOrScale, mask, share } = shape;
  const { queries, keys, bias, vector } = inputs;
  const weights = new Float64Array(csr.indices.length * heads);
  const leaky = (x: number) => (x < 0 ? slopeOrScale * x : x);
  for (let r = 0; r < csr.numRows; r++) {
    for (let h = 0; h < heads; h++) {
      const scores: number[] = [];
      for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
        const c = csr.indices[e]!;
        const edge = bias?.[(options.biasTypes?.[e] ?? e) * heads + h] ?? 0;
        if (keyWidth === 0) {
          scores.push(leaky(queries[r * heads + h]! + keys[c * heads + h]! + edge));
          continue;
        }
        let raw = edge;
        for (let k = 0; k < keyWidth; k++) {
          const [q, key] = [queries[(r * heads + h) * keyWidth + k]!, keys[(c * heads + h) * keyWidth + k]!];
          raw += vector ? vector[h * keyWidth + k]! * leaky(q + key) : slopeOrScale * q * key;
        }
        scores.push(raw);
      }
      const top = Math.max(...scores);
      const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
      for (const [i, score] of scores.entries()) {
        const at = (csr.indptr[r]! + i) * heads + h;
        const kept = isKept(at >> 4, at & 15, mask) ? 256 / mask.threshold : 0;
        weights[at] =
          (1 - share) * kept * (Math.exp(score - top) / total) + share * (options.residual?.weights[at] ?? 0);
      }
    }
  }
  return weights;
}

/** The output [rows, H, D] from these weights. */
export function fusedAttentionReference(
  csr: Csr,
  inputs: AttentionOperands,
  options: AttentionReferenceOptions,
): Float64Array {
  const { heads, width } = attentionShape(csr, inputs, options);
  const weights = attentionWeightsReference(csr, inputs, options);
  const out = new Float64Array(csr.numRows * heads * width);
  for (let r = 0; r < csr.numRows; r++) {
    for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) {
      for (let h = 0; h < heads; h++) {
        const from = (csr.indices[e]! * heads + h) * width;
        const to = (r * heads + h) * width;
        for (let d = 0; d < width; d++) out[to + d]! += weights[e * heads + h]! * inputs.values[from + d]!;
      }
    }
  }
  return out;
}
