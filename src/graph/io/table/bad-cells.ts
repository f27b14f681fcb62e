import { describeValue } from './column-plan.js';

/**
 * What becomes of a cell that is no value of its column's type: `fail` makes its row a bad one, `null` takes it as missing and counts it,
 * `collect` also keeps which it was. Ids, ends of edges and columns that may not be null know only the first.
 */
export type BadCellPolicy = (typeof badCells)[number];

export const badCells = ['null', 'fail', 'collect'] as const;

/** A cell that was taken as missing. `row` counts lines or records of the file from 1, a header included. */
export interface BadCell {
  readonly file: string;
  readonly row: number;
  readonly column: string;
  /** The text of the cell, or its value as JSON; cut off after 200 characters. */
  readonly value: string;
}

/** What became of the cells of a read. */
export interface CellReport {
  /** Cells taken as missing because they are no value of their column's type. */
  readonly numBadCells: number;
  /** The first 10,000 of them under the policy `collect`. */
  readonly badCells: readonly BadCell[];
}

const MAX_COLLECTED = 10_000;
const MAX_CHARS = 200;

/** Applies a {@link BadCellPolicy} and counts. */
export class BadCells {
  readonly policy: BadCellPolicy;
  readonly cells: BadCell[] = [];
  count = 0;

  constructor(policy: BadCellPolicy = 'fail') {
    this.policy = policy;
  }

  add(file: string, row: number, column: string, value: unknown): void {
    this.count++;
    if (this.policy !== 'collect' || this.cells.length >= MAX_COLLECTED) return;
    const text = typeof value === 'string' ? value : describeValue(value);
    this.cells.push({ file, row, column, value: text.slice(0, MAX_CHARS) });
  }

  get report(): CellReport {
    return { numBadCells: this.count, badCells: this.cells };
  }

  /** Calls `onCell` with each cell collected since the last call. */
  drain(onCell: ((cell: BadCell) => void) | undefined): void {
    for (const cell of this.cells.splice(0)) onCell?.(cell);
  }
}
