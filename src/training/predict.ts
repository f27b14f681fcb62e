import { type Tensor2D, tidy } from '../compute/tensor/index.js';
import { breathe, HeteroGraphError, type RunOptions, throwIfAborted } from '../core/index.js';
import type { Model } from './types.js';

export interface PredictOptions extends RunOptions {
  /** Rows per forward pass; default 8,192. */
  batchSize?: number;
  /** Name of the progress stage; default 'predict'. */
  stage?: string;
}

/**
 * Logits [rows, C] of a model outside training, row-major. Memory: one batch of activations and the result.
 *
 * @throws {HeteroGraphError} ABORTED; INVALID_OPTION where the batch size is no positive integer
 */
export async function predict(model: Model, rows: Int32Array, options: PredictOptions = {}): Promise<Float32Array> {
  return predictRows(rows, model.numClasses, (batch) => model.forward(batch, { training: false }), options);
}

/**
 * Any function of rows to a tensor [B, width], batch by batch: logits, embeddings.
 * @returns [rows, width], row-major
 */
export async function predictRows(
  rows: Int32Array,
  width: number,
  forward: (rows: Int32Array) => Tensor2D,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const { batchSize = 8192, stage = 'predict', signal, onProgress } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new HeteroGraphError('INVALID_OPTION', `batchSize is ${batchSize}.`, {
      hint: 'It must be a positive integer.',
    });
  }
  const out = new Float32Array(rows.length * width);
  for (let start = 0; start < rows.length; start += batchSize) {
    throwIfAborted(signal);
    const batch = rows.subarray(start, start + batchSize);
    const values = tidy(() => forward(batch));
    out.set(await values.data(), start * width);
    values.dispose();
    onProgress?.({ stage, done: start + batch.length, total: rows.length, unit: 'rows' });
    await breathe();
  }
  return out;
}
