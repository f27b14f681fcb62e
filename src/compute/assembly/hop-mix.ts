// Gather, input dropout, 1x1 convolution over hops and flattening in one pass; and its gradient in one pass.
import { keptBytes } from './mask';

// @ts-ignore: decorator
@inline
function quarter(bytes: v128, q: i32): v128 {
  const half = q < 2 ? i16x8.extend_low_i8x16_s(bytes) : i16x8.extend_high_i8x16_s(bytes);
  return q & 1 ? i32x4.extend_high_i16x8_s(half) : i32x4.extend_low_i16x8_s(half);
}

/**
 * z[b, f * D + d] = bias[f] + scale * SUM_k w[f, k] * mask * x[rows[b], k, d]. Units are batch rows.
 * args: x, rows, hops, width, filters, w, bias, out, threshold (256: no dropout), scale (f32), k0, k1, scratch (64 B a worker)
 */
export function hopMixForward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const hops = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const filters = load<i32>(args, 16);
  const w = <usize>load<u32>(args, 20);
  const bias = <usize>load<u32>(args, 24);
  const out = <usize>load<u32>(args, 28);
  const threshold = load<i32>(args, 32);
  const scale = load<f32>(args, 36);
  const k0 = load<u32>(args, 40), k1 = load<u32>(args, 44);
  const bytesAt = <usize>load<u32>(args, 48) + (<usize>worker << 6);
  const blocks = (width + 15) >> 4;
  for (let b = begin; b < end; b++) {
    const from = x + ((<usize>load<i32>(rows + (<usize>b << 2)) * <usize>hops * <usize>width) << 2);
    const to = out + ((<usize>b * <usize>filters * <usize>width) << 2);
    for (let block = 0; block < blocks; block++) {
      const d = block << 4;
      const counter = <u32>(b * hops * blocks + block);
      if (d + 16 <= width) {
        for (let f = 0; f < filters; f += 2) {
          const pair = f + 1 < filters;
          const w0 = w + (<usize>(f * hops) << 2);
          const w1 = pair ? w0 + (<usize>hops << 2) : w0;
          const bias0 = v128.load32_splat(bias + (<usize>f << 2));
          const bias1 = v128.load32_splat(bias + (<usize>(pair ? f + 1 : f) << 2));
          let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
          let e0 = f32x4.splat(0), e1 = f32x4.splat(0), e2 = f32x4.splat(0), e3 = f32x4.splat(0);
          for (let k = 0; k < hops; k++) {
            const cell = from + (<usize>(k * width + d) << 2);
            let v0 = v128.load(cell), v1 = v128.load(cell, 16), v2 = v128.load(cell, 32), v3 = v128.load(cell, 48);
            if (threshold < 256) {
              const bytes = keptBytes(counter + <u32>(k * blocks), k0, k1, threshold);
              v0 = v128.and(v0, quarter(bytes, 0));
              v1 = v128.and(v1, quarter(bytes, 1));
              v2 = v128.and(v2, quarter(bytes, 2));
              v3 = v128.and(v3, quarter(bytes, 3));
            }
            const s0 = v128.load32_splat(w0 + (<usize>k << 2)), s1 = v128.load32_splat(w1 + (<usize>k << 2));
            a0 = f32x4.add(a0, f32x4.mul(s0, v0));
            a1 = f32x4.add(a1, f32x4.mul(s0, v1));
            a2 = f32x4.add(a2, f32x4.mul(s0, v2));
            a3 = f32x4.add(a3, f32x4.mul(s0, v3));
            e0 = f32x4.add(e0, f32x4.mul(s1, v0));
            e1 = f32x4.add(e1, f32x4.mul(s1, v1));
            e2 = f32x4.add(e2, f32x4.mul(s1, v2));
            e3 = f32x4.add(e3, f32x4.mul(s1, v3));
          }
          const s = f32x4.splat(scale);
          const at = to + (<usize>(f * width + d) << 2);
          v128.store(at, f32x4.add(f32x4.mul(a0, s), bias0));
          v128.store(at, f32x4.add(f32x4.mul(a1, s), bias0), 16);
          v128.store(at, f32x4.add(f32x4.mul(a2, s), bias0), 32);
          v128.store(at, f32x4.add(f32x4.mul(a3, s), bias0), 48);
          if (pair) {
            const next = at + (<usize>width << 2);
            v128.store(next, f32x4.add(f32x4.mul(e0, s), bias1));
            v128.store(next, f32x4.add(f32x4.mul(e1, s), bias1), 16);
            v128.store(next, f32x4.add(f32x4.mul(e2, s), bias1), 32);
            v128.store(next, f32x4.add(f32x4.mul(e3, s), bias1), 48);
          }
        }
      } else {
        for (let f = 0; f < filters; f++) {
          for (let i = d; i < width; i++) store<f32>(to + (<usize>(f * width + i) << 2), 0);
        }
        for (let k = 0; k < hops; k++) {
          v128.store(bytesAt, threshold < 256 ? keptBytes(counter + <u32>(k * blocks), k0, k1, threshold) : i8x16.splat(-1));
          for (let i = d; i < width; i++) {
            if (!load<u8>(bytesAt + <usize>(i - d))) continue;
            const v = load<f32>(from + (<usize>(k * width + i) << 2));
            for (let f = 0; f < filters; f++) {
              const cell = to + (<usize>(f * width + i) << 2);
              store<f32>(cell, load<f32>(cell) + load<f32>(w + (<usize>(f * hops + k) << 2)) * v);
            }
          }
        }
        for (let f = 0; f < filters; f++) {
          const shift = load<f32>(bias + (<usize>f << 2));
          for (let i = d; i < width; i++) {
            const cell = to + (<usize>(f * width + i) << 2);
            store<f32>(cell, load<f32>(cell) * scale + shift);
          }
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function laneSum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/**
 * Units are stretches of `span` batch rows; each writes its own partial [filters, hops + 1] (bias last), without `scale`.
 * args: x, rows, hops, width, filters, dz, partials, threshold, k0, k1, batch, span, scratch (64 B a worker)
 */
export function hopMixBackward(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const rows = <usize>load<u32>(args, 4);
  const hops = load<i32>(args, 8);
  const width = load<i32>(args, 12);
  const filters = load<i32>(args, 16);
  const dz = <usize>load<u32>(args, 20);
  const partials = <usize>load<u32>(args, 24);
  const threshold = load<i32>(args, 28);
  const k0 = load<u32>(args, 32), k1 = load<u32>(args, 36);
  const batch = load<i32>(args, 40);
  const span = load<i32>(args, 44);
  const bytesAt = <usize>load<u32>(args, 48) + (<usize>worker << 6);
  const blocks = (width + 15) >> 4;
  const whole = width >> 4;
  for (let unit = begin; unit < end; unit++) {
    const partial = partials + (<usize>(unit * filters * (hops + 1)) << 2);
    memory.fill(partial, 0, <usize>(filters * (hops + 1)) << 2);
    const last = min(batch, (unit + 1) * span);
    for (let b = unit * span; b < last; b++) {
      const from = x + ((<usize>load<i32>(rows + (<usize>b << 2)) * <usize>hops * <usize>width) << 2);
      const gradient = dz + ((<usize>b * <usize>filters * <usize>width) << 2);
      for (let k = 0; k < hops; k++) {
        const line = from + (<usize>(k * width) << 2);
        const counter = <u32>((b * hops + k) * blocks);
        for (let f = 0; f < filters; f += 2) {
          const pair = f + 1 < filters;
          const g0 = gradient + (<usize>(f * width) << 2);
          const g1 = pair ? g0 + (<usize>width << 2) : g0;
          let a0 = f32x4.splat(0), a1 = f32x4.splat(0), e0 = f32x4.splat(0), e1 = f32x4.splat(0);
          for (let block = 0; block < whole; block++) {
            const at = <usize>block << 6;
            let v0 = v128.load(line + at), v1 = v128.load(line + at, 16);
            let v2 = v128.load(line + at, 32), v3 = v128.load(line + at, 48);
            if (threshold < 256) {
              const bytes = keptBytes(counter + <u32>block, k0, k1, threshold);
              v0 = v128.and(v0, quarter(bytes, 0));
              v1 = v128.and(v1, quarter(bytes, 1));
              v2 = v128.and(v2, quarter(bytes, 2));
              v3 = v128.and(v3, quarter(bytes, 3));
            }
            a0 = f32x4.add(a0, f32x4.add(f32x4.mul(v0, v128.load(g0 + at)), f32x4.mul(v1, v128.load(g0 + at, 16))));
            a1 = f32x4.add(a1, f32x4.add(f32x4.mul(v2, v128.load(g0 + at, 32)), f32x4.mul(v3, v128.load(g0 + at, 48))));
            e0 = f32x4.add(e0, f32x4.add(f32x4.mul(v0, v128.load(g1 + at)), f32x4.mul(v1, v128.load(g1 + at, 16))));
            e1 = f32x4.add(e1, f32x4.add(f32x4.mul(v2, v128.load(g1 + at, 32)), f32x4.mul(v3, v128.load(g1 + at, 48))));
          }
          let sum0 = laneSum(f32x4.add(a0, a1)), sum1 = laneSum(f32x4.add(e0, e1));
          if (whole < blocks) {
            v128.store(bytesAt, threshold < 256 ? keptBytes(counter + <u32>whole, k0, k1, threshold) : i8x16.splat(-1));
            for (let i = whole << 4; i < width; i++) {
              if (!load<u8>(bytesAt + <usize>(i - (whole << 4)))) continue;
              const v = load<f32>(line + (<usize>i << 2));
              sum0 += v * load<f32>(g0 + (<usize>i << 2));
              sum1 += v * load<f32>(g1 + (<usize>i << 2));
            }
          }
          const cell = partial + (<usize>(f * (hops + 1) + k) << 2);
          store<f32>(cell, load<f32>(cell) + sum0);
          if (pair) {
            const next = cell + (<usize>(hops + 1) << 2);
            store<f32>(next, load<f32>(next) + sum1);
          }
        }
      }
      for (let f = 0; f < filters; f++) {
        const g = gradient + (<usize>(f * width) << 2);
        let sum = f32x4.splat(0);
        let i: i32 = 0;
        for (; i + 4 <= width; i += 4) sum = f32x4.add(sum, v128.load(g + (<usize>i << 2)));
        let total = laneSum(sum);
        for (; i < width; i++) total += load<f32>(g + (<usize>i << 2));
        const cell = partial + (<usize>(f * (hops + 1) + hops) << 2);
        store<f32>(cell, load<f32>(cell) + total);
      }
    }
  }
}
