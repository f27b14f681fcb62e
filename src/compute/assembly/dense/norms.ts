// Normalisation of rows, and its gradients.
import { dotLanes, horizontal, loadTail, storeTail } from '../tensor/vector';

// @ts-ignore: decorator
@inline
function product(x: usize, y: usize, n: i32): f64 {
  return horizontal(dotLanes(x, y, n));
}

/** out[r] = scale x[r] / max(|x[r]|, least). args: x, out, width, scale, least. Units are rows. */
export function rowNorm(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = load<i32>(args, 8);
  const scale = load<f32>(args, 12), least = load<f32>(args, 16);
  const bytes = <usize>width << 2;
  for (let r = <usize>begin; r < <usize>end; r++) {
    const x = <usize>load<u32>(args) + r * bytes, out = <usize>load<u32>(args, 4) + r * bytes;
    const factor = f32x4.splat(<f32>(<f64>scale / max<f64>(Math.sqrt(product(x, x, width)), <f64>least)));
    for (let c = 0; c < width; c += 4) {
      const at = <usize>c << 2;
      storeTail(out + at, f32x4.mul(loadTail(x + at, width - c), factor), width - c);
    }
  }
}

/** dx = scale / n (dy - x <x, dy> / n^2), n = |x|; scale / least dy for rows below it. args: x, out, width, scale, least, dy. Units are rows. */
export function rowNormGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = load<i32>(args, 8);
  const scale = <f64>load<f32>(args, 12), least = <f64>load<f32>(args, 16);
  const bytes = <usize>width << 2;
  for (let r = <usize>begin; r < <usize>end; r++) {
    const x = <usize>load<u32>(args) + r * bytes, out = <usize>load<u32>(args, 4) + r * bytes;
    const dy = <usize>load<u32>(args, 20) + r * bytes;
    const length = Math.sqrt(product(x, x, width));
    const along = f32x4.splat(length > least ? <f32>(scale * product(x, dy, width) / (length * length * length)) : <f32>0);
    const factor = f32x4.splat(<f32>(scale / max<f64>(length, least)));
    for (let c = 0; c < width; c += 4) {
      const at = <usize>c << 2;
      const v = f32x4.sub(f32x4.mul(loadTail(dy + at, width - c), factor), f32x4.mul(loadTail(x + at, width - c), along));
      storeTail(out + at, v, width - c);
    }
  }
}

/**
 * out = scale (x - mean) / sqrt(variance + epsilon) + shift by rows; mean and 1 / deviation go to the statistics [rows, 2]. args: x,
 * scale, shift, out, statistics, width, epsilon. Units are rows.
 */
export function layerNorm(args: usize, begin: i32, end: i32, worker: i32): void {
  const scale = <usize>load<u32>(args, 4), shift = <usize>load<u32>(args, 8);
  const width = load<i32>(args, 20);
  const epsilon = <f64>load<f32>(args, 24);
  const bytes = <usize>width << 2;
  for (let r = <usize>begin; r < <usize>end; r++) {
    const x = <usize>load<u32>(args) + r * bytes, out = <usize>load<u32>(args, 12) + r * bytes;
    let sum = f32x4.splat(0);
    for (let c = 0; c < width; c += 4) sum = f32x4.add(sum, loadTail(x + (<usize>c << 2), width - c));
    const mean = <f32>(horizontal(sum) / <f64>width);
    const centre = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= width; c += 4) {
      const d = f32x4.sub(v128.load(x + (<usize>c << 2)), centre);
      squares = f32x4.add(squares, f32x4.mul(d, d));
    }
    let total = horizontal(squares);
    for (; c < width; c++) {
      const d = load<f32>(x + (<usize>c << 2)) - mean;
      total += <f64>(d * d);
    }
    const inverse = <f32>(1.0 / Math.sqrt(total / <f64>width + epsilon));
    const factor = f32x4.splat(inverse);
    const statistics = <usize>load<u32>(args, 16) + (r << 3);
    store<f32>(statistics, mean);
    store<f32>(statistics, inverse, 4);
    for (c = 0; c < width; c += 4) {
      const at = <usize>c << 2;
      const left = width - c;
      const v = f32x4.mul(f32x4.sub(loadTail(x + at, left), centre), factor);
      storeTail(out + at, f32x4.add(f32x4.mul(v, loadTail(scale + at, left)), loadTail(shift + at, left)), left);
    }
  }
}

/**
 * dx = (g - mean(g) - u mean(g u)) / deviation with g = scale dy and u = (x - mean) / deviation; partial sums of u dy and dy, [2,
 * width] a unit. args: x, scale, dy, dx, statistics, width, rows, partials. Units are 32 rows.
 */
export function layerNormGradient(args: usize, begin: i32, end: i32, worker: i32): void {
  const scale = <usize>load<u32>(args, 4);
  const width = load<i32>(args, 20);
  const bytes = <usize>width << 2;
  const rows = load<i32>(args, 24);
  for (let unit = begin; unit < end; unit++) {
    const sums = <usize>load<u32>(args, 28) + <usize>unit * 2 * bytes;
    memory.fill(sums, 0, 2 * bytes);
    for (let r = unit << 5; r < min(rows, (unit + 1) << 5); r++) {
      const x = <usize>load<u32>(args) + <usize>r * bytes, dy = <usize>load<u32>(args, 8) + <usize>r * bytes;
      const dx = <usize>load<u32>(args, 12) + <usize>r * bytes;
      const statistics = <usize>load<u32>(args, 16) + (<usize>r << 3);
      const centre = v128.load32_splat(statistics), factor = v128.load32_splat(statistics, 4);
      let gSum = f32x4.splat(0), guSum = f32x4.splat(0);
      for (let c = 0; c < width; c += 4) {
        const at = <usize>c << 2;
        const left = width - c;
        const d = loadTail(dy + at, left);
        // Lanes beyond the end have d = 0, so they add nothing.
        const u = f32x4.mul(f32x4.sub(loadTail(x + at, left), centre), factor);
        const g = f32x4.mul(d, loadTail(scale + at, left));
        gSum = f32x4.add(gSum, g);
        guSum = f32x4.add(guSum, f32x4.mul(g, u));
        storeTail(sums + at, f32x4.add(loadTail(sums + at, left), f32x4.mul(d, u)), left);
        storeTail(sums + bytes + at, f32x4.add(loadTail(sums + bytes + at, left), d), left);
      }
      const gMean = f32x4.splat(<f32>(horizontal(gSum) / <f64>width)), guMean = f32x4.splat(<f32>(horizontal(guSum) / <f64>width));
      for (let c = 0; c < width; c += 4) {
        const at = <usize>c << 2;
        const left = width - c;
        const u = f32x4.mul(f32x4.sub(loadTail(x + at, left), centre), factor);
        const g = f32x4.mul(loadTail(dy + at, left), loadTail(scale + at, left));
        storeTail(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(g, gMean), f32x4.mul(u, guMean)), factor), left);
      }
    }
  }
}
