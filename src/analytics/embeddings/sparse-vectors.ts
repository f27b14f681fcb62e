import { RandomStream } from '../../core/index.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/**
 * Writes random vectors of nodes over zeros, [numNodes, width]: a sixth of the numbers is sqrt(3 / width) times the node's scale, a sixth less than 0 by as
 * much, the others 0 (Achlioptas, "Database-friendly random projections", 2003). They follow from the external id of a node, or from its row
 * where its type has none.
 */
export function sparseVectorsInto(
  out: Float32Array,
  { types }: ProjectedGraph,
  width: number,
  scales: Float64Array,
  seed: number,
): void {
  const size = Math.sqrt(3 / width);
  for (const { name, start, count, ids } of types) {
    const stream = new RandomStream(seed, 'fastrp', name);
    for (let row = 0; row < count; row++) {
      const random = stream.child(ids ? String(ids.idOf(row)) : row);
      const value = size * scales[start + row]!;
      const at = (start + row) * width;
      for (let i = 0; i < width; i++) {
        const drawn = 6 * random.next();
        if (drawn < 2) out[at + i] = drawn < 1 ? value : -value;
      }
    }
  }
}
