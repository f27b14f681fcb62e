// Normalisation of columns over the rows of a batch, and its gradient.
import { loadTail, storeTail } from '../tensor/vector';

/** Rows whose sums are added up by one unit. */
const CHUNK: i32 = 64;

// @ts-ignore: decorator
@inline
function inverse(variance: v128, epsilon: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, epsilon)));
}

/** partial[unit] = SUM (x - mean)^2 of its rows. args: x, mean, partials, rows, width. Units are 64 rows. */
export function columnSquares(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args), mean = <usize>load<u32>(args, 4);
  const rows = load<i32>(args, 12), width = load<i32>(args, 16);
  const bytes = <usize>width << 2;
  for (let unit = begin; unit < end; unit++) {
    const partial = <usize>load<u32>(args, 8) + <usize>unit * bytes;
    memory.fill(partial, 0, bytes);
    for (let r = unit * CHUNK; r < min(rows, (unit + 1) * CHUNK); r++) {
      for (let c = 0; c < width; c += 4) {
        const at = <usize>c << 2;
        const left = width - c;
        const d = f32x4.sub(loadTail(x + <usize>r * bytes + at, left), loadTail(mean + at, left));
        storeTail(partial + at, f32x4.add(loadTail(partial + at, left), f32x4.mul(d, d)), left);
      }
    }
  }
}

/** out = scale (x - mean) / sqrt(variance + epsilon) + shift. args: x, statistics [2, width], scale, shift, out, width, epsilon. Units are rows. */
export function batchNorm(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = load<i32>(args, 20);
  const epsilon = v128.load32_splat(args, 24);
  const bytes = <usize>width << 2;
  const mean = <usize>load<u32>(args, 4), scale = <usize>load<u32>(args, 8), shift = <usize>load<u32>(args, 12);
  for (let c = 0; c < width; c += 4) {
    const at = <usize>c << 2;
    const left = width - c;
    const centre = loadTail(mean + at, left);
    const factor = f32x4.mul(inverse(loadTail(mean + bytes + at, left), epsilon), loadTail(scale + at, left));
    const move = loadTail(shift + at, left);
    for (let r = <usize>begin; r < <usize>end; r++) {
      const v = f32x4.sub(loadTail(<usize>load<u32>(args) + r * bytes + at, left), centre);
      storeTail(<usize>load<u32>(args, 16) + r * bytes + at, f32x4.add(f32x4.mul(v, factor), move), left);
    }
  }
}

/**
 * partial[unit] = SUM u dy, SUM dy of its rows, [2, width], with u = (x - mean) / sqrt(variance + epsilon). args: x, statistics, dy, partials,
 * rows, width, epsilon. Units are 64 rows.
 */
export function batchNormSums(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args), mean = <usize>load<u32>(args, 4), dy = <usize>load<u32>(args, 8);
  const rows = load<i32>(args, 16), width = load<i32>(args, 20);
  const epsilon = v128.load32_splat(args, 24);
  const bytes = <usize>width << 2;
  for (let unit = begin; unit < end; unit++) {
    const partial = <usize>load<u32>(args, 12) + <usize>unit * 2 * bytes;
    for (let c = 0; c < width; c += 4) {
      const at = <usize>c << 2;
      const left = width - c;
      const centre = loadTail(mean + at, left);
      const factor = inverse(loadTail(mean + bytes + at, left), epsilon);
      let along = f32x4.splat(0), sum = f32x4.splat(0);
      for (let r = unit * CHUNK; r < min(rows, (unit + 1) * CHUNK); r++) {
        const d = loadTail(dy + <usize>r * bytes + at, left);
        const u = f32x4.mul(f32x4.sub(loadTail(x + <usize>r * bytes + at, left), centre), factor);
        along = f32x4.add(along, f32x4.mul(d, u));
        sum = f32x4.add(sum, d);
      }
      storeTail(partial + at, along, left);
      storeTail(partial + bytes + at, sum, left);
    }
  }
}

/**
 * dx = scale / sqrt(variance + epsilon) (dy - (SUM dy + u SUM u dy) / rows); without `isBatch` the statistics are
 * constants and dx = scale / sqrt(variance + epsilon) dy. args: x, statistics, dy, sums [2, width], scale, dx, rows, width, epsilon, isBatch. Units are rows.
 */
export function batchNormGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const mean = <usize>load<u32>(args, 4), sums = <usize>load<u32>(args, 12), scale = <usize>load<u32>(args, 16);
  const width = load<i32>(args, 28);
  const share = f32x4.splat(load<i32>(args, 36) ? <f32>1 / <f32>load<i32>(args, 24) : <f32>0);
  const epsilon = v128.load32_splat(args, 32);
  const bytes = <usize>width << 2;
  for (let c = 0; c < width; c += 4) {
    const at = <usize>c << 2;
    const left = width - c;
    const centre = loadTail(mean + at, left);
    const factor = inverse(loadTail(mean + bytes + at, left), epsilon);
    const scaled = f32x4.mul(factor, loadTail(scale + at, left));
    const along = f32x4.mul(loadTail(sums + at, left), share);
    const sum = f32x4.mul(loadTail(sums + bytes + at, left), share);
    for (let r = <usize>begin; r < <usize>end; r++) {
      const from = r * bytes + at;
      const u = f32x4.mul(f32x4.sub(loadTail(<usize>load<u32>(args) + from, left), centre), factor);
      const d = f32x4.sub(loadTail(<usize>load<u32>(args, 8) + from, left), f32x4.add(sum, f32x4.mul(u, along)));
      storeTail(<usize>load<u32>(args, 20) + from, f32x4.mul(d, scaled), left);
    }
  }
}
