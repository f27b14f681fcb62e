import type { Pool } from '../../../src/compute/index.js';
import type { SignProjection } from '../../../src/compute/internal.js';
import { philox4x32, type RandomStream } from '../../../src/core/index.js';

/** W [inWidth, outWidth] drawn one gap at a time: a word of the stream decides how many zeros precede the next entry, and its sign. */
export function denseSignsReference(inWidth: number, outWidth: number, s: number, stream: RandomStream): Float32Array {
  const out = new Float32Array(inWidth * outWidth);
  const words = new Uint32Array(4);
  const thresholds: number[] = [];
  const threshold = (gap: number) => {
    thresholds[gap] ??= Math.floor(2 ** 31 * (1 - (1 - 1 / s) ** (gap + 1)));
    return thresholds[gap]!;
  };
  for (let j = 0; j < outWidth; j++) {
    let row = -1;
    for (let draw = 0; ; draw++) {
      if (draw % 4 === 0) {
        philox4x32(draw / 4, j, stream.nonce[0], stream.nonce[1], stream.key[0], stream.key[1], words);
      }
      const word = words[draw % 4]!;
      let gap = 0;
      while (threshold(gap) <= word >>> 1) gap++;
      row += gap + 1;
      if (row >= inWidth) break;
      out[row * outWidth + j] = word & 1 ? -1 : 1;
    }
  }
  return out;
}

/** Dense W [inWidth, outWidth] of entries -1, 0, 1, from the index lists of a projection. */
export function denseSigns(
  pool: Pool,
  { inWidth, outWidth, capacity, wide, lists, counts }: SignProjection,
): Float32Array {
  const out = new Float32Array(inWidth * outWidth);
  const { buffer } = pool.arena.memory;
  const indices = wide
    ? new Uint32Array(buffer, lists, outWidth * capacity)
    : new Uint16Array(buffer, lists, outWidth * capacity);
  const numbers = pool.arena.int32(counts, outWidth * 2);
  for (let j = 0; j < outWidth; j++) {
    for (let q = 0; q < numbers[j * 2]!; q++) out[indices[j * capacity + q]! * outWidth + j] = 1;
    for (let q = 1; q <= numbers[j * 2 + 1]!; q++) out[indices[(j + 1) * capacity - q]! * outWidth + j] = -1;
  }
  return out;
}
