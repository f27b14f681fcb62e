import { HeteroGraphError } from '../../core/index.js';

/**
 * The scores or embeddings of rows, if they are numbers: weights or features that are too large give infinities and NaN.
 *
 * @throws {HeteroGraphError} NON_FINITE naming the row
 */
export function finiteScores(values: Float32Array, rows: Int32Array): Float32Array {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  const row = rows[Math.floor((at * rows.length) / values.length)]!;
  throw new HeteroGraphError('NON_FINITE', `The model gives ${values[at]} for a node.`, {
    row,
    hint: 'Look for features of the node that are far larger than those of training, or train the model again.',
  });
}
