import { type ErrorCode, HeteroGraphError, type RunOptions } from '../../../core/index.js';
import { type BadCellPolicy, BadCells } from './bad-cells.js';

/** `fail` raises on the first bad row, `skip` counts and drops them, `collect` keeps what was wrong with each. */
export type BadRowPolicy = 'fail' | 'skip' | 'collect';

/** A row that was left out. `row` counts lines or records of the file from 1, a header included. */
export interface BadRow {
  readonly file: string;
  readonly row: number;
  readonly column?: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Options of every reader that gives Arrow record batches instead of a graph. */
export interface BatchReadOptions extends RunOptions {
  /** Rows of a batch at most, default 65,536. */
  readonly batchRows?: number;
  readonly onBadRow?: BadRowPolicy;
  /** Called with each row left out under the policy `collect`. */
  readonly onBad?: (row: BadRow) => void;
}

/** What became of the rows of a read. */
export interface ReadReport {
  /** Rows taken. */
  readonly numRows: number;
  /** Rows left out; `badRows` holds the first 10,000 of them under the policy `collect`. */
  readonly numBadRows: number;
  readonly badRows: readonly BadRow[];
}

const MAX_COLLECTED = 10_000;

/** Applies a {@link BadRowPolicy} and counts. */
export class BadRows {
  readonly policy: BadRowPolicy;
  readonly rows: BadRow[] = [];
  /** Cells that are no value of their column's type, where these do not make a row bad. */
  readonly cells: BadCells;
  count = 0;

  constructor(policy: BadRowPolicy = 'fail', cellPolicy: BadCellPolicy = 'fail') {
    this.policy = policy;
    this.cells = new BadCells(cellPolicy);
  }

  /** @throws {HeteroGraphError} with the row's code under the policy `fail`. */
  report(bad: BadRow, hint = "Mend the row, or leave bad rows out with onBadRow: 'skip' or 'collect'."): void {
    if (this.policy === 'fail') {
      const { code, message, file, row, column } = bad;
      throw new HeteroGraphError(code, message, { file, row, ...(column === undefined ? {} : { column }), hint });
    }
    this.count++;
    if (this.policy === 'collect' && this.rows.length < MAX_COLLECTED) this.rows.push(bad);
  }

  /** Calls `onBad` with each row collected since the last call. */
  drain(onBad: BatchReadOptions['onBad']): void {
    for (const row of this.rows.splice(0)) onBad?.(row);
  }
}
