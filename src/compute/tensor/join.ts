import * as tf from '@tensorflow/tfjs-core';
import { makeTensor, valuesOf } from './backend.js';

/** [B, W_1], [B, W_2], ... -> [B, SUM W_i]. */
export function concatColumns(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  const rows = parts[0]!.shape[0];
  const widths = parts.map((part) => part.shape[1]);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const f = tf.customGrad((...inputs) => {
    const tensors = inputs.slice(0, parts.length) as unknown as tf.Tensor[];
    const value = makeTensor<tf.Tensor2D>([rows, total], (out) => {
      let offset = 0;
      for (const [p, tensor] of tensors.entries()) {
        const width = widths[p]!;
        const from = valuesOf(tensor);
        for (let r = 0; r < rows; r++) out.set(from.subarray(r * width, (r + 1) * width), r * total + offset);
        offset += width;
      }
    });
    const gradFunc = (dy: tf.Tensor) => {
      const from = valuesOf(dy);
      let offset = 0;
      return widths.map((width) => {
        const start = offset;
        offset += width;
        return makeTensor([rows, width], (out) => {
          for (let r = 0; r < rows; r++)
            out.set(from.subarray(r * total + start, r * total + start + width), r * width);
        });
      });
    };
    return { value, gradFunc };
  });
  return f(...parts) as tf.Tensor2D;
}

/** The mean of equally shaped tensors [B, W]. */
export function meanOf(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  const [rows, width] = parts[0]!.shape;
  const share = 1 / parts.length;
  const f = tf.customGrad((...inputs) => {
    const tensors = inputs.slice(0, parts.length) as unknown as tf.Tensor[];
    const value = makeTensor<tf.Tensor2D>([rows, width], (out) => {
      out.fill(0);
      for (const tensor of tensors) {
        const from = valuesOf(tensor);
        for (let i = 0; i < out.length; i++) out[i]! += from[i]! * share;
      }
    });
    const gradFunc = (dy: tf.Tensor) => {
      const from = valuesOf(dy);
      return parts.map(() =>
        makeTensor([rows, width], (out) => {
          for (let i = 0; i < out.length; i++) out[i] = from[i]! * share;
        }),
      );
    };
    return { value, gradFunc };
  });
  return f(...parts) as tf.Tensor2D;
}

/** Rows of a constant matrix [N, D] as a tensor [B, D]; no gradient. */
export function gatherRows(matrix: Float32Array, width: number, rows: Int32Array): tf.Tensor2D {
  return makeTensor<tf.Tensor2D>([rows.length, width], (out) => {
    for (let i = 0; i < rows.length; i++) out.set(matrix.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  });
}
