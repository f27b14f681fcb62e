/** Puts the `k` largest values first, in any order, and adds them up. O(n) expected (Hoare's selection). */
export function sumOfLargest(values: Float64Array, k: number): { sum: number; count: number } {
  const count = Math.min(k, values.length);
  let [low, high] = [0, values.length - 1];
  while (count < values.length && low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else break;
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  return { sum, count };
}
