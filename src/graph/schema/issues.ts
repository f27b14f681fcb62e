import { HeteroGraphError } from '../../core/index.js';

export type IssueCode =
  | 'UNKNOWN_ID'
  | 'DUPLICATE_ID'
  | 'NULL_VALUE'
  | 'WRONG_DTYPE'
  | 'NON_FINITE'
  | 'LABEL_OUT_OF_RANGE'
  | 'INDEX_OUT_OF_RANGE'
  | 'INVERSE_MISMATCH'
  | 'SHAPE_MISMATCH'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_COLUMN'
  | 'INVALID_UTF8';

/** One defect of a graph, or of what was given to a builder. */
export interface ValidationIssue {
  readonly code: IssueCode;
  readonly message: string;
  /** Node type, or edge type key. */
  readonly type: string;
  readonly column?: string;
  /** Row of the type's table; for a defect of a whole column, absent. */
  readonly row?: number;
  /** The way out. */
  readonly hint?: string;
}

export type Report = (code: IssueCode, message: string, row?: number) => void;

const HINTS: Readonly<Partial<Record<IssueCode, string>>> = {
  UNKNOWN_ID: 'Add the node or leave the edge out.',
  DUPLICATE_ID: 'Ids must be unique within a node type.',
  NULL_VALUE: 'Fill the value in, or declare the column nullable.',
  WRONG_DTYPE: 'Convert the value, or declare another type for the column.',
  NON_FINITE: 'Replace the value by a finite number or by null.',
  LABEL_OUT_OF_RANGE: 'List every class in the schema, or give null where unlabelled.',
  INDEX_OUT_OF_RANGE: 'Indices count from 0 to below the width of the matrix.',
  INVERSE_MISMATCH: 'Drop the inverse from the schema, or make it with addInverseRelations.',
  UNKNOWN_TYPE: 'Declare the type in the schema, or add its nodes.',
  UNKNOWN_COLUMN: 'Declare every column that is given, and give every declared column that is not nullable.',
};

/** Collects issues, at most `limit` of one code and column, or throws the first. */
export class IssueList {
  readonly issues: ValidationIssue[] = [];
  readonly #limit: number;
  readonly #raise: boolean;
  readonly #counts = new Map<string, number>();

  constructor(limit = 100, raise = false) {
    this.#limit = limit;
    this.#raise = raise;
  }

  /** A function that files issues of one column. @throws {HeteroGraphError} the issue's code, where the list raises */
  reporter(type: string, column?: string): Report {
    return (code, message, row) => {
      const hint = HINTS[code];
      if (this.#raise) throw new HeteroGraphError(code, message, { type, column, row, hint });
      const key = JSON.stringify([code, type, column]);
      const count = (this.#counts.get(key) ?? 0) + 1;
      this.#counts.set(key, count);
      if (count <= this.#limit) this.issues.push({ code, message, type, column, row, hint });
    };
  }
}
