import type { MaskArguments } from '../../../src/compute/internal.js';

/** The hash that the kernel computes: word `index` of the stream of masks. */
function randomWord(index: number, key0: number, key1: number): number {
  let x = (index ^ key0) | 0;
  x ^= x >>> 17;
  x = Math.imul(x, 0xed5ad4bb);
  x ^= x >>> 11;
  x = Math.imul((x + key1) | 0, 0xac4c1b51);
  x ^= x >>> 15;
  x = Math.imul(x, 0x31848bab);
  return (x ^ (x >>> 14)) | 0;
}

/** Whether element `lane` (0..15) of a block of sixteen is kept, one element at a time. */
export function isKept(block: number, lane: number, { threshold, key0, key1 }: MaskArguments): boolean {
  if (threshold >= 256) return true;
  const word = randomWord((block * 4 + (lane & 3)) | 0, key0, key1);
  const shifted = word << (8 * (lane >> 2));
  return shifted < (threshold - 128) << 24;
}
