import type { Labels } from '../graph/index.js';

/** Writes a 1 for every class of a row into `out` from `at` on, over zeros. */
export function writeClasses(labels: Labels, row: number, out: Float32Array, at: number): void {
  const { kind, values, numClasses } = labels;
  if (kind === 'single') out[at + values[row]!] = 1;
  else for (let c = 0; c < numClasses; c++) if (values[row * numClasses + c] === 1) out[at + c] = 1;
}
