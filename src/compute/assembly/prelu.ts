// PReLU with one slope, fused with dropout; and column sums for bias gradients. Fixed stretches keep bits thread-free.
import { keptBytes } from './mask';

/** y = mask * scale * (x >= 0 ? x : slope x). args: x, y, length, slope (pointer), threshold, scale, k0, k1, scratch. Units: 16. */
export function preluForward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const length = load<i32>(args, 8);
  const slope = load<f32>(<usize>load<u32>(args, 12));
  const threshold = load<i32>(args, 16);
  const scale = load<f32>(args, 20);
  const k0 = load<u32>(args, 24), k1 = load<u32>(args, 28);
  const bytesAt = <usize>load<u32>(args, 32) + (<usize>worker << 6);
  for (let block = begin; block < end; block++) {
    v128.store(bytesAt, threshold < 256 ? keptBytes(<u32>block, k0, k1, threshold) : i8x16.splat(-1));
    const first = block << 4, last = min(length, first + 16);
    for (let i = first; i < last; i++) {
      const v = load<f32>(x + (<usize>i << 2));
      const kept = load<u8>(bytesAt + <usize>(i - first)) != 0;
      store<f32>(y + (<usize>i << 2), kept ? (v >= 0 ? v : slope * v) * scale : 0);
    }
  }
}

/**
 * dx = mask * scale * (x >= 0 ? 1 : slope) dy, and per unit the slope's partial SUM mask * scale * min(x, 0) dy.
 * args: x, dy, dx, length, slope (pointer), threshold, scale, k0, k1, partials, span (blocks of 16 a unit), scratch
 */
export function preluBackward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const dy = <usize>load<u32>(args, 4);
  const dx = <usize>load<u32>(args, 8);
  const length = load<i32>(args, 12);
  const slope = load<f32>(<usize>load<u32>(args, 16));
  const threshold = load<i32>(args, 20);
  const scale = load<f32>(args, 24);
  const k0 = load<u32>(args, 28), k1 = load<u32>(args, 32);
  const partials = <usize>load<u32>(args, 36);
  const span = load<i32>(args, 40);
  const bytesAt = <usize>load<u32>(args, 44) + (<usize>worker << 6);
  for (let unit = begin; unit < end; unit++) {
    let sum: f32 = 0;
    for (let block = unit * span; block < (unit + 1) * span; block++) {
      const first = block << 4, last = min(length, first + 16);
      if (first >= last) break;
      v128.store(bytesAt, threshold < 256 ? keptBytes(<u32>block, k0, k1, threshold) : i8x16.splat(-1));
      for (let i = first; i < last; i++) {
        const at = <usize>i << 2;
        if (!load<u8>(bytesAt + <usize>(i - first))) {
          store<f32>(dx + at, 0);
          continue;
        }
        const v = load<f32>(x + at), g = load<f32>(dy + at) * scale;
        if (v >= 0) store<f32>(dx + at, g);
        else {
          store<f32>(dx + at, slope * g);
          sum += v * g;
        }
      }
    }
    store<f32>(partials + (<usize>unit << 2), sum);
  }
}

/** Partial sums of `span` rows a unit: partials[unit, n]. args: x, rows, n, partials, span. */
export function columnSums(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const rows = load<i32>(args, 4);
  const n = load<i32>(args, 8);
  const partials = <usize>load<u32>(args, 12);
  const span = load<i32>(args, 16);
  for (let unit = begin; unit < end; unit++) {
    const to = partials + ((<usize>unit * <usize>n) << 2);
    memory.fill(to, 0, <usize>n << 2);
    const last = min(rows, (unit + 1) * span);
    for (let r = unit * span; r < last; r++) {
      const row = x + ((<usize>r * <usize>n) << 2);
      for (let c = 0; c < n; c++) {
        const cell = to + (<usize>c << 2);
        store<f32>(cell, load<f32>(cell) + load<f32>(row + (<usize>c << 2)));
      }
    }
  }
}
