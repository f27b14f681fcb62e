import * as tf from '@tensorflow/tfjs-core';
import { placed } from '../threads/placed.js';
import { f32, getPool } from '../threads/pool.js';
import { makeTensor, valuesOf } from './backend.js';
import { type Dropout, dropoutArguments } from './dropout.js';

/** Rows of K hops with D features each: values [numRows, hops, width]. In the arena it is read in place. */
export interface HopSource {
  readonly values: Float32Array;
  readonly numRows: number;
  readonly hops: number;
  readonly width: number;
}

/** Batch rows whose filter gradient is added up before the sums are. */
const span = 16;

/**
 * Gather, input dropout, 1x1 convolution over hops and flattening in one pass, without a [B, K, D] temporary:
 * z[b, f D + d] = bias[f] + SUM_k weight[f, k] m[b, k, d] x[rows[b], k, d], weight [F, K], bias [F] -> [B, F D].
 * Gradients flow to weight and bias; the input needs none, and its masks are made again from their key (RpHGNN, section on
 * the encoder).
 */
export function hopMix(
  source: HopSource,
  rows: Int32Array,
  weight: tf.Tensor,
  bias: tf.Tensor,
  dropout?: Dropout,
): tf.Tensor2D {
  const { hops, width } = source;
  const batch = rows.length;
  const filters = weight.shape[0]!;
  const { threshold, scale, k0, k1 } = dropoutArguments(dropout);
  const f = tf.customGrad((...inputs) => {
    const [w, b] = inputs as unknown as [tf.Tensor, tf.Tensor];
    const value = makeTensor<tf.Tensor2D>([batch, filters * width], (out) => {
      withBatch(source, rows, (x, rowsAt) => {
        const pool = getPool();
        pool.withScratch(64, (scratch) => {
          const shape = [
            x,
            rowsAt,
            hops,
            width,
            filters,
            valuesOf(w).byteOffset,
            valuesOf(b).byteOffset,
            out.byteOffset,
          ];
          pool.run('hopMixForward', [...shape, threshold, f32(scale), k0, k1, scratch], batch, 8);
        });
      });
    });
    const gradFunc = (dz: tf.Tensor) => {
      const sums = filterGradient(source, rows, filters, valuesOf(dz), { threshold, k0, k1 });
      const at = (filter: number, hop: number) => sums[filter * (hops + 1) + hop]!;
      const dw = makeTensor([filters, hops], (out) => {
        for (let i = 0; i < out.length; i++) out[i] = scale * at(Math.floor(i / hops), i % hops);
      });
      const db = makeTensor([filters], (out) => {
        for (let i = 0; i < filters; i++) out[i] = at(i, hops);
      });
      return [dw, db];
    };
    return { value, gradFunc };
  });
  return f(weight, bias) as tf.Tensor2D;
}

/** [F, K + 1] sums of masked inputs times gradients (and of gradients alone, last), added up in float64. */
function filterGradient(
  source: HopSource,
  rows: Int32Array,
  filters: number,
  dz: Float32Array,
  { threshold, k0, k1 }: { threshold: number; k0: number; k1: number },
): Float64Array {
  const { hops, width } = source;
  const pool = getPool();
  const units = Math.ceil(rows.length / span);
  const size = filters * (hops + 1);
  const sums = new Float64Array(size);
  withBatch(source, rows, (x, rowsAt) =>
    placed(pool.arena, (place) => {
      const partials = place.block(units * size * 4);
      const scratch = place.block(64 * pool.threads);
      const args = [
        x,
        rowsAt,
        hops,
        width,
        filters,
        dz.byteOffset,
        partials,
        threshold,
        k0,
        k1,
        rows.length,
        span,
        scratch,
      ];
      pool.run('hopMixBackward', args, units, 1);
      const values = pool.arena.float32(partials, units * size);
      for (let i = 0; i < values.length; i++) sums[i % size]! += values[i]!;
    }),
  );
  return sums;
}

/** Addresses of the source and of the row numbers; a source outside the arena has the batch's rows copied in first. */
function withBatch(source: HopSource, rows: Int32Array, use: (x: number, rowsAt: number) => void): void {
  const { arena } = getPool();
  placed(arena, (place) => {
    if (arena.owns(source.values)) {
      use(source.values.byteOffset, place.of(rows));
      return;
    }
    const size = source.hops * source.width;
    const pointer = place.block(rows.length * size * 4);
    const staged = arena.float32(pointer, rows.length * size);
    for (let i = 0; i < rows.length; i++) {
      staged.set(source.values.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
    }
    use(pointer, place.of(Int32Array.from(rows, (_, i) => i)));
  });
}

/** The plain loops {@link hopMix} is compared with, in float64, without dropout. */
export function hopMixReference(
  source: HopSource,
  rows: Int32Array,
  weight: Float64Array,
  bias: Float64Array,
): Float64Array {
  const { hops, width } = source;
  const filters = bias.length;
  const out = new Float64Array(rows.length * filters * width);
  for (let b = 0; b < rows.length; b++) {
    for (let f = 0; f < filters; f++) {
      for (let d = 0; d < width; d++) {
        let sum = bias[f]!;
        for (let k = 0; k < hops; k++) sum += weight[f * hops + k]! * source.values[(rows[b]! * hops + k) * width + d]!;
        out[(b * filters + f) * width + d] = sum;
      }
    }
  }
  return out;
}
