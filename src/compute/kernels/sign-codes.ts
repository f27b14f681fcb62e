import { f32 } from '../threads/arguments.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectSize, rowsOf } from './checks.js';
import { repadded } from './repadded.js';
import type { PoolOption } from './run-into.js';

/** Panels that a thread takes at once. */
const grain = 512;

/**
 * One bit a dimension and one float a vector, for estimates of inner products by which candidates are chosen: <q, x> is about
 * (|x|^2 / SUM |x|) (SUM of q where x is above 0, less the others). Unlike Hamming distances of codes they use the whole query, so that far fewer candidates hold
 * the best. Vectors should be turned at random and have a mean of about 0. In the pool's arena, `bytes`, until {@link dispose}.
 */
export class SignCodes {
  readonly width: number;
  readonly count: number;
  readonly #pool: Pool;
  readonly #codes: number;
  readonly #scales: number;
  readonly #panels: number;
  #disposed = false;

  /**
   * @param x [count, width]; the width is padded with zeros to a multiple of eight
   * @throws {HeteroGraphError} SHAPE_MISMATCH, OUT_OF_MEMORY
   */
  constructor(x: Float32Array, width: number, { pool = getPool() }: PoolOption = {}) {
    expectCount('width', width);
    this.count = rowsOf('The matrix', x, width);
    this.width = width;
    this.#pool = pool;
    this.#panels = Math.ceil(this.count / 16);
    const padded = 8 * Math.ceil(width / 8);
    const { arena } = pool;
    this.#codes = arena.alloc(this.#panels * padded * 2);
    this.#scales = arena.alloc(this.#panels * 64);
    arena.float32(this.#scales, this.#panels * 16).fill(0);
    placed(arena, (place) => {
      const args = [place.of(repadded(x, width, padded)), this.count, padded, this.#codes, this.#scales];
      pool.run('packSigns', args, this.#panels, grain);
    });
  }

  get bytes(): number {
    return this.#panels * (16 * Math.ceil(this.width / 8) + 64);
  }

  /**
   * Estimates of <query, x> of all vectors [count]. What a query adds over four dimensions is rounded to 1/127 of its largest. Threaded; the
   * same bits for any number of threads. O(count width / 4).
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  estimate(query: Float32Array): Float32Array {
    expectSize('The query', query, this.width);
    const pool = this.#pool;
    return placed(pool.arena, (place) => {
      const out = place.block(this.#panels * 64);
      const { tables, unit } = tablesOf(query);
      const at = place.block(tables.length);
      new Int8Array(pool.arena.memory.buffer, at, tables.length).set(tables);
      const padded = 8 * Math.ceil(this.width / 8);
      pool.run('scoreSigns', [this.#codes, this.#scales, at, out, padded, f32(unit)], this.#panels, grain);
      return pool.arena.float32(out, this.count).slice();
    });
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pool.arena.free(this.#codes);
    this.#pool.arena.free(this.#scales);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** For each four dimensions, what each of the sixteen patterns of their bits adds, in units of which all sums stay within 16 bits. */
function tablesOf(query: Float32Array): { readonly tables: Int8Array; readonly unit: number } {
  const groups = 2 * Math.ceil(query.length / 8);
  const sums = new Float64Array(groups * 16);
  let most = 0;
  for (let g = 0; g < groups; g++) {
    for (let pattern = 0; pattern < 16; pattern++) {
      let sum = 0;
      for (let d = 0; d < 4; d++) sum += (query[4 * g + d] ?? 0) * ((pattern >> d) & 1 ? 1 : -1);
      sums[g * 16 + pattern] = sum;
      most = Math.max(most, Math.abs(sum));
    }
  }
  const levels = Math.min(127, Math.floor(32_767 / groups));
  const unit = most > 0 ? most / levels : 1;
  return { tables: Int8Array.from(sums, (sum) => Math.round(sum / unit)), unit };
}
