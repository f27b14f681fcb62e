import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { Inputs } from '../inputs/inputs.js';
import { columnOf } from '../inputs/node-inputs.js';

/** Rows that columns are compared on, at most: evenly spaced among those given. */
const MOST_ROWS = 2000;
/** Parts of a column between which it is split. */
const PARTS = 16;
/** Columns between two breaths for others on the thread. */
const COLUMNS_AT_ONCE = 64;

/** How columns are chosen. */
export interface ColumnChoice {
  /** Training rows, in an order that does not depend on that of the nodes. */
  readonly rows: Int32Array;
  /** What is learned of rows, [rows, outputs], row-major: numbers, or 0 and 1 of every class. */
  readonly aimsOf: (rows: Int32Array) => Float32Array;
  /** Columns at most. */
  readonly most: number;
  /** Rows of a leaf at least. */
  readonly leafRows: number;
}

/**
 * Numbers of the columns to learn from, ascending: those that are not the same in all rows; where there are more than `most`, those of which a single split
 * lessens the squares of what is learned most. The last, constant column of the inputs is never among them.
 *
 * @throws {HeteroGraphError} ABORTED
 */
export async function chooseColumns(
  inputs: Inputs,
  { rows, aimsOf, most, leafRows }: ColumnChoice,
  { signal }: RunOptions = {},
): Promise<Int32Array> {
  const varying = Int32Array.from({ length: inputs.width - 1 }, (_, column) => column).filter((column) =>
    varies(inputs, rows, column),
  );
  if (varying.length <= most) return varying;
  const step = Math.max(1, rows.length / MOST_ROWS);
  const some = Int32Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => rows[Math.floor(i * step)]!);
  const search = new SplitSearch(aimsOf(some), some.length, Math.max(1, Math.floor(leafRows / step)));
  const gains: { readonly column: number; readonly gain: number }[] = [];
  for (const [i, column] of varying.entries()) {
    throwIfAborted(signal);
    gains.push({ column, gain: search.gainOf(columnOf(inputs, some, column)) });
    if (i % COLUMNS_AT_ONCE === 0) await yieldToEventLoop();
  }
  // The sort is stable: of equal gains the first columns are kept.
  const chosen = gains.sort((a, b) => b.gain - a.gain).slice(0, most);
  return Int32Array.from(chosen, ({ column }) => column).sort();
}

function varies({ x, width }: Inputs, rows: Int32Array, column: number): boolean {
  const first = x[rows[0]! * width + column]!;
  return rows.some((row) => !Object.is(x[row * width + column], first));
}

/** Looks for the best split of columns of the same rows. */
class SplitSearch {
  readonly #aims: Float32Array;
  readonly #outputs: number;
  readonly #numRows: number;
  readonly #leafRows: number;
  readonly #total: Float64Array;

  constructor(aims: Float32Array, numRows: number, leafRows: number) {
    this.#aims = aims;
    this.#outputs = aims.length / numRows;
    [this.#numRows, this.#leafRows] = [numRows, leafRows];
    this.#total = new Float64Array(this.#outputs);
    for (let i = 0; i < aims.length; i++) this.#total[i % this.#outputs]! += aims[i]!;
  }

  /** How much the best split lessens the sum of the squared differences from the mean; 0 where none leaves enough rows on both sides. Missing values go right. */
  gainOf(values: Float32Array): number {
    const sorted = values.slice().sort();
    const bounds = new Set<number>();
    for (let part = 1; part < PARTS; part++) bounds.add(sorted[Math.floor((part * values.length) / PARTS)]!);
    const upTo = [...bounds].filter((bound) => !Number.isNaN(bound));
    const { counts, sums } = this.#parts(values, upTo);
    const left = new Float64Array(this.#outputs);
    let [best, numLeft] = [0, 0];
    for (const [part] of upTo.entries()) {
      numLeft += counts[part]!;
      for (let c = 0; c < this.#outputs; c++) left[c]! += sums[part * this.#outputs + c]!;
      const numRight = this.#numRows - numLeft;
      if (numLeft < this.#leafRows || numRight < this.#leafRows) continue;
      best = Math.max(best, this.#gain(left, numLeft, numRight));
    }
    return best;
  }

  /** Rows and sums of what is learned by part: the first bound that a value is not above, or behind all. */
  #parts(values: Float32Array, upTo: readonly number[]) {
    const counts = new Float64Array(upTo.length + 1);
    const sums = new Float64Array((upTo.length + 1) * this.#outputs);
    for (const [row, value] of values.entries()) {
      let part = 0;
      while (part < upTo.length && !(value <= upTo[part]!)) part++;
      counts[part]! += 1;
      for (let c = 0; c < this.#outputs; c++) sums[part * this.#outputs + c]! += this.#aims[row * this.#outputs + c]!;
    }
    return { counts, sums };
  }

  #gain(left: Float64Array, numLeft: number, numRight: number): number {
    let gain = 0;
    for (let c = 0; c < left.length; c++) {
      const [total, right] = [this.#total[c]!, this.#total[c]! - left[c]!];
      gain += left[c]! ** 2 / numLeft + right ** 2 / numRight - total ** 2 / this.#numRows;
    }
    return gain;
  }
}
