/** x <- factor x. */
export function scaleInPlace(x: Float32Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i]! *= factor;
}

/** out <- x + factor y. */
export function weightedSum(x: Float32Array, y: Float32Array, factor: number, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) out[i] = x[i]! + factor * y[i]!;
}
