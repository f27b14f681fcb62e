import * as tf from '@tensorflow/tfjs-core';
import { gemm } from '../kernels/gemm.js';
import { placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import { makeTensor, valuesOf } from './backend.js';

/** Rows whose column sums are added up before the sums are; fixed, so that threads do not change bits. */
const span = 64;

/** x [B, in] weight [in, out] + bias [out] -> [B, out]. */
export function linear(x: tf.Tensor2D, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  const [rows, inWidth] = x.shape as [number, number];
  const outWidth = weight.shape[1]!;
  const f = tf.customGrad((...inputs) => {
    const [a, w, b, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([a, w]);
    const value = makeTensor<tf.Tensor2D>([rows, outWidth], (out) => {
      gemm(valuesOf(a), valuesOf(w), rows, outWidth, inWidth, { bias: valuesOf(b), out });
    });
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [sa, sw] = saved as [tf.Tensor, tf.Tensor];
      const dyValues = valuesOf(dy);
      const dx = makeTensor([rows, inWidth], (out) => {
        gemm(dyValues, valuesOf(sw), rows, inWidth, outWidth, { transposeB: true, out });
      });
      const dw = makeTensor([inWidth, outWidth], (out) => {
        gemm(valuesOf(sa), dyValues, inWidth, outWidth, rows, { transposeA: true, out });
      });
      return [dx, dw, makeTensor([outWidth], (out) => columnSums(dyValues, rows, outWidth, out))];
    };
    return { value, gradFunc };
  });
  return f(x, weight, bias) as tf.Tensor2D;
}

/** out[c] = SUM over rows of x[r, c]. */
function columnSums(x: Float32Array, rows: number, width: number, out: Float32Array): void {
  const pool = getPool();
  const units = Math.ceil(rows / span);
  placed(pool.arena, (place) => {
    const partials = place.block(units * width * 4);
    pool.run('columnSums', [place.of(x), rows, width, partials, span], units, 1);
    out.fill(0);
    const sums = pool.arena.float32(partials, units * width);
    for (let unit = 0; unit < units; unit++) for (let c = 0; c < width; c++) out[c]! += sums[unit * width + c]!;
  });
}
