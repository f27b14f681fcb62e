// The rows of a leaf parted into those that go left and those that go right, both in the order they were in.

/** Rows a unit has. */
const PIECE: i32 = 16384;

/**
 * Parts pieces of 16,384 rows, each for itself: those that go left to the piece's place in `left`, the others to that in `right`; their
 * numbers to `counts`. args: bins (u8), rows (i32), count, table (256 bytes: 1 goes left), left, right, counts (i32).
 * Units are pieces.
 */
export function treePartition(args: usize, begin: i32, end: i32, worker: i32): void {
  const bins = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const count = load<i32>(args, 8);
  const table = <usize>load<u32>(args, 12);
  for (let piece = begin; piece < end; piece++) {
    const from = piece * PIECE;
    const to = min(from + PIECE, count);
    let left = <usize>load<u32>(args, 16) + (<usize>from << 2);
    let right = <usize>load<u32>(args, 20) + (<usize>from << 2);
    const start = left;
    for (let i = <usize>from; i < <usize>to; i++) {
      const row = load<u32>(rows + (i << 2));
      const goesLeft = <usize>load<u8>(table + <usize>load<u8>(bins + <usize>row));
      store<u32>(left, row);
      store<u32>(right, row);
      left += goesLeft << 2;
      right += (1 - goesLeft) << 2;
    }
    store<i32>(<usize>load<u32>(args, 24) + (<usize>piece << 2), <i32>((left - start) >> 2));
  }
}

/**
 * Puts the parted pieces together: all that go left, then all others. args: as before, then where each piece's rows begin on both sides
 * (i32 [pieces, 2]). Units are pieces.
 */
export function treePlace(args: usize, begin: i32, end: i32, worker: i32): void {
  const rows = <usize>load<u32>(args, 4);
  const count = load<i32>(args, 8);
  for (let piece = begin; piece < end; piece++) {
    const from = piece * PIECE;
    const left = load<i32>(<usize>load<u32>(args, 24) + (<usize>piece << 2));
    const right = min(PIECE, count - from) - left;
    const places = <usize>load<u32>(args, 28) + (<usize>piece << 3);
    const at = <usize>from << 2;
    memory.copy(rows + (<usize>load<u32>(places) << 2), <usize>load<u32>(args, 16) + at, <usize>left << 2);
    memory.copy(rows + (<usize>load<u32>(places, 4) << 2), <usize>load<u32>(args, 20) + at, <usize>right << 2);
  }
}
