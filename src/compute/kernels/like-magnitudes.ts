import type { Pool } from '../threads/pool.js';

/** Over the lines (rows or columns) of a matrix, the largest and the smallest of their max |value|. */
export interface Magnitudes {
  readonly max: number;
  readonly min: number;
}

/**
 * Magnitudes of the rows, or the columns, of a row-major matrix in the arena; both NaN or infinite values count as more than
 * any number. O(rows columns).
 */
export function magnitudes(pool: Pool, x: number, rows: number, columns: number, of: 'rows' | 'columns'): Magnitudes {
  const { arena } = pool;
  const down = of === 'columns';
  const units = down ? Math.ceil(rows / 64) : rows;
  const length = down ? units * columns : rows;
  const out = arena.alloc(length * 4);
  try {
    const grain = down ? 1 : Math.ceil(65_536 / columns);
    pool.run(down ? 'columnMagnitudes' : 'rowMagnitudes', [x, rows, columns, out], units, grain);
    const bits = arena.int32(out, length);
    const lines = down ? columns : rows;
    let max = 0;
    let min = 0x7fff_ffff;
    for (let line = 0; line < lines; line++) {
      let top = 0;
      for (let at = line; at < length; at += lines) if (bits[at]! > top) top = bits[at]!;
      if (top > max) max = top;
      if (top < min) min = top;
    }
    return { max: floatOf(max), min: floatOf(min) };
  } finally {
    arena.free(out);
  }
}

const word = new Int32Array(1);
const float = new Float32Array(word.buffer);

function floatOf(bits: number): number {
  word[0] = bits;
  return float[0]!;
}
