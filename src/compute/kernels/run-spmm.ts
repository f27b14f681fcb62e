import type { Csr } from '../../core/index.js';
import { blockBytes } from '../threads/arena.js';
import type { Pool } from '../threads/pool.js';
import type { HalfFormat } from './half.js';
import { copyColumns } from './layout.js';

/** One product on addresses in the pool's arena. */
export interface SpmmCall {
  readonly indptr: number;
  readonly indices: number;
  /** 0 for ones. */
  readonly values: number;
  /** About how many the computed rows have; with `numCols` it tells how often a row of X is read. */
  readonly entries: number;
  readonly numCols: number;
  readonly x: number;
  readonly format: 'f32' | HalfFormat;
  readonly width: number;
  readonly out: number;
  /** Floats from one output row to the next. */
  readonly stride: number;
  /** Row numbers (int32), 0 for all in order. */
  readonly rows: number;
  readonly count: number;
  readonly mean: boolean;
}

/** Of the second-level cache, for what a panel reads of X; and of the third. */
const PANEL_BYTES = 768 * 1024;
const WIDE_PANEL_BYTES = 3 * 1024 * 1024;
const WIDE_PANEL = 120;
const NARROW_PANEL = 48;
/** How often a row of X must be read for panels to pay. */
const OFTEN = 12;

/**
 * Columns worked on at a time where the rows of a panel lie apart: all, unless X exceeds the cache and its rows are read often enough for
 * a panel of them to be worth keeping there. Measured on two cores with 1 MiB of second level each and 32 MiB of third: where a row is
 * read 5 to 11 times panels take 3 to 5 times as long as none, at 14 (width 512, 29 MB of X) half as long, at 85 a quarter; those of 48 to
 * 120 columns in the third level beat those of 24 in the second. Of the third a part is taken, which other programs use as well: there,
 * panels of 7 MB took twice as long as of 3 MB.
 */
export function panelWidth(numCols: number, entries: number, width: number): number {
  if (numCols * width * 4 <= PANEL_BYTES || entries < OFTEN * numCols) return width;
  const columnsIn = (bytes: number) => Math.floor(bytes / (numCols * 4) / 24) * 24;
  if (columnsIn(PANEL_BYTES) >= NARROW_PANEL) return Math.min(width, columnsIn(PANEL_BYTES));
  return columnsIn(WIDE_PANEL_BYTES) >= NARROW_PANEL ? Math.min(width, WIDE_PANEL, columnsIn(WIDE_PANEL_BYTES)) : width;
}

/** Bytes of a row in a panel that is copied, two lines of the cache: the kernel sums 32 float32 values at once. */
const PANEL_ROW_BYTES = 128;
/** Three lines where the panel lies in the third level: fewer passes over the entries. */
const WIDE_PANEL_ROW_BYTES = 192;
/** Where a row of X is read this often, copying it pays even for two panels, from this size of X on. */
const VERY_OFTEN = 32;
const NEAR_BYTES = 320 * 1024;

/**
 * As {@link panelWidth} for panels whose rows are copied to lie together: all columns, or as many as two or three lines of the cache hold.
 * hgb-acm's papers by terms (3,025 rows of X, read 84 times each) at widths 64 and 512 take 0.9 and 0.7 of the time of one piece, yelp's users
 * by businesses (14,285 rows, read 14 times) at width 512 0.65 (0.72 with two lines), but 1.15 at width 64.
 */
function copiedPanelWidth(numCols: number, entries: number, width: number, valueBytes: number): number {
  const reads = entries / numCols;
  const bytes = numCols * width * valueBytes;
  const isFar = numCols * PANEL_ROW_BYTES > PANEL_BYTES && numCols * WIDE_PANEL_ROW_BYTES <= WIDE_PANEL_BYTES;
  const columns = (isFar ? WIDE_PANEL_ROW_BYTES : PANEL_ROW_BYTES) / valueBytes;
  if (reads < OFTEN || numCols * PANEL_ROW_BYTES > WIDE_PANEL_BYTES || width <= columns) return width;
  if (reads >= VERY_OFTEN) return bytes > NEAR_BYTES ? columns : width;
  return bytes > PANEL_BYTES && width >= 4 * columns ? columns : width;
}

/** Estimated entries of `count` rows of average length: counting them would take a pass over the rows. */
export function entriesOf({ numRows, indices }: Csr, count: number): number {
  return Math.round((indices.length * count) / Math.max(1, numRows));
}

/** Rows a unit of the kernel. */
const BLOCK_ROWS = 64;
/**
 * Of X, read at random: 4 M entries of 64 columns take 30 ms on one core while X has 12.8 MB, 87 ms at 25.6 MB. Beyond, X is read
 * in ranges of rows of this size, one after the other, and partial sums are kept in the output.
 */
const RANGE_BYTES = 9e6;
const formats = { f32: 0, bf16: 1, f16: 2 };

function valueBytes(format: SpmmCall['format']): number {
  return format === 'f32' ? 4 : 2;
}

/** What decides how a product is divided. */
type SpmmSize = Pick<SpmmCall, 'numCols' | 'entries' | 'width' | 'count' | 'format'>;

/** How a product is divided; the order of additions, and so every bit, is the same for all. */
export interface SpmmTiling {
  /** Columns of X worked on at a time. */
  readonly panel: number;
  /** Ranges of rows of X that are read one after the other. */
  readonly ranges: number;
}

/** The tiling that measured best for a product of this size. */
export function spmmTiling({ numCols, entries, width, count, format }: SpmmSize): SpmmTiling {
  const size = valueBytes(format);
  // Panels of 16-bit values are copied by words, two values each.
  const panel = size === 2 && width % 2 === 1 ? width : copiedPanelWidth(numCols, entries, width, size);
  const bytes = numCols * panel * size;
  const isLarge = bytes > 1.5 * RANGE_BYTES && entries >= 4 * numCols && entries >= 8 * count;
  return { panel, ranges: isLarge ? Math.round(bytes / RANGE_BYTES) : 1 };
}

/** Bytes of the arena that {@link runSpmm} takes while it runs. */
export function spmmScratchBytes(call: SpmmSize): number {
  const { panel, ranges } = spmmTiling(call);
  const packed = panel < call.width ? blockBytes(call.numCols * panel * valueBytes(call.format)) : 0;
  return packed + (ranges > 1 ? blockBytes(call.count * 4) : 0);
}

/** Runs the kernel. */
export function runSpmm(pool: Pool, call: SpmmCall, tiling = spmmTiling(call)): void {
  const { numCols, width, x, out, count, format } = call;
  const { panel } = tiling;
  if (count === 0 || width === 0) return;
  if (panel >= width) {
    run(pool, { ...call, xStride: width }, tiling);
    return;
  }
  // A panel is copied to contiguous memory: its pieces, a power of two apart, would share a few sets of the cache.
  const size = valueBytes(format);
  const words = size / 4;
  const packed = pool.arena.alloc(numCols * panel * size);
  try {
    for (let column = 0; column < width; column += panel) {
      const columns = Math.min(panel, width - column);
      copyColumns(pool, x + column * size, width * words, packed, columns * words, columns * words, numCols);
      run(pool, { ...call, x: packed, width: columns, out: out + column * 4, xStride: columns }, tiling);
    }
  } finally {
    pool.arena.free(packed);
  }
}

function run(pool: Pool, call: SpmmCall & { readonly xStride: number }, { ranges }: SpmmTiling): void {
  const { indptr, indices, values, numCols, x, width, out, stride, rows, count, mean, format, xStride } = call;
  const rowBytes = xStride * valueBytes(format);
  const args = [indptr, indices, values, x, width, out, stride, rows, mean ? 1 : 0, rowBytes, count, formats[format]];
  const units = Math.ceil(count / BLOCK_ROWS);
  if (ranges <= 1) {
    pool.run('spmm', [...args, 0, 0, 0], units, 1);
    return;
  }
  const cursors = pool.arena.alloc(count * 4);
  try {
    for (let range = 0; range < ranges; range++) {
      const limit = Math.floor((numCols * (range + 1)) / ranges);
      pool.run('spmm', [...args, cursors, limit, range === 0 ? 0 : range < ranges - 1 ? 1 : 2], units, 1);
    }
  } finally {
    pool.arena.free(cursors);
  }
}
