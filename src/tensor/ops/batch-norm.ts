import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { batchNormGradientInto, batchNormInto, columnStatisticsInto } from '../../compute/internal.js';
import { checkOptions, option } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { stopGradient } from '../engine/stop-gradient.js';
import type { KernelHost } from '../threads/kernel-host.js';
import * as gpu from '../webgpu/batch-norm.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

function arrays(host: KernelHost, { x, scale }: Infos, statistics: number, epsilon: number) {
  const [rows, width] = x!.shape as [number, number];
  return { x: host.address(x!), scale: host.address(scale!), statistics, rows, width, epsilon };
}

/** dx, and the gradients by scale and shift as [2, W]. */
const gradientOp = defineOp<gpu.BatchNormAttributes & { readonly isBatch: boolean }>({
  name: 'HeteroBatchNormGradient',
  webgpu: gpu.batchNormGradient,
  forward(host, inputs, { epsilon, isBatch }) {
    const dx = host.allocate(inputs.x!.shape);
    const sums = host.allocate([2, inputs.x!.shape[1]!]);
    const at = arrays(host, inputs, host.address(inputs.statistics!), epsilon);
    const d = { dy: host.address(inputs.dy!), dx: dx.address, sums: sums.address };
    batchNormGradientInto(host.pool, at, d, isBatch);
    return [dx, sums];
  },
});

function gradients(dy: tf.Tensor, saved: readonly tf.Tensor[], epsilon: number, isBatch: boolean) {
  const [x, scale, statistics] = saved;
  const inputs = { x: x!, scale: scale!, statistics: statistics!, dy };
  const [dx, sums] = gradientOp(inputs, { epsilon, isBatch });
  const row = (r: number) => () => tf.reshape(tf.slice(sums!, [r, 0], [1, -1]), scale!.shape);
  return { x: () => dx!, scale: row(0), shift: row(1) };
}

/** By the statistics of x itself, which are the second output. */
const batchOp = defineOp<gpu.BatchNormAttributes>({
  name: 'HeteroBatchNorm',
  webgpu(backend, inputs, attributes) {
    const statistics = gpu.columnStatistics(backend, inputs.x!);
    return [gpu.batchNorm(backend, { ...inputs, statistics }, attributes), statistics];
  },
  forward(host, inputs, { epsilon }) {
    const [rows, width] = inputs.x!.shape as [number, number];
    const out = host.allocate([rows, width]);
    const statistics = host.allocate([2, width]);
    columnStatisticsInto(host.pool, host.address(inputs.x!), rows, width, statistics.address);
    const at = arrays(host, inputs, statistics.address, epsilon);
    batchNormInto(host.pool, at, host.address(inputs.shift!), out.address);
    return [out, statistics];
  },
  saves: { inputs: ['x', 'scale'], outputs: [false, true] },
  gradient: ([dy], saved, { epsilon }) => gradients(dy!, saved, epsilon, true),
});

/** By statistics that are given. */
const fixedOp = defineOp<gpu.BatchNormAttributes>({
  name: 'HeteroBatchNormFixed',
  webgpu: gpu.batchNorm,
  forward(host, inputs, { epsilon }) {
    const out = host.allocate(inputs.x!.shape);
    const at = arrays(host, inputs, host.address(inputs.statistics!), epsilon);
    batchNormInto(host.pool, at, host.address(inputs.shift!), out.address);
    return out;
  },
  saves: { inputs: ['x', 'scale', 'statistics'] },
  gradient: ([dy], saved, { epsilon }) => gradients(dy!, saved, epsilon, false),
});

export interface BatchNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
  /** Mean and variance of every column, [2, W], to normalise by, as constants; default: those of the batch itself. */
  readonly statistics?: tf.Tensor;
}

const optionsSchema = z.strictObject({ epsilon: z.optional(option.nonNegative), statistics: z.optional(z.unknown()) });

export interface BatchNormResult {
  /** [B, W]. */
  readonly out: tf.Tensor2D;
  /**
   * Mean and variance (over B, not B - 1) of every column of the batch, or those given: [2, W], a constant; for running averages. To be
   * disposed, or made in a tidy.
   */
  readonly statistics: tf.Tensor2D;
}

/**
 * Batch normalisation (Ioffe and Szegedy, ICML 2015): columns of x [B, W] minus their mean, over sqrt(variance + epsilon), times scale [W],
 * plus shift [W]. For predictions pass averages of the training's statistics.
 *
 * ```ts
 * const { out, statistics } = batchNorm(x, scale, shift); // training
 * const prediction = batchNorm(x, scale, shift, { statistics: average }).out;
 * ```
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function batchNorm(
  x: tf.Tensor,
  scale: tf.Tensor,
  shift: tf.Tensor,
  options: BatchNormOptions = {},
): BatchNormResult {
  checkOptions(optionsSchema, options);
  const { epsilon = 1e-5 } = options;
  expectShape('The normalised columns', x, [-1, -1]);
  expectShape('The scale', scale, [x.shape[1]!]);
  expectShape('The shift', shift, [x.shape[1]!]);
  if (options.statistics) {
    expectShape('The statistics', options.statistics, [2, x.shape[1]!]);
    const statistics = stopGradient(options.statistics) as tf.Tensor2D;
    return { out: fixedOp({ x, scale, shift, statistics }, { epsilon })[0] as tf.Tensor2D, statistics };
  }
  const [out, found] = batchOp({ x, scale, shift }, { epsilon });
  const statistics = stopGradient(found!);
  found!.dispose();
  return { out: out as tf.Tensor2D, statistics: statistics as tf.Tensor2D };
}
