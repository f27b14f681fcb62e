/** Euclidean length. */
export function lengthOf(values: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < values.length; v++) sum += values[v]! * values[v]!;
  return Math.sqrt(sum);
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < values.length; v++) sum += values[v]!;
  return sum;
}

export function scale(values: Float64Array, factor: number): void {
  for (let v = 0; v < values.length; v++) values[v]! *= factor;
}

/** Sum of the absolute differences. */
export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += Math.abs(a[v]! - b[v]!);
  return sum;
}
