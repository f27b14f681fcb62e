// One bit a dimension, in panels of sixteen vectors [width / 8][16] bytes. A query looks its sums over four dimensions up in tables of sixteen
// bytes, for sixteen vectors at once (Andre, Kermarrec and Le Scouarnec, Cache locality is not enough, VLDB 2015).

/**
 * Signs of rows: bit d of a vector is set where its value is above 0; its scale is |x|^2 / SUM |x|, by which the sum of q over set bits less that
 * over the others becomes an estimate of <q, x> without bias. args: x [rows, width], rows, width (of 8), codes, scales. Units are panels.
 */
export function packSigns(args: usize, begin: i32, end: i32, worker: i32): void {
  const rows = load<i32>(args, 4);
  const width = <usize>load<i32>(args, 8);
  for (let p = begin; p < end; p++) {
    const panel = <usize>load<u32>(args, 12) + <usize>p * (width << 1);
    memory.fill(panel, 0, width << 1);
    for (let j = 0; j < min(16, rows - (p << 4)); j++) {
      const x = <usize>load<u32>(args) + (<usize>((p << 4) + j) * width << 2);
      let squares: f64 = 0, sizes: f64 = 0;
      for (let d: usize = 0; d < width; d++) {
        const value = load<f32>(x + (d << 2));
        squares += <f64>value * <f64>value;
        sizes += <f64>abs(value);
        const at = panel + ((d >> 3) << 4) + j;
        store<u8>(at, load<u8>(at) | (<u8>(value > 0) << <u8>(d & 7)));
      }
      store<f32>(<usize>load<u32>(args, 16) + (<usize>((p << 4) + j) << 2), sizes > 0 ? <f32>(squares / sizes) : 0);
    }
  }
}

/**
 * out[i] = scale of vector i times the sum of its entries in the tables. args: codes, scales, tables (int8, [width / 4][16], whose sums stay within
 * 16 bits), out, width, unit (f32, by which sums are multiplied). Units are panels; scales and out have a whole last panel.
 */
export function scoreSigns(args: usize, begin: i32, end: i32, worker: i32): void {
  const tables = <usize>load<u32>(args, 8);
  const bytes = <usize>load<i32>(args, 16) << 1;
  const unit = f32x4.splat(load<f32>(args, 20));
  const low = i8x16.splat(15);
  for (let p = <usize>begin; p < <usize>end; p++) {
    const codes = <usize>load<u32>(args) + p * bytes;
    let a = i16x8.splat(0), b = i16x8.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const code = v128.load(codes + at);
      const table = tables + (at << 1);
      const first = i8x16.swizzle(v128.load(table), v128.and(code, low));
      const second = i8x16.swizzle(v128.load(table, 16), i8x16.shr_u(code, 4));
      a = i16x8.add(a, i16x8.add(i16x8.extend_low_i8x16_s(first), i16x8.extend_low_i8x16_s(second)));
      b = i16x8.add(b, i16x8.add(i16x8.extend_high_i8x16_s(first), i16x8.extend_high_i8x16_s(second)));
    }
    const scales = <usize>load<u32>(args, 4) + (p << 6), out = <usize>load<u32>(args, 12) + (p << 6);
    v128.store(out, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(a)), unit), v128.load(scales)));
    v128.store(out, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(a)), unit), v128.load(scales, 16)), 16);
    v128.store(out, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(b)), unit), v128.load(scales, 32)), 32);
    v128.store(out, f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(b)), unit), v128.load(scales, 48)), 48);
  }
}
