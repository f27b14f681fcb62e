/** One Adam step in one pass, units of 1,024. args: p, g, m, v, length, beta1, beta2, stepSize, epsilon, rootCorrection. */
export function adam(args: usize, begin: i32, end: i32, worker: i32): void {
  const p = <usize>load<u32>(args);
  const g = <usize>load<u32>(args, 4);
  const m = <usize>load<u32>(args, 8);
  const v = <usize>load<u32>(args, 12);
  const length = load<i32>(args, 16);
  const beta1 = load<f32>(args, 20), beta2 = load<f32>(args, 24);
  const stepSize = load<f32>(args, 28), epsilon = load<f32>(args, 32), root = load<f32>(args, 36);
  const first = begin << 10, last = min(length, end << 10);
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(<f32>1 - beta1), c2 = f32x4.splat(<f32>1 - beta2);
  const s = f32x4.splat(stepSize), e = f32x4.splat(epsilon), q = f32x4.splat(root);
  let i = first;
  for (; i + 4 <= last; i += 4) {
    const at = <usize>i << 2;
    const gradient = v128.load(g + at);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    v128.store(m + at, mean);
    v128.store(v + at, square);
    const down = f32x4.add(f32x4.div(f32x4.sqrt(square), q), e);
    v128.store(p + at, f32x4.sub(v128.load(p + at), f32x4.div(f32x4.mul(s, mean), down)));
  }
  for (; i < last; i++) {
    const at = <usize>i << 2;
    const gradient = load<f32>(g + at);
    const mean = beta1 * load<f32>(m + at) + (<f32>1 - beta1) * gradient;
    const square = beta2 * load<f32>(v + at) + (<f32>1 - beta2) * (gradient * gradient);
    store<f32>(m + at, mean);
    store<f32>(v + at, square);
    store<f32>(p + at, load<f32>(p + at) - (stepSize * mean) / (sqrt<f32>(square) / root + epsilon));
  }
}

/** y = factor x, units of 1,024. args: x, y, length, factor. */
export function scaleInto(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const last = min(load<i32>(args, 8), end << 10);
  const factor = load<f32>(args, 12);
  let i = begin << 10;
  for (; i + 4 <= last; i += 4) {
    v128.store(y + (<usize>i << 2), f32x4.mul(v128.load(x + (<usize>i << 2)), f32x4.splat(factor)));
  }
  for (; i < last; i++) store<f32>(y + (<usize>i << 2), load<f32>(x + (<usize>i << 2)) * factor);
}

/** y += factor x, units of 1,024. args: x, y, length, factor. */
export function addInto(args: usize, begin: i32, end: i32, worker: i32): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const last = min(load<i32>(args, 8), end << 10);
  const factor = load<f32>(args, 12);
  const s = f32x4.splat(factor);
  let i = begin << 10;
  for (; i + 4 <= last; i += 4) {
    const at = <usize>i << 2;
    v128.store(y + at, f32x4.add(v128.load(y + at), f32x4.mul(s, v128.load(x + at))));
  }
  for (; i < last; i++) {
    const at = <usize>i << 2;
    store<f32>(y + at, load<f32>(y + at) + factor * load<f32>(x + at));
  }
}
