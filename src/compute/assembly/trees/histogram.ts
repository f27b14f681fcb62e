// Histograms of gradients over the bins of columns, for some rows (LightGBM, Ke et al., NIPS 2017). Sums are of whole numbers: their
// order, and so the number of threads, changes no bit.

/** Rows whose gradients are gathered at once, to be read by all blocks of columns. */
const TILE: i32 = 2048;
/** Bytes from the histogram of a column to that of the next: 256 bins, and a line more, so that equal bins of columns share no place of a cache. */
const STRIDE: usize = 4160;

// @ts-ignore: decorator
@inline
function add(to: usize, bin: u64, pair: v128): void {
  const at = to + (<usize>bin << 4);
  v128.store(at, i64x2.add(v128.load(at), pair));
}

/** One column of a block. */
function addColumn(bins: usize, rowBytes: usize, rows: usize, count: i32, pairs: usize, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    add(to, load<u8>(bins + <usize>load<u32>(rows + (i << 2)) * rowBytes), v128.load(pairs + (i << 4)));
  }
}

/** The eight columns of a block. */
function addBlock(bins: usize, rowBytes: usize, rows: usize, count: i32, pairs: usize, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const eight = load<u64>(bins + <usize>load<u32>(rows + (i << 2)) * rowBytes);
    const pair = v128.load(pairs + (i << 4));
    add(to, eight & 255, pair);
    add(to + STRIDE, (eight >> 8) & 255, pair);
    add(to + 2 * STRIDE, (eight >> 16) & 255, pair);
    add(to + 3 * STRIDE, (eight >> 24) & 255, pair);
    add(to + 4 * STRIDE, (eight >> 32) & 255, pair);
    add(to + 5 * STRIDE, (eight >> 40) & 255, pair);
    add(to + 6 * STRIDE, (eight >> 48) & 255, pair);
    add(to + 7 * STRIDE, eight >> 56, pair);
  }
}

/**
 * Sums of the pairs of `count` listed rows by bin, for the used columns of every block. args: bins [rows, blocks] of eight bytes, bytes a row,
 * pairs (i64x2 a row), rows (i32), count, histograms (4,160 bytes a column), blocks (i32 [12] each: the used ones of its columns as bits,
 * then at 16 the bytes of the histogram of each), scratch, its bytes a thread. Units are blocks of eight columns.
 */
export function treeHistogram(args: usize, begin: i32, end: i32, worker: i32): void {
  const rowBytes = <usize>load<u32>(args, 4);
  const pairs = <usize>load<u32>(args, 8);
  const rows = <usize>load<u32>(args, 12);
  const count = load<i32>(args, 16);
  const histograms = <usize>load<u32>(args, 20);
  const blocks = <usize>load<u32>(args, 24);
  const tile = <usize>load<u32>(args, 28) + <usize>worker * <usize>load<u32>(args, 32);
  for (let block = begin; block < end; block++) {
    const entry = blocks + <usize>block * 48;
    for (let column: usize = 0; column < 8; column++) {
      memory.fill(histograms + (<usize>block * 8 + column) * STRIDE, 0, <usize>load<u32>(entry + (column << 2), 16));
    }
  }
  for (let from = 0; from < count; from += TILE) {
    const size = min(TILE, count - from);
    const listed = rows + (<usize>from << 2);
    for (let i: usize = 0; i < <usize>size; i++) {
      v128.store(tile + (i << 4), v128.load(pairs + (<usize>load<u32>(listed + (i << 2)) << 4)));
    }
    for (let block = begin; block < end; block++) {
      const bins = <usize>load<u32>(args) + (<usize>block << 3);
      const used = load<u32>(blocks + <usize>block * 48);
      const to = histograms + <usize>block * 8 * STRIDE;
      if (popcnt(used) > 5) addBlock(bins, rowBytes, listed, size, tile, to);
      else {
        for (let column: usize = 0; column < 8; column++) {
          if ((used >> <u32>column) & 1) addColumn(bins + column, rowBytes, listed, size, tile, to + column * STRIDE);
        }
      }
    }
  }
}
