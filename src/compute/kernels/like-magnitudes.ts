import type { Pool } from '../threads/pool.js';

/** The greatest |value| of any line (row or column) of a matrix, and of the line where it is least. */
export interface Magnitudes {
  readonly greatest: number;
  readonly least: number;
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
    let greatest = 0;
    let least = 0x7fff_ffff;
    for (let line = 0; line < lines; line++) {
      let most = 0;
      for (let at = line; at < length; at += lines) if (bits[at]! > most) most = bits[at]!;
      if (most > greatest) greatest = most;
      if (most < least) least = most;
    }
    return { greatest: floatOf(greatest), least: floatOf(least) };
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
