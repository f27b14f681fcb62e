// Histograms of gradients over the bins of columns, for some rows (LightGBM, Ke et al., NIPS 2017). Sums are of whole numbers: their
// order, and so the number of threads, changes no bit.

/** Rows whose gradients are gathered at once, to be read by all blocks of columns. */
const TILE: i32 = 4096;

// @ts-ignore: decorator
@inline
function add(at: usize, pair: v128): void {
  v128.store(at, i64x2.add(v128.load(at), pair));
}

/** One column of a block, a byte of every word. */
function addColumn(bins: usize, rows: usize, count: i32, pairs: usize, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const bin = <usize>load<u8>(bins + (<usize>load<u32>(rows + (i << 2)) << 2));
    add(to + (bin << 4), v128.load(pairs + (i << 4)));
  }
}

/** The four columns of a block. */
function addBlock(bins: usize, rows: usize, count: i32, pairs: usize, a: usize, b: usize, c: usize, d: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const word = load<u32>(bins + (<usize>load<u32>(rows + (i << 2)) << 2));
    const pair = v128.load(pairs + (i << 4));
    add(a + (<usize>(word & 255) << 4), pair);
    add(b + (<usize>((word >> 8) & 255) << 4), pair);
    add(c + (<usize>((word >> 16) & 255) << 4), pair);
    add(d + (<usize>(word >> 24) << 4), pair);
  }
}

/**
 * Sums of the pairs of `count` listed rows by bin, for every used column of the blocks. args: bins [blocks, numRows] of four bytes,
 * numRows, pairs (i64x2 a row), rows (i32), count, histograms, blocks (i32 [8] each: where the histograms of the four columns begin in
 * bytes, which of them are used as bits, bytes of each), scratch, its bytes a thread. Units are blocks of four columns.
 */
export function treeHistogram(args: usize, begin: i32, end: i32, worker: i32): void {
  const numRows = <usize>load<u32>(args, 4);
  const pairs = <usize>load<u32>(args, 8);
  const rows = <usize>load<u32>(args, 12);
  const count = load<i32>(args, 16);
  const histograms = <usize>load<u32>(args, 20);
  const blocks = <usize>load<u32>(args, 24);
  const tile = <usize>load<u32>(args, 28) + <usize>worker * <usize>load<u32>(args, 32);
  for (let block = begin; block < end; block++) {
    const entry = blocks + (<usize>block << 6);
    for (let column: usize = 0; column < 4; column++) {
      const at = entry + (column << 2);
      memory.fill(histograms + <usize>load<u32>(at), 0, <usize>load<u32>(at, 32));
    }
  }
  for (let from = 0; from < count; from += TILE) {
    const size = min(TILE, count - from);
    const listed = rows + (<usize>from << 2);
    for (let i: usize = 0; i < <usize>size; i++) {
      v128.store(tile + (i << 4), v128.load(pairs + (<usize>load<u32>(listed + (i << 2)) << 4)));
    }
    for (let block = begin; block < end; block++) {
      const entry = blocks + (<usize>block << 6);
      const bins = <usize>load<u32>(args) + ((<usize>block * numRows) << 2);
      const used = load<i32>(entry, 16);
      const a = histograms + <usize>load<u32>(entry), b = histograms + <usize>load<u32>(entry, 4);
      const c = histograms + <usize>load<u32>(entry, 8), d = histograms + <usize>load<u32>(entry, 12);
      if (used == 15) {
        addBlock(bins, listed, size, tile, a, b, c, d);
        continue;
      }
      if (used & 1) addColumn(bins, listed, size, tile, a);
      if (used & 2) addColumn(bins + 1, listed, size, tile, b);
      if (used & 4) addColumn(bins + 2, listed, size, tile, c);
      if (used & 8) addColumn(bins + 3, listed, size, tile, d);
    }
  }
}
