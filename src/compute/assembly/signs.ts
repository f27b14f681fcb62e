// Random sign matrices as index lists, one list per output column, from Philox4x32-10 and geometric gaps.

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;

/** Writes four words for counter (c0..c3) and key (k0, k1) to `out`. */
function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32, out: usize): void {
  for (let round = 0; round < 10; round++) {
    const p0 = M0 * <u64>c0;
    const p1 = M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

/**
 * args: inWidth, capacity, lists (u16 or u32), counts (2 per column), table, tableLength, guide, k0, k1, n0, n1, scratch
 * (16 bytes a worker), wide. Column j: plus indices ascending from the front of its part, minus indices from its back.
 */
export function signLists(args: usize, begin: i32, end: i32, worker: i32): void {
  const inWidth = load<i32>(args);
  const capacity = load<i32>(args, 4);
  const lists = <usize>load<u32>(args, 8);
  const counts = <usize>load<u32>(args, 12);
  const table = <usize>load<u32>(args, 16);
  const tableLength = load<i32>(args, 20);
  const guide = <usize>load<u32>(args, 24);
  const k0 = load<u32>(args, 28), k1 = load<u32>(args, 32);
  const n0 = load<u32>(args, 36), n1 = load<u32>(args, 40);
  const words = <usize>load<u32>(args, 44) + (<usize>worker << 4);
  const wide = load<i32>(args, 48);
  for (let j = begin; j < end; j++) {
    let plus = 0, minus = 0, at = -1, draw = 0;
    const base = <usize>j * <usize>capacity;
    while (plus + minus < capacity) {
      if ((draw & 3) == 0) philox(<u32>(draw >> 2), <u32>j, n0, n1, k0, k1, words);
      const word = load<u32>(words + (<usize>(draw & 3) << 2));
      draw++;
      const u = word >>> 1;
      let gap = load<i32>(guide + (<usize>(u >>> 23) << 2));
      while (gap < tableLength && load<u32>(table + (<usize>gap << 2)) <= u) gap++;
      at += gap + 1;
      if (at >= inWidth) break;
      const slot = base + <usize>(word & 1 ? capacity - 1 - minus++ : plus++);
      if (wide) store<u32>(lists + (slot << 2), <u32>at);
      else store<u16>(lists + (slot << 1), <u16>at);
    }
    store<i32>(counts + (<usize>j << 3), plus);
    store<i32>(counts + (<usize>j << 3), minus, 4);
  }
}
