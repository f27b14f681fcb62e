/** Moves strengths, the first `count` parameters, to a mean of 0, in place. */
export function centre(values: Float64Array, count: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  for (let i = 0; i < count; i++) values[i]! -= sum / count;
}
