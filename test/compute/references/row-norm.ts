import type { RowNormKind } from '../../../src/compute/index.js';

/** Plain loops in float64. */
export function rowNormReference(x: ArrayLike<number>, width: number, kind: RowNormKind): Float64Array {
  return Float64Array.from(x, (value, i) => {
    const start = i - (i % width);
    let squares = 0;
    for (let c = 0; c < width; c++) squares += x[start + c]! ** 2;
    return ((kind === 'rms' ? Math.sqrt(width) : 1) * value) / Math.max(Math.sqrt(squares), 1e-12);
  });
}
