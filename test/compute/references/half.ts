import type { HalfFormat } from '../../../src/compute/index.js';

/** One value by the definition of the format: the reference of the kernels. */
export function decodeHalfReference(word: number, format: HalfFormat): number {
  const sign = word & 0x8000 ? -1 : 1;
  const [mantissaBits, bias] = format === 'f16' ? [10, 15] : [7, 127];
  const exponent = (word & 0x7fff) >> mantissaBits;
  const fraction = (word & ((1 << mantissaBits) - 1)) / 2 ** mantissaBits;
  if (exponent === 2 * bias + 1) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}
