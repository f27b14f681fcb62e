import type { MaskArguments } from '../../compute/internal.js';
import type { Uniform } from './program.js';

/** Uniforms of the masks; `scale` is what kept elements are multiplied by. */
export function maskUniforms({ threshold, key0, key1 }: MaskArguments): Readonly<Record<string, Uniform>> {
  return { threshold, key0, key1, scale: { f32: 256 / threshold } };
}

/** isKept(block, lane): the same hash, and so the same masks, as on every other backend (see kernels/dropout-mask.ts). */
export const maskCode = `
  fn isKept(block : i32, lane : i32) -> bool {
    if (uniforms.threshold >= 256) { return true; }
    var x = bitcast<u32>(block * 4 + (lane & 3)) ^ bitcast<u32>(uniforms.key0);
    x = x ^ (x >> 17u);
    x = x * 0xed5ad4bbu;
    x = x ^ (x >> 11u);
    x = (x + bitcast<u32>(uniforms.key1)) * 0xac4c1b51u;
    x = x ^ (x >> 15u);
    x = x * 0x31848babu;
    x = x ^ (x >> 14u);
    let word = bitcast<i32>(x << u32(8 * (lane >> 2)));
    return word < ((uniforms.threshold - 128) << 24u);
  }`;
