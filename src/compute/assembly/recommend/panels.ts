// Vectors of items in panels of sixteen, [depth][16]: float32, 16-bit values, or bytes: those of eight dimensions times
// a share of the item's scale, a byte too, which lies behind all dimensions as [ceil(width / 8)][16]. Sixteen 16-bit values lie as
// pairs (0, 4), (1, 5), (2, 6), (3, 7) and the same from 8 on: split into the halves of words they are in order.
import { encode, even, halfScale, odd } from '../half';

// @ts-ignore: decorator
@inline
function groupsOf(width: i32): i32 {
  return (width + 7) >> 3;
}

/** Formats: 0 float32, 1 f16, 2 bf16, 3 int8. */
// @ts-ignore: decorator
@inline
export function panelBytes(depth: i32, format: i32): usize {
  if (format == 3) return <usize>(depth + groupsOf(depth)) << 4;
  return <usize>depth << (format == 0 ? 6 : 5);
}

// @ts-ignore: decorator
@inline
function placeOfHalf(j: usize): usize {
  return (j & 8) + ((j & 3) << 1) + ((j >> 2) & 1);
}

function largest(from: usize, begin: usize, end: usize): f32 {
  let most: f32 = 0;
  for (let k = begin; k < end; k++) most = max(most, abs(load<f32>(from + (k << 2))));
  return most;
}

/**
 * Panel p = items order[16 p ..]. args: items, order (-1: zeros), out, width, depth (even, from width), format, scales (out, of int8: by
 * place, the largest |value| / (127 x 255)). Units are panels.
 */
export function packItems(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = <usize>load<i32>(args, 12);
  const format = load<i32>(args, 20);
  const bytes = panelBytes(load<i32>(args, 16), format);
  for (let p = begin; p < end; p++) {
    const panel = <usize>load<u32>(args, 8) + <usize>p * bytes;
    memory.fill(panel, 0, bytes);
    for (let j: usize = 0; j < 16; j++) {
      const item = load<i32>(<usize>load<u32>(args, 4) + ((<usize>p << 4) + j << 2));
      if (item < 0) continue;
      const from = <usize>load<u32>(args) + (<usize>item * width << 2);
      if (format == 0) {
        for (let k: usize = 0; k < width; k++) store<f32>(panel + (k << 6) + (j << 2), load<f32>(from + (k << 2)));
      } else if (format == 3) {
        const most = largest(from, 0, width);
        store<f32>(<usize>load<u32>(args, 24) + ((<usize>p << 4) + j << 2), most / 32385);
        let share = panel + (<usize>load<i32>(args, 16) << 4) + j;
        for (let g: usize = 0; g < width && most > 0; g += 8, share += 16) {
          const stop = min(g + 8, width);
          // Rounded up, so that no value is beyond 127.
          const part = <u8>min<f32>(ceil(largest(from, g, stop) / most * 255), 255);
          store<u8>(share, part);
          const by: f32 = part ? 32385 / (most * <f32>part) : 0;
          for (let k = g; k < stop; k++) {
            const value = nearest(load<f32>(from + (k << 2)) * by);
            store<i8>(panel + (k << 4) + j, <i8>max<f32>(min<f32>(value, 127), -127));
          }
        }
      } else {
        const at = panel + (placeOfHalf(j) << 1);
        for (let k: usize = 0; k < width; k++) {
          const value = load<f32>(from + (k << 2));
          store<u16>(at + (k << 5), <u16>(format == 1 ? encode(value, true) : encode(value, false)));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function decodeHalves(from: usize, to: usize, depth: i32, f16: bool): void {
  const scale = f32x4.splat(halfScale(f16));
  for (let k = 0; k < depth; k++, from += 32, to += 64) {
    const a = v128.load(from), b = v128.load(from, 16);
    v128.store(to, f16 ? f32x4.mul(even(a, f16), scale) : even(a, f16));
    v128.store(to, f16 ? f32x4.mul(odd(a, f16), scale) : odd(a, f16), 16);
    v128.store(to, f16 ? f32x4.mul(even(b, f16), scale) : even(b, f16), 32);
    v128.store(to, f16 ? f32x4.mul(odd(b, f16), scale) : odd(b, f16), 48);
  }
}

// @ts-ignore: decorator
@inline
function floats(bytes: v128, part: i32, signed: bool): v128 {
  if (signed) {
    const half = part < 2 ? i16x8.extend_low_i8x16_s(bytes) : i16x8.extend_high_i8x16_s(bytes);
    return f32x4.convert_i32x4_s(part & 1 ? i32x4.extend_high_i16x8_s(half) : i32x4.extend_low_i16x8_s(half));
  }
  const half = part < 2 ? i16x8.extend_low_i8x16_u(bytes) : i16x8.extend_high_i8x16_u(bytes);
  return f32x4.convert_i32x4_s(part & 1 ? i32x4.extend_high_i16x8_u(half) : i32x4.extend_low_i16x8_u(half));
}

/** A panel in float32; `scales` are those of its sixteen items. */
export function decodePanel(from: usize, scales: usize, to: usize, depth: i32, format: i32): void {
  if (format == 1) return decodeHalves(from, to, depth, true);
  if (format == 2) return decodeHalves(from, to, depth, false);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let shares = from + (<usize>depth << 4);
  for (let k = 0; k < depth; k++, from += 16, to += 64) {
    if ((k & 7) == 0) {
      const share = v128.load(shares);
      s0 = f32x4.mul(v128.load(scales), floats(share, 0, false));
      s1 = f32x4.mul(v128.load(scales, 16), floats(share, 1, false));
      s2 = f32x4.mul(v128.load(scales, 32), floats(share, 2, false));
      s3 = f32x4.mul(v128.load(scales, 48), floats(share, 3, false));
      shares += 16;
    }
    const bytes = v128.load(from);
    v128.store(to, f32x4.mul(floats(bytes, 0, true), s0));
    v128.store(to, f32x4.mul(floats(bytes, 1, true), s1), 16);
    v128.store(to, f32x4.mul(floats(bytes, 2, true), s2), 32);
    v128.store(to, f32x4.mul(floats(bytes, 3, true), s3), 48);
  }
}
