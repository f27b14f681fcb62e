import { HeteroGraphError, type RunOptions, throwIfAborted } from '../core/index.js';
import { type Blocks, CostModel, execute, type Operator, SpillStore } from '../schedule/index.js';
import { type Tensor2D, tidy } from '../tensor/index.js';
import type { Model } from './model.js';

export interface PredictOptions extends RunOptions {
  /** Rows per forward pass; default 8,192. */
  batchSize?: number;
  /** Name of the progress stage; default 'predict'. */
  stage?: string;
}

/**
 * Scores [rows, C] of a model outside training, row-major. Memory: one batch of activations and the result.
 *
 * @throws {HeteroGraphError} ABORTED; INVALID_OPTION where the batch size is no positive integer
 */
export async function predict(model: Model, rows: Int32Array, options: PredictOptions = {}): Promise<Float32Array> {
  return predictRows(rows, (batch) => model.forward(batch, { training: false }), options);
}

/**
 * Any function of rows to a tensor [B, W], batch by batch: scores, embeddings.
 *
 * @returns [rows, W], row-major
 * @throws {HeteroGraphError} ABORTED; INVALID_OPTION where the batch size is no positive integer
 */
export async function predictRows(
  rows: Int32Array,
  forward: (rows: Int32Array) => Tensor2D,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const { batchSize = 8192, stage = 'predict', signal, onProgress } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new HeteroGraphError('INVALID_OPTION', `batchSize is ${batchSize}.`, {
      hint: 'It must be a positive integer.',
    });
  }
  throwIfAborted(signal);
  let out = new Float32Array(0);
  const operators: Operator[] = [];
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = rows.subarray(start, start + batchSize);
    operators.push({
      ...{ name: `${stage} ${start}`, kind: stage, flops: 0, bytes: batch.length * 4 },
      run: async () => {
        const values = tidy(() => forward(batch));
        try {
          const width = values.shape[1];
          if (out.length === 0) out = new Float32Array(rows.length * width);
          out.set(await values.data(), start * width);
        } finally {
          values.dispose();
        }
      },
    });
  }
  await execute(
    { operators, tensors: [] },
    {
      ...{ store: new SpillStore({ blocks }), costs: new CostModel(), devices: [{ name: 'backend' }], signal },
      onOperator: (_, done) => {
        onProgress?.({ stage, done: Math.min(done * batchSize, rows.length), total: rows.length, unit: 'rows' });
      },
    },
  );
  return out;
}

/** Batches share no tensors: what they make goes straight to the result. */
const blocks: Blocks = { allocate: (length) => new Float32Array(length), release: () => undefined };
