// Skip-gram with negative sampling (Mikolov et al., NeurIPS 2013): gradient steps one after another, so that a thread does them all.
import { dotLanes, exp4, horizontal, loadTail, log1pUnit4, storeTail } from './vector';

/**
 * args: centres and contexts (both [N, width] float32), examples (int32, [count, 2 + negatives]: centre, context, negatives), width,
 * negatives, learning rate, scratch (width floats), loss (f64, added to). Units are examples. A negative that is the context is passed over.
 */
export function skipGram(args: usize, begin: i32, end: i32, worker: i32): void {
  const centres = <usize>load<u32>(args);
  const contexts = <usize>load<u32>(args, 4);
  const examples = <usize>load<u32>(args, 8);
  const width = load<i32>(args, 12);
  const negatives = load<i32>(args, 16);
  const learningRate = load<f32>(args, 20);
  const change = <usize>load<u32>(args, 24);
  const total = <usize>load<u32>(args, 28);
  const bytes = <usize>width << 2;
  const stride = <usize>(2 + negatives) << 2;
  let loss: f64 = 0;
  for (let unit = begin; unit < end; unit++) {
    const example = examples + <usize>unit * stride;
    const centre = centres + <usize>load<u32>(example) * bytes;
    const right = load<u32>(example, 4);
    memory.fill(change, 0, bytes);
    for (let k = 0; k <= negatives; k++) {
      const node = load<u32>(example + (<usize>(1 + k) << 2));
      if (k > 0 && node == right) continue;
      const context = contexts + <usize>node * bytes;
      const score = <f32>horizontal(dotLanes(centre, context, width));
      // Loss log(1 + exp(-s)) of the context and log(1 + exp(s)) of a negative, without overflow; its slope by s.
      const s: f32 = k == 0 ? score : -score;
      const e = exp4(f32x4.splat(-abs(s)));
      const small = f32x4.extract_lane(e, 0);
      loss += <f64>(max<f32>(-s, 0) + f32x4.extract_lane(log1pUnit4(e), 0));
      const wrong: f32 = s >= 0 ? small / (1 + small) : 1 / (1 + small);
      const step = f32x4.splat(learningRate * (k == 0 ? wrong : -wrong));
      for (let i = 0; i < width; i += 4) {
        const at = <usize>i << 2;
        const left = width - i;
        const own = loadTail(context + at, left);
        storeTail(change + at, f32x4.add(loadTail(change + at, left), f32x4.mul(step, own)), left);
        storeTail(context + at, f32x4.add(own, f32x4.mul(step, loadTail(centre + at, left))), left);
      }
    }
    for (let i = 0; i < width; i += 4) {
      const at = <usize>i << 2;
      const left = width - i;
      storeTail(centre + at, f32x4.add(loadTail(centre + at, left), loadTail(change + at, left)), left);
    }
  }
  store<f64>(total, load<f64>(total) + loss);
}
