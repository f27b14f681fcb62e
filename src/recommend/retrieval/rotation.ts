import { RandomStream } from '../../core/index.js';

/**
 * A random rotation [width, width], row-major, by Gram and Schmidt on normal numbers: it spreads what vectors have in a few dimensions over all of
 * them, so that each bit of a code tells as much. O(width^3).
 */
export function randomRotation(width: number, seed: number): Float32Array {
  const rows = new Float64Array(width * width);
  const stream = new RandomStream(seed, 'vector-index', 'rotation');
  for (let i = 0; i < rows.length; i++) rows[i] = stream.nextNormal();
  for (let r = 0; r < width; r++) {
    const row = rows.subarray(r * width, (r + 1) * width);
    for (let above = 0; above < r; above++) {
      let along = 0;
      for (let c = 0; c < width; c++) along += row[c]! * rows[above * width + c]!;
      for (let c = 0; c < width; c++) row[c]! -= along * rows[above * width + c]!;
    }
    let squares = 0;
    for (const value of row) squares += value * value;
    for (let c = 0; c < width; c++) row[c]! /= Math.sqrt(squares);
  }
  return Float32Array.from(rows);
}
