import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import type { NodeSplit } from './split-parts.js';

export interface KFoldOptions {
  /** Number of folds, at least 2 and at most the number of rows. */
  folds: number;
  seed: number;
  /** Class per node id (not per row of `rows`); given, every fold has the class shares of the whole. */
  labels?: Int32Array;
}

const optionsSchema = z.strictObject({
  folds: option.countFrom(2),
  seed: option.seed,
  labels: z.optional(z.custom<Int32Array>((value) => value instanceof Int32Array, 'an Int32Array of classes')),
});

/**
 * K-fold cross-validation over `rows`: fold i tests on part i, validates on part i + 1 and trains on the rest (with two folds
 * there is no validation part). Every row is tested exactly once.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; of `rows` WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID
 */
export function kFold(rows: Int32Array, options: KFoldOptions): NodeSplit[] {
  checkOptions(optionsSchema, options);
  const { folds, seed, labels } = options;
  checkRows(rows, labels?.length ?? rows.reduce((max, row) => Math.max(max, row), -1) + 1, 'rows', { unique: true });
  if (folds > rows.length) {
    throw new HeteroGraphError('INVALID_OPTION', `${rows.length} rows cannot be dealt into ${folds} folds.`, {
      column: 'folds',
      hint: 'Use at most as many folds as there are rows.',
    });
  }
  const order = new RandomStream(seed, 'k-fold').shuffle(Int32Array.from(rows));
  // A stable sort by class after shuffling deals each class over the folds in turn.
  const dealt = labels ? Int32Array.from([...order].sort((a, b) => labels[a]! - labels[b]!)) : order;
  const parts = Array.from({ length: folds }, (_, fold) => dealt.filter((_, i) => i % folds === fold));
  const join = (chosen: Int32Array[]) => Int32Array.from(chosen.flatMap((part) => [...part])).sort();
  return parts.map((test, fold) => {
    const validFold = folds === 2 ? -1 : (fold + 1) % folds;
    return {
      test: join([test]),
      valid: validFold < 0 ? new Int32Array(0) : join([parts[validFold]!]),
      train: join(parts.filter((_, other) => other !== fold && other !== validFold)),
    };
  });
}
