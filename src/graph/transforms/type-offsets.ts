import { HeteroGraphError } from '../../core/index.js';

/** Where every type begins when rows of all types are counted through, [types + 1]. @throws {HeteroGraphError} TOO_LARGE */
export function typeOffsets(counts: readonly number[]): Int32Array {
  const offsets = new Int32Array(counts.length + 1);
  let total = 0;
  for (const [i, count] of counts.entries()) {
    total += count;
    if (total > 2 ** 31 - 1) {
      throw new HeteroGraphError('TOO_LARGE', `All types together have more than 2^31 - 1 rows.`, {
        hint: 'Take a subgraph of fewer types first.',
      });
    }
    offsets[i + 1] = total;
  }
  return offsets;
}
