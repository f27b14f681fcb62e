import type { Inputs } from '../inputs/inputs.js';

/** What columns are compared with: numbers of the rows [rows], one list an output. */
export type Aims = readonly Float64Array[];

/**
 * Numbers of the columns to learn from, ascending: those that are not the same in all rows; where there are more than `most`, those whose correlation with
 * one of the aims is the largest. The last, constant column of the inputs is never among them.
 *
 * @param rows training rows, in an order that does not depend on that of the nodes
 */
export function chooseColumns({ x, width }: Inputs, rows: Int32Array, aims: Aims, most: number): Int32Array {
  const spreads = aims.map(centred);
  const varying: { column: number; agreement: number }[] = [];
  for (let column = 0; column < width - 1; column++) {
    const values = Float64Array.from(rows, (row) => x[row * width + column]!);
    if (values.every((value) => value === values[0])) continue;
    const { centre, size } = centred(values);
    const agreement = Math.max(0, ...spreads.map((aim) => Math.abs(dot(centre, aim.centre)) / (size * aim.size || 1)));
    varying.push({ column, agreement });
  }
  // The sort is stable: of equal agreement the first columns are kept.
  const chosen = varying.sort((a, b) => b.agreement - a.agreement).slice(0, most);
  return Int32Array.from(chosen, ({ column }) => column).sort();
}

/** Numbers less their mean, and the root of the sum of their squares. */
function centred(values: Float64Array): { readonly centre: Float64Array; readonly size: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centre = values.map((value) => value - mean);
  return { centre, size: Math.sqrt(dot(centre, centre)) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
