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

/** The place of a number among ascending ones; -1 where it is not there. */
function placeOf(rows: Int32Array, row: number): number {
  let low = 0;
  for (let high = rows.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? low : -1;
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
  const places = pairs.flatMap(({ rows, values }) =>
    Array.from(rows, (row, i) => ({ row, values, at: i, width: values.length / rows.length })),
  );
  places.sort((a, b) => a.row - b.row);
  const width = places[0]?.width ?? 0;
  const values = new Float32Array(places.length * width);
  for (const [i, place] of places.entries())
    values.set(place.values.subarray(place.at * width, (place.at + 1) * width), i * width);
  return { rows: Int32Array.from(places, ({ row }) => row), values };
}
