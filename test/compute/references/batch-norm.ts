/** Mean and variance of the columns [2, width], in float64. */
export function columnStatisticsReference(x: ArrayLike<number>, width: number): Float64Array {
  const rows = x.length / width;
  const statistics = new Float64Array(2 * width);
  for (let i = 0; i < x.length; i++) statistics[i % width]! += x[i]! / rows;
  for (let i = 0; i < x.length; i++) statistics[width + (i % width)]! += (x[i]! - statistics[i % width]!) ** 2 / rows;
  return statistics;
}

/** Columns normalised by these statistics, default their own. */
export function batchNormReference(
  x: ArrayLike<number>,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
  epsilon: number,
  statistics: ArrayLike<number> = columnStatisticsReference(x, scale.length),
): Float64Array {
  const width = scale.length;
  return Float64Array.from(x, (value, i) => {
    const c = i % width;
    return (scale[c]! * (value - statistics[c]!)) / Math.sqrt(statistics[width + c]! + epsilon) + shift[c]!;
  });
}
