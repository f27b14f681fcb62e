// Rows of implicit least squares (Hu, Koren and Volinsky, ICDM 2008) by conjugate gradient (Takacs, Pilaszy and Tikk, RecSys 2011).
// Widths are multiples of eight.
import { madd } from '../madd';
import { dotLanes, horizontal } from '../tensor/vector';

/** Entries whose weights are kept at once: their rows of Y stay in the first-level cache between the two passes over them. */
const CHUNK: i32 = 64;

// @ts-ignore: decorator
@inline
function rowAt(matrix: usize, rowBytes: usize, indices: usize, e: i32): usize {
  return matrix + <usize>(indices ? load<i32>(indices + (<usize>e << 2)) : e) * rowBytes;
}

/** Sums of the lanes of a, b, c and d, one a lane. */
// @ts-ignore: decorator
@inline
function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** out[e - start] = <y_e, p> of entries [start, stop). */
function dots(indices: usize, start: i32, stop: i32, y: usize, rowBytes: usize, p: usize, out: usize): void {
  let e = start;
  for (; e + 4 <= stop; e += 4, out += 16) {
    const y0 = rowAt(y, rowBytes, indices, e), y1 = rowAt(y, rowBytes, indices, e + 1);
    const y2 = rowAt(y, rowBytes, indices, e + 2), y3 = rowAt(y, rowBytes, indices, e + 3);
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
    for (let i: usize = 0; i < rowBytes; i += 32) {
      const p0 = v128.load(p + i), p1 = v128.load(p + i, 16);
      a0 = madd(p0, v128.load(y0 + i), a0);
      a1 = madd(p0, v128.load(y1 + i), a1);
      a2 = madd(p0, v128.load(y2 + i), a2);
      a3 = madd(p0, v128.load(y3 + i), a3);
      b0 = madd(p1, v128.load(y0 + i, 16), b0);
      b1 = madd(p1, v128.load(y1 + i, 16), b1);
      b2 = madd(p1, v128.load(y2 + i, 16), b2);
      b3 = madd(p1, v128.load(y3 + i, 16), b3);
    }
    v128.store(out, fourSums(f32x4.add(a0, b0), f32x4.add(a1, b1), f32x4.add(a2, b2), f32x4.add(a3, b3)));
  }
  for (; e < stop; e++, out += 4) {
    const row = rowAt(y, rowBytes, indices, e);
    let a = f32x4.splat(0), b = f32x4.splat(0);
    for (let i: usize = 0; i < rowBytes; i += 32) {
      a = madd(v128.load(p + i), v128.load(row + i), a);
      b = madd(v128.load(p + i, 16), v128.load(row + i, 16), b);
    }
    const sum = f32x4.add(a, b);
    store<f32>(out, f32x4.extract_lane(fourSums(sum, sum, sum, sum), 0));
  }
}

/** out (+)= SUM w[e - start] y_e over entries [start, stop). */
// @ts-ignore: decorator
@inline
function combine(indices: usize, start: i32, stop: i32, weights: usize, y: usize, rowBytes: usize, out: usize, add: bool): void {
  let c: usize = 0;
  for (; c + 128 <= rowBytes; c += 128) {
    const to = out + c;
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    if (add) {
      a0 = v128.load(to), a1 = v128.load(to, 16), a2 = v128.load(to, 32), a3 = v128.load(to, 48);
      a4 = v128.load(to, 64), a5 = v128.load(to, 80), a6 = v128.load(to, 96), a7 = v128.load(to, 112);
    }
    for (let e = start; e < stop; e++) {
      const row = rowAt(y, rowBytes, indices, e) + c;
      const w = v128.load32_splat(weights + (<usize>(e - start) << 2));
      a0 = madd(w, v128.load(row), a0);
      a1 = madd(w, v128.load(row, 16), a1);
      a2 = madd(w, v128.load(row, 32), a2);
      a3 = madd(w, v128.load(row, 48), a3);
      a4 = madd(w, v128.load(row, 64), a4);
      a5 = madd(w, v128.load(row, 80), a5);
      a6 = madd(w, v128.load(row, 96), a6);
      a7 = madd(w, v128.load(row, 112), a7);
    }
    v128.store(to, a0), v128.store(to, a1, 16), v128.store(to, a2, 32), v128.store(to, a3, 48);
    v128.store(to, a4, 64), v128.store(to, a5, 80), v128.store(to, a6, 96), v128.store(to, a7, 112);
  }
  for (; c < rowBytes; c += 32) {
    const to = out + c;
    let a0 = add ? v128.load(to) : f32x4.splat(0), a1 = add ? v128.load(to, 16) : f32x4.splat(0);
    for (let e = start; e < stop; e++) {
      const row = rowAt(y, rowBytes, indices, e) + c;
      const w = v128.load32_splat(weights + (<usize>(e - start) << 2));
      a0 = madd(w, v128.load(row), a0);
      a1 = madd(w, v128.load(row, 16), a1);
    }
    v128.store(to, a0), v128.store(to, a1, 16);
  }
}

function addCombined(indices: usize, start: i32, stop: i32, weights: usize, y: usize, rowBytes: usize, out: usize): void {
  combine(indices, start, stop, weights, y, rowBytes, out, true);
}

/** out = x G, of a symmetric G. */
function timesGram(gram: usize, rowBytes: usize, x: usize, out: usize): void {
  combine(0, 0, <i32>(rowBytes >> 2), x, gram, rowBytes, out, false);
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, width: i32): f64 {
  return horizontal(dotLanes(x, y, width));
}

/** to = from + s x. */
// @ts-ignore: decorator
@inline
function plus(from: usize, s: f32, x: usize, to: usize, rowBytes: usize): void {
  const scale = f32x4.splat(s);
  for (let i: usize = 0; i < rowBytes; i += 16) v128.store(to + i, madd(scale, v128.load(x + i), v128.load(from + i)));
}

/** -w or confidence - w d of entries: the weights of the first residual (`first`), or w d of a product with the matrix. */
function weigh(values: usize, alpha: f32, start: i32, count: i32, weights: usize, first: bool): void {
  for (let i = 0; i < count; i++) {
    const at = weights + (<usize>i << 2);
    const extra = alpha * (values ? load<f32>(values + (<usize>(start + i) << 2)) : <f32>1);
    const d = load<f32>(at);
    store<f32>(at, first ? 1 + extra - extra * d : extra * d);
  }
}

/**
 * X[r] by `steps` steps of conjugate gradient from what is there, on (G + SUM (c - 1) y yT) x = SUM c y over the entries of row r,
 * c = 1 + alpha value. args: indptr, indices, values|0, gram (YT Y + lambda, [width, width]), Y, X (in and out), width, alpha (f32), steps,
 * scratch, stride (bytes a worker, 4 (3 width + 64)), tolerance (f32, of the square of the residual over that of the right side). Units are
 * rows.
 */
export function leastSquaresRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const indptr = <usize>load<u32>(args), indices = <usize>load<u32>(args, 4), values = <usize>load<u32>(args, 8);
  const gram = <usize>load<u32>(args, 12), y = <usize>load<u32>(args, 16);
  const width = load<i32>(args, 24);
  const alpha = load<f32>(args, 28);
  const steps = load<i32>(args, 32);
  const tolerance = <f64>load<f32>(args, 44);
  const rowBytes = <usize>width << 2;
  const residual = <usize>load<u32>(args, 36) + <usize>worker * <usize>load<u32>(args, 40);
  const direction = residual + rowBytes, product = direction + rowBytes, weights = product + rowBytes;
  for (let r = begin; r < end; r++) {
    const start = load<i32>(indptr + (<usize>r << 2)), stop = load<i32>(indptr + (<usize>r << 2), 4);
    const x = <usize>load<u32>(args, 20) + <usize>r * rowBytes;
    if (start == stop) {
      memory.fill(x, 0, rowBytes);
      continue;
    }
    timesGram(gram, rowBytes, x, residual);
    for (let i: usize = 0; i < rowBytes; i += 16) v128.store(residual + i, f32x4.neg(v128.load(residual + i)));
    for (let e = start; e < stop; e += CHUNK) {
      const last = min(e + CHUNK, stop);
      dots(indices, e, last, y, rowBytes, x, weights);
      weigh(values, alpha, e, last - e, weights, true);
      addCombined(indices, e, last, weights, y, rowBytes, residual);
    }
    memory.copy(direction, residual, rowBytes);
    let size = dot(residual, residual, width);
    const enough = tolerance * size;
    for (let step = 0; step < steps && size > enough && size > 1e-20; step++) {
      timesGram(gram, rowBytes, direction, product);
      for (let e = start; e < stop; e += CHUNK) {
        const last = min(e + CHUNK, stop);
        dots(indices, e, last, y, rowBytes, direction, weights);
        weigh(values, alpha, e, last - e, weights, false);
        addCombined(indices, e, last, weights, y, rowBytes, product);
      }
      const curvature = dot(direction, product, width);
      if (!(curvature > 0)) break;
      const length = <f32>(size / curvature);
      plus(x, length, direction, x, rowBytes);
      plus(residual, -length, product, residual, rowBytes);
      const next = dot(residual, residual, width);
      plus(residual, <f32>(next / size), direction, direction, rowBytes);
      size = next;
    }
  }
}
