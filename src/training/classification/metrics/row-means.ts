/** The mean of values, each counted so many times; NaN where none counts. */
export function meanOfTimes(values: ArrayLike<number>, times: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * times[i]!;
    count += times[i]!;
  }
  return sum / count;
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
