const words = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm of a number in (0, 1], by additions, products and one quotient alone, so that the kernel in WebAssembly has
 * the same bits; absolute error below 1e-12. ln(m 2^e) = e ln 2 + 2 atanh((m - 1) / (m + 1)), m in [0.7, 1.42].
 */
export function ln(x: number): number {
  words.setFloat64(0, x);
  const high = words.getUint32(0);
  // The exponent of which the mantissa is nearest to 1: 0x3fe6a09e is sqrt(1/2).
  const exponent = ((high - 0x3fe6a09e) >> 20) | 0;
  words.setUint32(0, high - (exponent << 20));
  const m = words.getFloat64(0);
  const t = (m - 1) / (m + 1);
  const s = t * t;
  // Pairs first, so that few steps wait for the one before.
  const q = s * s;
  const sum = 1 / 3 + s * (1 / 5) + q * (1 / 7 + s * (1 / 9) + q * (1 / 11 + s * (1 / 13)));
  return exponent * Math.LN2 + (2 * t + 2 * t * (s * sum));
}
