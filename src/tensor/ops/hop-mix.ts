import type * as tf from '@tensorflow/tfjs-core';
import { type HopBatch, hopMixGradient, hopMixInto } from '../../compute/internal.js';
import { checkRows } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import { expectLength, expectShape } from '../engine/shapes.js';
import { type HopSource, stageRows } from '../engine/staging.js';
import type { KernelHost } from '../threads/kernel-host.js';
import * as gpu from '../webgpu/hop-mix.js';
import { type Dropout, maskArguments } from './dropout.js';

/** Runs `use` on the batch's addresses. */
function withBatch<T>(
  host: KernelHost,
  { source, rows }: gpu.HopMixAttributes,
  filters: number,
  use: (batch: HopBatch) => T,
): T {
  const { hops, width } = source;
  const staged = stageRows(host.pool.arena, source.values, rows, hops * width);
  try {
    return use({ values: staged.values, rows: staged.rows, count: rows.length, hops, width, filters });
  } finally {
    staged.dispose();
  }
}

const gradientOp = defineOp<gpu.HopMixAttributes>({
  name: 'HeteroHopMixGradient',
  webgpu: (backend, { dz }, attributes) => gpu.hopMixGradient(backend, dz!, attributes),
  forward(host, { dz }, attributes) {
    const filters = dz!.shape[1]! / Math.max(1, attributes.source.width);
    const { weight, bias } = withBatch(host, attributes, filters, (batch) =>
      hopMixGradient(host.pool, batch, attributes.mask, host.address(dz!)),
    );
    const outputs = [host.allocate([filters, attributes.source.hops]), host.allocate([filters])];
    host.values(outputs[0]!).set(weight);
    host.values(outputs[1]!).set(bias);
    return outputs;
  },
});

const op = defineOp<gpu.HopMixAttributes>({
  name: 'HeteroHopMix',
  webgpu: gpu.hopMix,
  forward(host, { weight, bias }, attributes) {
    const filters = weight!.shape[0]!;
    const out = host.allocate([attributes.rows.length, filters * attributes.source.width]);
    const values = host.values(weight!);
    const biasAt = host.address(bias!);
    withBatch(host, attributes, filters, (batch) =>
      hopMixInto(host.pool, batch, attributes.mask, values, biasAt, out.address),
    );
    return out;
  },
  gradient([dz], _, attributes) {
    const [weight, bias] = gradientOp({ dz: dz! }, attributes) as [tf.Tensor, tf.Tensor];
    return { weight: () => weight, bias: () => bias };
  },
});

/**
 * Gather, inverted input dropout, 1x1 convolution over hops and flattening in one pass, without a [B, K, D] temporary:
 * z[b, f D + d] = bias[f] + SUM_k weight[f, k] m[b, k, d] x[rows[b], k, d], weight [F, K], bias [F] -> [B, F D].
 * Gradients flow to weight and bias; the input needs none, and its masks are made again from their key (RpHGNN: Hu, Hooi, He,
 * TKDE 2024, local encoder).
 *
 * @param rows positions in the source, length B; they must not be changed before the gradient is taken
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function hopMix(
  source: HopSource,
  rows: Int32Array,
  weight: tf.Tensor,
  bias: tf.Tensor,
  dropout?: Dropout,
): tf.Tensor2D {
  expectLength('The source of a hop mix', source.values, source.numRows * source.hops * source.width);
  checkRows(rows, source.numRows, 'rows');
  expectShape('The filter of a hop mix', weight, [-1, source.hops]);
  expectShape('The bias of a hop mix', bias, [weight.shape[0]!]);
  return op({ weight, bias }, { source, rows, mask: maskArguments(dropout) })[0] as tf.Tensor2D;
}
