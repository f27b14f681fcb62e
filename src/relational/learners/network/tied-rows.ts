import type { StateInputs } from './state-inputs.js';

/**
 * Rows in the order of time with those of one time and content in the order of what their states are computed of, so that sums of them do not depend on where
 * they stand in their table.
 *
 * @param times of the rows, ascending
 * @param hashes of what all rows of the table say
 */
export function withTiesInOrder(
  rows: Int32Array,
  times: Float64Array,
  hashes: Float64Array,
  inputs: StateInputs,
): Int32Array {
  const isTie = (i: number) => times[i] === times[i - 1] && hashes[rows[i]!] === hashes[rows[i - 1]!];
  if (!rows.some((_, i) => i > 0 && isTie(i))) return rows;
  const ordered = rows.slice();
  for (let from = 0, to = 1; from < rows.length; from = to++) {
    while (to < rows.length && isTie(to)) to++;
    if (to === from + 1) continue;
    const tied = Array.from(rows.subarray(from, to), (row) => {
      const values = new Float64Array(inputs.width);
      inputs.write({ row, time: times[from]!, until: times[from]! }, values);
      return { row, values };
    });
    tied.sort((a, b) => byNumbers(a.values, b.values));
    ordered.set(
      tied.map(({ row }) => row),
      from,
    );
  }
  return ordered;
}

function byNumbers(a: Float64Array, b: Float64Array): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
