import { runSpmm } from '../../kernels/run-spmm.js';
import type { Pool } from '../../threads/pool.js';

/**
 * out[s] = SUM of x rows i with ids[i] = s, in ascending order of i; out [segments, width]. A counting sort makes the rows of
 * a segment contiguous, so that every output row is summed by one thread: O(rows + segments + rows x width).
 */
export function scatterRowsInto(
  pool: Pool,
  ids: ArrayLike<number>,
  x: number,
  width: number,
  segments: number,
  out: number,
): void {
  const { arena } = pool;
  const indptrAt = arena.alloc((segments + 1) * 4);
  const indicesAt = arena.alloc(ids.length * 4);
  const indptr = arena.int32(indptrAt, segments + 1).fill(0);
  const indices = arena.int32(indicesAt, ids.length);
  for (let i = 0; i < ids.length; i++) if (ids[i]! >= 0 && ids[i]! < segments) indptr[ids[i]! + 1]!++;
  for (let s = 0; s < segments; s++) indptr[s + 1]! += indptr[s]!;
  const next = Int32Array.from(indptr);
  for (let i = 0; i < ids.length; i++) {
    const segment = ids[i]!;
    if (segment >= 0 && segment < segments) indices[next[segment]!++] = i;
  }
  runSpmm(pool, {
    indptr: indptrAt,
    indices: indicesAt,
    values: 0,
    entries: ids.length,
    numCols: ids.length,
    x,
    format: 'f32',
    width,
    out,
    stride: width,
    rows: 0,
    count: segments,
    mean: false,
  });
  arena.free(indicesAt);
  arena.free(indptrAt);
}
