// Rows in blocks of values, each block with an offset and a scale: value = offset + scale * code. Codes of 8, 4 or 1 bit lie in groups of 32
// values: bytes in order; 16 bytes of which byte i holds value i below and value 16 + i above; one word with a bit a value.

/** The code of value d of a group. */
// @ts-ignore: decorator
@inline
function codeOf(group: usize, d: usize, bits: i32): u32 {
  if (bits == 8) return load<u8>(group + d);
  if (bits == 4) return (<u32>load<u8>(group + (d & 15)) >> <u32>((d >> 4) << 2)) & 15;
  return (load<u32>(group) >> <u32>d) & 1;
}

/** Codes d .. d + 3 of a group as floats; d is a multiple of four. */
// @ts-ignore: decorator
@inline
function fourCodes(group: usize, d: usize, bits: i32): v128 {
  if (bits == 1) {
    const word = i32x4.splat(load<i32>(group) >>> <i32>d);
    const set = i32x4.ne(v128.and(word, i32x4(1, 2, 4, 8)), i32x4.splat(0));
    return v128.and(set, f32x4.splat(1));
  }
  let bytes = v128.load32_zero(group + (bits == 8 ? d : d & 15));
  if (bits == 4) bytes = v128.and(d < 16 ? bytes : i16x8.shr_u(bytes, 4), i8x16.splat(15));
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** Two values of one bit: the means of what is above the mean of the block and of what is not. */
// @ts-ignore: decorator
@inline
function twoMeans(x: usize, count: usize, scales: usize, least: f32, most: f32): f32 {
  let sum: f64 = 0, above: f64 = 0;
  let high: usize = 0;
  for (let d: usize = 0; d < count; d++) sum += <f64>load<f32>(x + (d << 2));
  const mean = <f32>(sum / <f64>count);
  for (let d: usize = 0; d < count; d++) {
    const value = load<f32>(x + (d << 2));
    if (value <= mean) continue;
    above += <f64>value;
    high++;
  }
  const low = high == count ? least : min(most, max(least, <f32>((sum - above) / <f64>(count - high))));
  store<f32>(scales, low);
  store<f32>(scales, high == 0 ? 0 : max(<f32>0, <f32>(above / <f64>high) - low), 4);
  return mean;
}

/**
 * Codes of rows. A block with a value that is NaN, infinite or beyond 3e38 gets the scale NaN. args: x, width, block, bits, codes, scales
 * (offset and scale a block). Units are rows.
 */
export function quantiseRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const width = <usize>load<u32>(args, 4);
  const block = <usize>load<u32>(args, 8);
  const bits = load<i32>(args, 12);
  const blocks = (width + block - 1) / block;
  const blockBytes = (block >> 3) * <usize>bits;
  const levels = <f32>((1 << bits) - 1);
  for (let row = <usize>begin; row < <usize>end; row++) {
    for (let b: usize = 0; b < blocks; b++) {
      const x = load<u32>(args) + ((row * width + b * block) << 2);
      const count = min(block, width - b * block);
      const codes = load<u32>(args, 16) + (row * blocks + b) * blockBytes;
      const scales = load<u32>(args, 20) + ((row * blocks + b) << 3);
      memory.fill(codes, 0, blockBytes);
      let least = load<f32>(x), most = least;
      for (let d: usize = 1; d < count; d++) {
        const value = load<f32>(x + (d << 2));
        least = min(least, value);
        most = max(most, value);
      }
      if (!(least >= -3e38 && most <= 3e38 && most - least <= 3e38)) {
        store<f32>(scales, 0);
        store<f32>(scales, NaN, 4);
        continue;
      }
      if (bits == 1) {
        const mean = twoMeans(x, count, scales, least, most);
        for (let d: usize = 0; d < count; d++) {
          const at = codes + (d >> 3);
          if (load<f32>(x + (d << 2)) > mean) store<u8>(at, load<u8>(at) | (1 << <u8>(d & 7)));
        }
        continue;
      }
      const scale = (most - least) / levels;
      store<f32>(scales, least);
      store<f32>(scales, scale, 4);
      if (scale == 0) continue;
      for (let d: usize = 0; d < count; d++) {
        const code = <u32>min(levels, nearest((load<f32>(x + (d << 2)) - least) / scale));
        if (bits == 8) store<u8>(codes + d, <u8>code);
        else {
          const at = codes + ((d >> 5) << 4) + (d & 15);
          store<u8>(at, load<u8>(at) | <u8>(code << <u32>(((d >> 4) & 1) << 2)));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function dequantise(args: usize, begin: usize, end: usize, bits: i32): void {
  const rows = <usize>load<u32>(args, 8);
  const width = <usize>load<u32>(args, 16);
  const block = <usize>load<u32>(args, 20);
  const blocks = (width + block - 1) / block;
  const groupBytes = <usize>bits << 2;
  for (let i = begin; i < end; i++) {
    const row = rows ? <usize>load<u32>(rows + (i << 2)) : i;
    const codes = load<u32>(args) + row * blocks * (block >> 5) * groupBytes;
    const scales = load<u32>(args, 4) + ((row * blocks) << 3);
    const out = load<u32>(args, 12) + ((i * width) << 2);
    for (let c: usize = 0; c < width; c += 32) {
      const at = scales + ((c / block) << 3);
      const group = codes + (c >> 5) * groupBytes;
      const to = out + (c << 2);
      const count = min<usize>(32, width - c);
      const offset = v128.load32_splat(at), scale = v128.load32_splat(at, 4);
      let d: usize = 0;
      for (; d + 4 <= count; d += 4) {
        v128.store(to + (d << 2), f32x4.add(offset, f32x4.mul(scale, fourCodes(group, d, bits))));
      }
      for (; d < count; d++) {
        store<f32>(to + (d << 2), load<f32>(at) + load<f32>(at, 4) * <f32>codeOf(group, d, bits));
      }
    }
  }
}

/** out[i] = values of row rows[i]; `rows` 0 for all in order. args: codes, scales, rows|0, out, width, block, bits. Units are output rows. */
export function dequantiseRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const bits = load<i32>(args, 24);
  if (bits == 8) dequantise(args, begin, end, 8);
  else if (bits == 4) dequantise(args, begin, end, 4);
  else dequantise(args, begin, end, 1);
}

// @ts-ignore: decorator
@inline
function dots(args: usize, begin: usize, end: usize, bits: i32): void {
  const query = <usize>load<u32>(args, 8);
  const sums = <usize>load<u32>(args, 12);
  const blocks = <usize>load<u32>(args, 20);
  const groups = <usize>load<u32>(args, 24) >> 5;
  const groupBytes = <usize>bits << 2;
  for (let row = begin; row < end; row++) {
    let group = load<u32>(args) + row * blocks * groups * groupBytes;
    const scales = load<u32>(args, 4) + ((row * blocks) << 3);
    let q = query;
    let total: f32 = 0;
    for (let b: usize = 0; b < blocks; b++) {
      let a = f32x4.splat(0), c = f32x4.splat(0);
      for (let g: usize = 0; g < groups; g++) {
        for (let d: usize = 0; d < 32; d += 8) {
          a = f32x4.add(a, f32x4.mul(v128.load(q + (d << 2)), fourCodes(group, d, bits)));
          c = f32x4.add(c, f32x4.mul(v128.load(q + (d << 2), 16), fourCodes(group, d + 4, bits)));
        }
        q += 128;
        group += groupBytes;
      }
      a = f32x4.add(a, c);
      const sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
      total += load<f32>(scales + (b << 3)) * load<f32>(sums + (b << 2)) + load<f32>(scales + (b << 3), 4) * sum;
    }
    store<f32>(load<u32>(args, 16) + (row << 2), total);
  }
}

/** out[row] = <query, row>. args: codes, scales, query (padded by zeros to blocks), its sums by block, out, blocks, block, bits. Units are rows. */
export function quantisedDots(args: usize, begin: i32, end: i32, worker: i32): void {
  const bits = load<i32>(args, 28);
  if (bits == 8) dots(args, begin, end, 8);
  else if (bits == 4) dots(args, begin, end, 4);
  else dots(args, begin, end, 1);
}
