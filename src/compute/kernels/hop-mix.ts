import type { Pool } from '../threads/pool.js';
import type { MaskArguments } from './dropout-mask.js';

/** A batch of rows [K, D] in the pool's arena: row b starts at values + rows[b] K D floats. */
export interface HopBatch {
  readonly values: number;
  /** Address of `count` row numbers (int32). */
  readonly rows: number;
  readonly count: number;
  readonly hops: number;
  readonly width: number;
  readonly filters: number;
}

/** Rows of the batch whose gradient sums are stored together, as in ../assembly/tensor/hop-mix.ts. */
const chunk = 8;

/**
 * z[b, f D + d] = bias[f] + SUM_k weight[f, k] m[b, k, d] x[b, k, d], masks m in {0, 256 / threshold}. Filters go through in
 * pairs, each pair one pass over the input. O(B K D F).
 */
export function hopMixInto(
  pool: Pool,
  batch: HopBatch,
  mask: MaskArguments,
  weight: Float32Array,
  bias: number,
  out: number,
): void {
  const { values, rows, count, hops, width, filters } = batch;
  const scaled = pool.arena.alloc(filters * hops * 4);
  const scale = 256 / mask.threshold;
  const weights = pool.arena.float32(scaled, filters * hops);
  for (let i = 0; i < weights.length; i++) weights[i] = weight[i]! * scale;
  for (let f = 0; f < filters; f += 2) {
    const together = Math.min(2, filters - f);
    const args = [values, rows, hops, width, together, scaled + f * hops * 4, bias + f * 4, out + f * width * 4];
    pool.run(
      'hopMixForward',
      [...args, mask.key0, mask.key1, mask.threshold, filters * width],
      count,
      grain(hops * width),
    );
  }
  pool.arena.free(scaled);
}

/**
 * Gradients by weight [F, K] and bias [F] for dz [B, F D] at address `dz`; the masks are made again. Sums in float64 over
 * chunks of eight rows, then in order.
 */
export function hopMixGradient(
  pool: Pool,
  batch: HopBatch,
  mask: MaskArguments,
  dz: number,
): { weight: Float32Array; bias: Float32Array } {
  const { values, rows, count, hops, width, filters } = batch;
  const weight = new Float32Array(filters * hops);
  const bias = new Float32Array(filters);
  const units = Math.ceil(count / chunk);
  const size = Math.min(2, filters) * (hops + 1);
  const partial = pool.arena.alloc(units * size * 8);
  const scale = 256 / mask.threshold;
  for (let f = 0; f < filters; f += 2) {
    const together = Math.min(2, filters - f);
    const args = [values, rows, hops, width, together, dz + f * width * 4, partial, count];
    pool.run(
      'hopMixBackward',
      [...args, mask.key0, mask.key1, mask.threshold, filters * width],
      units,
      grain(hops * width * chunk),
    );
    const length = together * (hops + 1);
    const sums = new Float64Array(length);
    const partials = new Float64Array(pool.arena.memory.buffer, partial, units * length);
    for (let i = 0; i < partials.length; i++) sums[i % length]! += partials[i]!;
    for (let j = 0; j < together; j++) {
      for (let k = 0; k < hops; k++) weight[(f + j) * hops + k] = sums[j * (hops + 1) + k]! * scale;
      bias[f + j] = sums[j * (hops + 1) + hops]!;
    }
  }
  pool.arena.free(partial);
  return { weight, bias };
}

/** Units a thread takes at once, so that it has at least 32,768 elements to read. */
function grain(unit: number): number {
  return Math.max(1, Math.ceil(32_768 / Math.max(1, unit)));
}
