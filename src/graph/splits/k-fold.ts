import { RandomStream } from '../../core/index.js';
import { checkCount } from '../options/check-option.js';
import type { NodeSplit } from './node-split.js';

export interface KFoldOptions {
  /** Number of folds, at least 2 and at most the number of rows. */
  folds: number;
  seed: number;
  /** Class per node id (not per row of `rows`); given, every fold has the class shares of the whole. */
  labels?: Int32Array;
}

/**
 * K-fold cross-validation over `rows`: fold i tests on part i, validates on part i + 1 and trains on the rest (with two folds
 * there is no validation part). Every row is tested exactly once.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function kFold(rows: Int32Array, { folds, seed, labels }: KFoldOptions): NodeSplit[] {
  checkCount('folds', folds, 2, rows.length);
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
