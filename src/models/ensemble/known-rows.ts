import { placeOf } from '../../graph/internal.js';
import { ascendingRows } from '../core/ascending-rows.js';
import type { HeldOutPredictions, LearnedTask } from '../core/types.js';
import { combined } from './combine.js';

/** Those of some of the rows; undefined where one is not among them. */
export function placed(rows: Int32Array, values: Float32Array, wanted: Int32Array): Float32Array | undefined {
  const width = rows.length === 0 ? 0 : values.length / rows.length;
  const found = new Float32Array(wanted.length * width);
  for (const [i, row] of wanted.entries()) {
    const at = placeOf(rows, row);
    if (at < 0) return undefined;
    found.set(values.subarray(at * width, (at + 1) * width), i * width);
  }
  return found;
}

/**
 * What members predict of rows that they did not train on.
 *
 * @param heldOut rows and predictions of them: the copies of the first member, then those of the second, and so on; each copy has other rows
 */
export function ofOthers(
  task: LearnedTask,
  heldOut: readonly (readonly [Int32Array, Float32Array])[],
  copies: number,
): HeldOutPredictions {
  const pairs = Array.from({ length: copies }, (_, copy) => {
    const own = heldOut.filter((__, i) => i % copies === copy);
    return {
      rows: own[0]![0],
      values: combined(
        task,
        own.map(([, values]) => values),
      ),
    };
  });
  const rows = ascendingRows(...pairs.map((pair) => pair.rows));
  const width = pairs[0]!.values.length / pairs[0]!.rows.length;
  const values = new Float32Array(rows.length * width);
  for (const pair of pairs) {
    for (const [i, row] of pair.rows.entries())
      values.set(pair.values.subarray(i * width, (i + 1) * width), placeOf(rows, row) * width);
  }
  return { rows, values };
}
