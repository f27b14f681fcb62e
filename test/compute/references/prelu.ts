import type { MaskArguments } from '../../../src/compute/internal.js';
import { isKept } from './dropout-mask.js';

/** Plain loops in float64. */
export function preluReference(x: ArrayLike<number>, slope: number, mask: MaskArguments): Float64Array {
  const scale = 256 / mask.threshold;
  return Float64Array.from(x, (value, i) =>
    isKept(i >> 4, i & 15, mask) ? scale * (value > 0 ? value : slope * value) : 0,
  );
}
