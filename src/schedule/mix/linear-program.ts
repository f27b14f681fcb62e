import { HeteroGraphError } from '../../core/index.js';

/** Least costs . x with rows x <= limits and x >= 0, where no cost is below 0. */
export interface LinearProgram {
  /** [variables], from 0. */
  readonly costs: readonly number[];
  /** [conditions] of [variables]. */
  readonly rows: readonly Float64Array[];
  /** [conditions]. */
  readonly limits: readonly number[];
}

export interface LinearSolution {
  readonly value: number;
  /** [variables] */
  readonly x: Float64Array;
}

/** Below this a number counts as 0, where the largest entry of a row is 1. */
const ZERO = 1e-10;

/**
 * The dual simplex method on a dense tableau (Lemke 1954): since no cost is below 0, x = 0 is where it starts, and no first phase is
 * needed. Bland's rule takes over where it does not get on. O(conditions x variables) a step, some conditions + variables steps.
 *
 * ```ts
 * minimise({ costs: [2, 3], rows: [Float64Array.of(-1, -1)], limits: [-4] }); // x + y >= 4: { value: 8, x: [4, 0] }
 * ```
 *
 * @returns undefined where no x fulfils all conditions
 * @throws {HeteroGraphError} INTERNAL where it does not end
 */
export function minimise({ costs, rows, limits }: LinearProgram): LinearSolution | undefined {
  const n = costs.length;
  const m = rows.length;
  const width = n + 1;
  // Conditions, each made as large as the others, then the costs; last in a row its limit, and last of all minus the value.
  const table = new Float64Array((m + 1) * width);
  for (const [i, row] of rows.entries()) {
    const scale = 1 / (row.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0) || 1);
    for (let j = 0; j < n; j++) table[i * width + j] = scale * row[j]!;
    table[i * width + n] = scale * limits[i]!;
  }
  const price = costs.reduce((largest, cost) => Math.max(largest, cost), 0) || 1;
  for (const [j, cost] of costs.entries()) table[m * width + j] = cost / price;
  // Variables n + i are what is left of limit i.
  const basic = Int32Array.from({ length: m }, (_, i) => n + i);
  const free = Int32Array.from({ length: n }, (_, j) => j);
  const patience = 4 * (m + n);
  for (let step = 0; ; step++) {
    if (step > 100 * (m + n) + 1000)
      throw new HeteroGraphError('INTERNAL', 'A linear programme was not solved.', { hint: 'Please report it.' });
    const isBland = step > patience;
    const row = leaving(table, width, basic, isBland);
    if (row < 0) break;
    const column = entering(table, width, row, free, isBland);
    if (column < 0) return undefined;
    pivot(table, width, row, column);
    [basic[row], free[column]] = [free[column]!, basic[row]!];
  }
  const x = new Float64Array(n);
  for (const [i, variable] of basic.entries()) if (variable < n) x[variable] = Math.max(0, table[i * width + n]!);
  return { value: -table[m * width + n]! * price, x };
}

/** The row that lacks most, or by Bland's rule the first variable that lacks; -1 where none does. */
function leaving(table: Float64Array, width: number, basic: Int32Array, isBland: boolean): number {
  let best = -1;
  for (let i = 0; i < basic.length; i++) {
    const value = table[i * width + width - 1]!;
    if (value >= -ZERO) continue;
    const isBetter = best < 0 || (isBland ? basic[i]! < basic[best]! : value < table[best * width + width - 1]!);
    if (isBetter) best = i;
  }
  return best;
}

/**
 * The column whose cost rises least for what it gives. Of several that are alike: the one of the largest entry, which loses fewest digits, or
 * by Bland's rule the first variable.
 */
function entering(table: Float64Array, width: number, row: number, free: Int32Array, isBland: boolean): number {
  const costs = table.length - width;
  const ratioOf = (j: number) => Math.max(0, table[costs + j]!) / -table[row * width + j]!;
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < free.length; j++) if (table[row * width + j]! < -ZERO) least = Math.min(least, ratioOf(j));
  let best = -1;
  for (let j = 0; j < free.length; j++) {
    const entry = table[row * width + j]!;
    if (entry >= -ZERO || ratioOf(j) > least + ZERO) continue;
    if (best < 0 || (isBland ? free[j]! < free[best]! : entry < table[row * width + best]!)) best = j;
  }
  return best;
}

/** Exchanges the variable of a row with that of a column. */
function pivot(table: Float64Array, width: number, row: number, column: number): void {
  const at = row * width;
  const inverse = 1 / table[at + column]!;
  for (let j = 0; j < width; j++) table[at + j]! *= inverse;
  table[at + column] = inverse;
  for (let start = 0; start < table.length; start += width) {
    const factor = table[start + column]!;
    if (start === at || factor === 0) continue;
    table[start + column] = 0;
    for (let j = 0; j < width; j++) table[start + j]! -= factor * table[at + j]!;
  }
}
