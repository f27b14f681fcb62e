import type { Pool } from '../../compute/index.js';
import { RandomStream } from '../../core/index.js';
import type { Family } from './family.js';

/** A matrix of parameters in the kernels' memory, with its gradient and Adagrad's sums of squares. [rows, width] each. */
export class Table {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly squares: Float32Array;
  /** Rows whose gradient is not 0, `touchedCount` of them. */
  readonly touched: Int32Array;
  touchedCount = 0;
  readonly #pool: Pool;
  readonly #isTouched: Uint8Array;

  constructor(pool: Pool, rows: number, width: number) {
    this.#pool = pool;
    this.rows = rows;
    this.width = width;
    this.values = pool.arena.allocFloat32(rows * width);
    this.gradient = pool.arena.allocFloat32(rows * width);
    this.squares = pool.arena.allocFloat32(rows * width);
    this.touched = pool.arena.int32(pool.arena.alloc(rows * 4), rows);
    this.#isTouched = new Uint8Array(rows);
  }

  touch(row: number): void {
    if (this.#isTouched[row]) return;
    this.#isTouched[row] = 1;
    this.touched[this.touchedCount++] = row;
  }

  untouch(): void {
    for (let i = 0; i < this.touchedCount; i++) this.#isTouched[this.touched[i]!] = 0;
    this.touchedCount = 0;
  }

  dispose(): void {
    for (const array of [this.values, this.gradient, this.squares, this.touched]) this.#pool.arena.free(array);
  }
}

/** First values: nodes uniform with the deviation 0.1 / sqrt(width), relations alike or within the family's bound. */
export function fillTables(nodes: Table, relations: Table, { relationBound }: Family, seed: number): void {
  fill(nodes.values, nodeBound(nodes.width), new RandomStream(seed, 'nodes'));
  fill(relations.values, relationBound ?? nodeBound(nodes.width), new RandomStream(seed, 'relations'));
}

function nodeBound(width: number): number {
  return Math.sqrt(3 / width) / 10;
}

function fill(values: Float32Array, bound: number, stream: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * stream.next() - 1) * bound;
}
