// How large the values of a matrix are. Greatest values compare by their bits, where infinity and NaN exceed every number.

// @ts-ignore: decorator
@inline
const MAGNITUDE: i32 = 0x7fffffff;

/** Greatest |value| of a row. args: x, rows, columns, out [rows]. Units are rows. */
export function rowMagnitudes(args: usize, begin: i32, end: i32, worker: i32): void {
  const columns = load<i32>(args, 8);
  const mask = i32x4.splat(MAGNITUDE);
  for (let r = <usize>begin; r < <usize>end; r++) {
    const row = <usize>load<u32>(args) + ((r * <usize>columns) << 2);
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    let j = 0;
    for (; j + 8 <= columns; j += 8) {
      a = i32x4.max_s(a, v128.and(v128.load(row + (<usize>j << 2)), mask));
      b = i32x4.max_s(b, v128.and(v128.load(row + (<usize>j << 2), 16), mask));
    }
    a = i32x4.max_s(a, b);
    let most = max(max(i32x4.extract_lane(a, 0), i32x4.extract_lane(a, 1)), max(i32x4.extract_lane(a, 2), i32x4.extract_lane(a, 3)));
    for (; j < columns; j++) most = max(most, load<i32>(row + (<usize>j << 2)) & MAGNITUDE);
    store<i32>(<usize>load<u32>(args, 12) + (r << 2), most);
  }
}

/** Greatest |value| of every column among 64 rows. args: x, rows, columns, out [units, columns]. Units are groups of 64 rows. */
export function columnMagnitudes(args: usize, begin: i32, end: i32, worker: i32): void {
  const rows = load<i32>(args, 4);
  const columns = load<i32>(args, 8);
  const mask = i32x4.splat(MAGNITUDE);
  for (let unit = begin; unit < end; unit++) {
    const out = <usize>load<u32>(args, 12) + ((<usize>unit * <usize>columns) << 2);
    memory.fill(out, 0, <usize>columns << 2);
    const last = min((unit + 1) << 6, rows);
    for (let r = unit << 6; r < last; r++) {
      const row = <usize>load<u32>(args) + ((<usize>r * <usize>columns) << 2);
      let j = 0;
      for (; j + 4 <= columns; j += 4) {
        const to = out + (<usize>j << 2);
        v128.store(to, i32x4.max_s(v128.load(to), v128.and(v128.load(row + (<usize>j << 2)), mask)));
      }
      for (; j < columns; j++) {
        const to = out + (<usize>j << 2);
        store<i32>(to, max(load<i32>(to), load<i32>(row + (<usize>j << 2)) & MAGNITUDE));
      }
    }
  }
}
