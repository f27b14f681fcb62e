const words = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm of a number in (0, 1], by additions, products and one quotient alone, so that the kernel in WebAssembly has
 * the same bits; relative error below 1e-14. ln(m 2^e) = e ln 2 + 2 atanh((m - 1) / (m + 1)), m in [0.7, 1.42].
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
  let sum = 1 / 21;
  sum = sum * s + 1 / 19;
  sum = sum * s + 1 / 17;
  sum = sum * s + 1 / 15;
  sum = sum * s + 1 / 13;
  sum = sum * s + 1 / 11;
  sum = sum * s + 1 / 9;
  sum = sum * s + 1 / 7;
  sum = sum * s + 1 / 5;
  sum = sum * s + 1 / 3;
  return exponent * Math.LN2 + (2 * t + 2 * t * (s * sum));
}
