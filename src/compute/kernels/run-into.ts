import { type Placement, placed } from '../threads/placed.js';
import type { Pool } from '../threads/pool.js';

/** Runs a kernel that writes `length` floats to an address of the arena and returns them as a plain array. */
export function runInto(pool: Pool, length: number, run: (place: Placement, out: number) => void): Float32Array {
  return placed(pool.arena, (place) => {
    const out = place.block(length * 4);
    run(place, out);
    return pool.arena.float32(out, length).slice();
  });
}

/** Rows a thread takes at once, so that it has about 16,384 values to do; all of a small job. */
export function grainOfRows(rows: number, values: number): number {
  return values < 32_768 ? rows : Math.max(1, Math.floor((16_384 * rows) / values));
}

/** What every array-level function takes. */
export interface PoolOption {
  /** Default: the process's pool. */
  readonly pool?: Pool;
}
