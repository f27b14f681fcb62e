import * as z from 'zod/mini';
import { checkOptions, checkRows, option, type RunOptions, throwIfAborted, yieldToEventLoop } from '../core/index.js';
import { type Tensor2D, tidy } from '../tensor/index.js';
import type { Model } from './model.js';

export interface PredictOptions extends RunOptions {
  /** Rows per forward pass; default 8,192. */
  batchSize?: number;
  /** Name of the progress stage; default 'predict'. */
  stage?: string;
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  batchSize: z.optional(option.count),
  stage: z.optional(z.string('a text')),
});

/**
 * Scores [rows, C] of a model outside training, row-major. Memory: one batch of activations and the result.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export async function predict(model: Model, rows: Int32Array, options: PredictOptions = {}): Promise<Float32Array> {
  return predictRows(rows, (batch) => model.forward(batch, { training: false }), options);
}

/**
 * Any function of rows to a tensor [B, W], batch by batch: scores, embeddings.
 *
 * @returns [rows, W], row-major
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export async function predictRows(
  rows: Int32Array,
  forward: (rows: Int32Array) => Tensor2D,
  options: PredictOptions = {},
): Promise<Float32Array> {
  checkOptions(optionsSchema, options);
  checkRows(rows, 2 ** 31, 'rows');
  const { batchSize = 8192, stage = 'predict', signal, onProgress } = options;
  throwIfAborted(signal);
  let out = new Float32Array(0);
  for (let start = 0; start < rows.length; start += batchSize) {
    await yieldToEventLoop();
    throwIfAborted(signal);
    const batch = rows.subarray(start, start + batchSize);
    const values = tidy(() => forward(batch));
    try {
      const width = values.shape[1];
      if (start === 0) out = new Float32Array(rows.length * width);
      out.set(await values.data(), start * width);
    } finally {
      values.dispose();
    }
    onProgress?.({ stage, done: start + batch.length, total: rows.length, unit: 'rows' });
  }
  return out;
}
