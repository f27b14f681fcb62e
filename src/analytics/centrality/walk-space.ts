import type { Pool } from '../../compute/index.js';
import { Placement, walkSumInto } from '../../compute/internal.js';
import type { Adjacency } from '../project/projected-graph.js';
import { placedEdges } from './placed-edges.js';

/** Sums over neighbours on all threads, of vectors in the memory of the threads; to be disposed of. */
export class WalkSpace {
  readonly #pool: Pool;
  readonly #place: Placement;
  readonly #length: number;

  constructor(pool: Pool, length: number) {
    this.#pool = pool;
    this.#place = new Placement(pool.arena);
    this.#length = length;
  }

  /** A vector [numNodes] of zeros, by its address. */
  vector(): number {
    const address = this.#place.block(8 * this.#length);
    this.values(address).fill(0);
    return address;
  }

  /** Its values, until the next allocation. */
  values(address: number): Float64Array {
    return this.#pool.arena.float64(address, this.#length);
  }

  /** out[v] = SUM over the entries of row v of weight * x[neighbour]. */
  summing(adjacency: Adjacency): (x: number, out: number) => void {
    const edges = placedEdges(this.#place, adjacency);
    return (x, out) => walkSumInto(this.#pool, edges, x, out);
  }

  dispose(): void {
    this.#place.dispose();
  }
}
