/** Adds the gradient of weight * SUM |x|^3 over a row's numbers; of complex ones over their moduli. Returns the sum itself. */
export function addCubeGradient(
  values: Float32Array,
  at: number,
  width: number,
  isComplex: boolean,
  weight: number,
  gradient: Float32Array,
  to: number,
): number {
  let sum = 0;
  if (!isComplex) {
    for (let i = 0; i < width; i++) {
      const size = Math.abs(values[at + i]!);
      sum += size ** 3;
      gradient[to + i] = gradient[to + i]! + 3 * weight * size * values[at + i]!;
    }
    return weight * sum;
  }
  const rank = width / 2;
  for (let i = 0; i < rank; i++) {
    const [re, im] = [values[at + i]!, values[at + rank + i]!];
    const size = Math.sqrt(re * re + im * im);
    sum += size * size * size;
    gradient[to + i] = gradient[to + i]! + 3 * weight * size * re;
    gradient[to + rank + i] = gradient[to + rank + i]! + 3 * weight * size * im;
  }
  return weight * sum;
}
