// Losses with their gradients in one pass. A chunk of fixed size writes one float64 partial sum.
import { exponentials, rowMaximum } from './reduce';
import { exp4, horizontal, log1pUnit4 } from './vector';

/**
 * args: logits, labels (int32)|0, targets (float32 [B, C])|0, C, B, gradient, partial. Row loss: SUM_c t_c (lse - z_c), t the
 * one-hot label or the target row; gradient (T softmax(z) - t) / B with T = SUM t. Units are chunks of 32 rows.
 */
export function softmaxCrossEntropy(args: usize, begin: i32, end: i32, worker: i32): void {
  const logits = <usize>load<u32>(args);
  const labels = <usize>load<u32>(args, 4);
  const targets = <usize>load<u32>(args, 8);
  const C = load<i32>(args, 12);
  const B = load<i32>(args, 16);
  const gradient = <usize>load<u32>(args, 20);
  const partial = <usize>load<u32>(args, 24);
  const mean: f64 = 1.0 / <f64>B;
  for (let chunk = begin; chunk < end; chunk++) {
    let loss: f64 = 0;
    for (let b = chunk << 5; b < min((chunk + 1) << 5, B); b++) {
      const offset = (<usize>b * <usize>C) << 2;
      const z = logits + offset, g = gradient + offset;
      const top = rowMaximum(z, C);
      const total = exponentials(z, g, C, top);
      const lse = Math.log(total) + <f64>top;
      let mass: f64 = 1;
      if (targets) {
        mass = 0;
        for (let c: usize = 0; c < <usize>C; c++) {
          const t = <f64>load<f32>(targets + offset + (c << 2));
          mass += t;
          if (t != 0) loss += t * (lse - <f64>load<f32>(z + (c << 2)));
        }
      }
      const scale = <f32>(mass * mean / total);
      for (let c: usize = 0; c < <usize>C; c++) {
        const at = c << 2;
        const t: f32 = targets ? load<f32>(targets + offset + at) : <f32>0;
        store<f32>(g + at, load<f32>(g + at) * scale - t * <f32>mean);
      }
      if (!targets) {
        const label = <usize>load<u32>(labels + (<usize>b << 2)) << 2;
        loss += lse - <f64>load<f32>(z + label);
        store<f32>(g + label, load<f32>(g + label) - <f32>mean);
      }
    }
    store<f64>(partial + (<usize>chunk << 3), loss);
  }
}

/**
 * args: logits, targets (float32), n, gradient, partial. Loss of an element: max(z, 0) - z t + log(1 + exp(-|z|)); gradient
 * (sigmoid(z) - t) / n. Units are 1,024 elements.
 */
export function sigmoidCrossEntropy(args: usize, begin: i32, end: i32, worker: i32): void {
  const logits = <usize>load<u32>(args);
  const targets = <usize>load<u32>(args, 4);
  const n = <usize>load<u32>(args, 8);
  const gradient = <usize>load<u32>(args, 12);
  const partial = <usize>load<u32>(args, 16);
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  const mean = f32x4.splat(<f32>(1.0 / <f64>n));
  for (let chunk = <usize>begin; chunk < <usize>end; chunk++) {
    let loss: f64 = 0;
    const last = min<usize>((chunk + 1) << 10, n);
    for (let i = chunk << 10; i < last; i += 4) {
      const at = i << 2;
      const z = v128.load(logits + at), t = v128.load(targets + at);
      const e = exp4(f32x4.neg(f32x4.abs(z)));
      const p = f32x4.div(v128.bitselect(one, e, f32x4.ge(z, zero)), f32x4.add(one, e));
      v128.store(gradient + at, f32x4.mul(f32x4.sub(p, t), mean));
      let l = f32x4.add(f32x4.sub(f32x4.max(z, zero), f32x4.mul(z, t)), log1pUnit4(e));
      if (i + 4 > last) l = v128.and(l, i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(last - i))));
      loss += horizontal(l);
    }
    store<f64>(partial + (chunk << 3), loss);
  }
}
