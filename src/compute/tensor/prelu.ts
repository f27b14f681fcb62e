import * as tf from '@tensorflow/tfjs-core';
import { placed } from '../threads/placed.js';
import { f32, getPool } from '../threads/pool.js';
import { makeTensor, valuesOf } from './backend.js';
import { type Dropout, dropoutArguments } from './dropout.js';

/** Blocks of sixteen whose slope gradient is added up before the sums are. */
const span = 256;

/** PReLU with one slope, then dropout, in one pass: x [B, H] -> [B, H]. */
export function preluDropout(x: tf.Tensor2D, slope: tf.Tensor, dropout?: Dropout): tf.Tensor2D {
  const { threshold, scale, k0, k1 } = dropoutArguments(dropout);
  const length = x.size;
  const blocks = Math.ceil(length / 16);
  const pool = getPool();
  const f = tf.customGrad((...inputs) => {
    const [a, s, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([a, s]);
    const value = makeTensor<tf.Tensor2D>(x.shape as number[], (out) => {
      pool.withScratch(64, (scratch) => {
        const args = [valuesOf(a).byteOffset, out.byteOffset, length, valuesOf(s).byteOffset, threshold];
        pool.run('preluForward', [...args, f32(scale), k0, k1, scratch], blocks, 512);
      });
    });
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [sx, ss] = saved as [tf.Tensor, tf.Tensor];
      let slopeGradient = 0;
      const dx = makeTensor(x.shape as number[], (out) => {
        const units = Math.ceil(blocks / span);
        placed(pool.arena, (place) => {
          const partials = place.block(units * 4);
          const scratch = place.block(64 * pool.threads);
          const args = [
            valuesOf(sx).byteOffset,
            valuesOf(dy).byteOffset,
            out.byteOffset,
            length,
            valuesOf(ss).byteOffset,
          ];
          pool.run('preluBackward', [...args, threshold, f32(scale), k0, k1, partials, span, scratch], units, 2);
          for (const partial of pool.arena.float32(partials, units)) slopeGradient += partial;
        });
      });
      return [dx, makeTensor([1], (out) => out.fill(slopeGradient))];
    };
    return { value, gradFunc };
  });
  return f(x, slope) as tf.Tensor2D;
}
