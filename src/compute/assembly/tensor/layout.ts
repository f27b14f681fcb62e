// Moving values without arithmetic: transposes, gathers, blocks of columns.

/** Writes the transpose of a 4 x 4 block; strides in bytes. */
// @ts-ignore: decorator
@inline
export function transpose4(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromStride);
  const r2 = v128.load(from + (fromStride << 1));
  const r3 = v128.load(from + (fromStride << 1) + fromStride);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  v128.store(to + (toStride << 1), v128.shuffle<f32>(c, d, 0, 1, 4, 5));
  v128.store(to + (toStride << 1) + toStride, v128.shuffle<f32>(c, d, 2, 3, 6, 7));
}

/** out [N, M] = transpose of x [M, N]. args: x, out, M, N. Units are groups of 32 output rows. */
export function transpose(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const out = <usize>load<u32>(args, 4);
  const M = load<i32>(args, 8);
  const N = load<i32>(args, 12);
  const last = min(end << 5, N);
  for (let n0 = begin << 5; n0 < last; n0 += 32) {
    const n1 = min(n0 + 32, last);
    for (let m0 = 0; m0 < M; m0 += 32) {
      const m1 = min(m0 + 32, M);
      let n = n0;
      for (; n + 4 <= n1; n += 4) {
        let m = m0;
        for (; m + 4 <= m1; m += 4) {
          transpose4(x + ((<usize>m * <usize>N + <usize>n) << 2), <usize>N << 2, out + ((<usize>n * <usize>M + <usize>m) << 2), <usize>M << 2);
        }
        for (; m < m1; m++) {
          for (let j = n; j < n + 4; j++) {
            store<u32>(out + ((<usize>j * <usize>M + <usize>m) << 2), load<u32>(x + ((<usize>m * <usize>N + <usize>j) << 2)));
          }
        }
      }
      for (; n < n1; n++) {
        for (let m = m0; m < m1; m++) {
          store<u32>(out + ((<usize>n * <usize>M + <usize>m) << 2), load<u32>(x + ((<usize>m * <usize>N + <usize>n) << 2)));
        }
      }
    }
  }
}

/** Short rows: a call of `memory.copy` leaves the module, which takes as long as some hundred bytes. */
// @ts-ignore: decorator
@inline
function copyRow(to: usize, from: usize, bytes: usize): void {
  if (bytes > 1024) {
    memory.copy(to, from, bytes);
    return;
  }
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at));
}

/** Copies `width` words per row between two row-major matrices. args: from, fromStride, to, toStride, width (words). Units are rows. */
export function copyBlock(args: usize, begin: i32, end: i32, worker: i32): void {
  const from = <usize>load<u32>(args);
  const fromStride = <usize>load<u32>(args, 4) << 2;
  const to = <usize>load<u32>(args, 8);
  const toStride = <usize>load<u32>(args, 12) << 2;
  const bytes = <usize>load<u32>(args, 16) << 2;
  for (let r = <usize>begin; r < <usize>end; r++) copyRow(to + r * toStride, from + r * fromStride, bytes);
}

/** out[i] = x[rows[i]], rows of `width` words. args: x, rows, out, width, outStride (words). Units are output rows. */
export function gatherRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const out = <usize>load<u32>(args, 8);
  const bytes = <usize>load<u32>(args, 12) << 2;
  const stride = <usize>load<u32>(args, 16) << 2;
  for (let i = <usize>begin; i < <usize>end; i++) {
    memory.copy(out + i * stride, x + <usize>load<u32>(rows + (i << 2)) * bytes, bytes);
  }
}

/** Fills words. args: to, count, value (bits). Units are groups of 4,096 words. */
export function fillWords(args: usize, begin: i32, end: i32, worker: i32): void {
  const to = <usize>load<u32>(args);
  const count = <usize>load<u32>(args, 4);
  const value = load<u32>(args, 8);
  const first = <usize>begin << 12;
  const last = min<usize>(<usize>end << 12, count);
  if (value == 0) {
    memory.fill(to + (first << 2), 0, (last - first) << 2);
    return;
  }
  for (let i = first; i < last; i++) store<u32>(to + (i << 2), value);
}
