import type { Csr } from '../../core/index.js';

/** How many users took each item, [items]: what is shown to somebody of whom nothing is known. */
export function popularityCounts({ numCols, indices }: Pick<Csr, 'numCols' | 'indices'>): Float32Array {
  const counts = new Float32Array(numCols);
  for (const item of indices) counts[item]!++;
  return counts;
}
