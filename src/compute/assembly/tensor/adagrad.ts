// One step of Adagrad (Duchi et al., JMLR 2011) on some rows, which also clears their gradients.
import { loadTail, storeTail } from './vector';

/** args: parameter, gradient, squares (all [N, width]), rows (int32), width, -learning rate, epsilon. Units are listed rows. */
export function adagradRows(args: usize, begin: i32, end: i32, worker: i32): void {
  const parameter = <usize>load<u32>(args);
  const gradient = <usize>load<u32>(args, 4);
  const squares = <usize>load<u32>(args, 8);
  const rows = <usize>load<u32>(args, 12);
  const width = load<i32>(args, 16);
  const step = v128.load32_splat(args, 20);
  const epsilon = v128.load32_splat(args, 24);
  const zero = f32x4.splat(0);
  for (let unit = <usize>begin; unit < <usize>end; unit++) {
    const from = (<usize>load<u32>(rows + (unit << 2)) * <usize>width) << 2;
    for (let i = 0; i < width; i += 4) {
      const at = from + (<usize>i << 2);
      const left = width - i;
      const g = loadTail(gradient + at, left);
      const sum = f32x4.add(loadTail(squares + at, left), f32x4.mul(g, g));
      const change = f32x4.mul(step, f32x4.div(g, f32x4.add(f32x4.sqrt(sum), epsilon)));
      storeTail(squares + at, sum, left);
      storeTail(parameter + at, f32x4.add(loadTail(parameter + at, left), change), left);
      storeTail(gradient + at, zero, left);
    }
  }
}
