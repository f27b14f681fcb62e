// One step of Adam (Kingma and Ba, ICLR 2015), parameter and moments in one pass, in the order of operations of PyTorch.

/**
 * args: parameter, gradient, m, v, n, 1 - beta1, beta2, 1 - beta2, sqrt(1 - beta2^t), epsilon, -learningRate / (1 - beta1^t).
 * Units are 4,096 elements.
 */
export function adam(args: usize, begin: i32, end: i32, worker: i32): void {
  const p = <usize>load<u32>(args);
  const g = <usize>load<u32>(args, 4);
  const m = <usize>load<u32>(args, 8);
  const v = <usize>load<u32>(args, 12);
  const rest1 = v128.load32_splat(args, 20);
  const beta2 = v128.load32_splat(args, 24);
  const rest2 = v128.load32_splat(args, 28);
  const correction = v128.load32_splat(args, 32);
  const epsilon = v128.load32_splat(args, 36);
  const step = v128.load32_splat(args, 40);
  const last = min<usize>(<usize>end << 14, <usize>load<u32>(args, 16) << 2);
  for (let at = <usize>begin << 14; at < last; at += 16) {
    const gradient = v128.load(g + at);
    const old = v128.load(m + at);
    const first = f32x4.add(old, f32x4.mul(rest1, f32x4.sub(gradient, old)));
    const second = f32x4.add(f32x4.mul(v128.load(v + at), beta2), f32x4.mul(rest2, f32x4.mul(gradient, gradient)));
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(second), correction), epsilon);
    v128.store(m + at, first);
    v128.store(v + at, second);
    v128.store(p + at, f32x4.add(v128.load(p + at), f32x4.mul(step, f32x4.div(first, denominator))));
  }
}
