/** Positions of the k largest values by sorting them all. */
export function topKReference(values: ArrayLike<number>, k: number): number[] {
  const key = (i: number) => (Number.isNaN(values[i]!) ? Number.NEGATIVE_INFINITY : values[i]!);
  return Array.from({ length: values.length }, (_, i) => i)
    .sort((i, j) => (key(i) === key(j) ? i - j : key(j) - key(i)))
    .slice(0, k);
}
