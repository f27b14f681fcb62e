/** Plain loops in float64. */
export function layerNormReference(
  x: ArrayLike<number>,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
  epsilon: number,
): Float64Array {
  const width = scale.length;
  const out = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let mean = 0;
    let variance = 0;
    for (let c = 0; c < width; c++) mean += x[start + c]! / width;
    for (let c = 0; c < width; c++) variance += (x[start + c]! - mean) ** 2 / width;
    for (let c = 0; c < width; c++) {
      out[start + c] = ((x[start + c]! - mean) / Math.sqrt(variance + epsilon)) * scale[c]! + shift[c]!;
    }
  }
  return out;
}
