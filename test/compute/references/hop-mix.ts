import type { MaskArguments } from '../../../src/compute/internal.js';
import { isKept } from './dropout-mask.js';

/** Plain loops in float64 that the kernel is compared with. `x` holds the batch's rows [B, K, D] in order. */
export function hopMixReference(
  x: Float32Array,
  shape: { readonly count: number; readonly hops: number; readonly width: number; readonly filters: number },
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  mask: MaskArguments = { threshold: 256, key0: 0, key1: 0 },
): Float64Array {
  const { count, hops, width, filters } = shape;
  const out = new Float64Array(count * filters * width);
  const blocks = Math.ceil(width / 16);
  for (let b = 0; b < count; b++) {
    for (let f = 0; f < filters; f++) {
      for (let d = 0; d < width; d++) {
        let sum = bias[f]!;
        for (let k = 0; k < hops; k++) {
          if (!isKept((b * hops + k) * blocks + (d >> 4), d & 15, mask)) continue;
          sum += (256 / mask.threshold) * weight[f * hops + k]! * x[(b * hops + k) * width + d]!;
        }
        out[(b * filters + f) * width + d] = sum;
      }
    }
  }
  return out;
}
