import { type ErrorCode, HeteroGraphError } from '../../core/index.js';
import type { NodeRange } from './network.js';

/** A number for each row of a node type: one for all rows, the name of a column, or the numbers themselves, [rows]. */
export type RowValues = number | string | ArrayLike<number>;

export interface RowValueRule {
  /** Name of the option, for errors. */
  readonly option: string;
  readonly isValid: (value: number) => boolean;
  /** Error code and message for a value that is not valid. */
  readonly code: ErrorCode;
  readonly message: (value: number) => string;
  readonly hint: string;
  /** Reads a column of the node type. */
  readonly column: (name: string) => ArrayLike<number>;
}

export function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/**
 * Calls `write` with the number of every row of a node type, checked.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, the code of the rule naming the first bad row, and what `rule.column` throws
 */
export function readRowValues(
  { name: type, count }: Pick<NodeRange, 'name' | 'count'>,
  given: RowValues,
  rule: RowValueRule,
  write: (row: number, value: number) => void,
): void {
  const values = typeof given === 'string' ? rule.column(given) : given;
  if (typeof values !== 'number' && !isNumbers(values)) {
    throw new HeteroGraphError('INVALID_OPTION', `${rule.option} of a node type is ${values}.`, {
      type,
      column: rule.option,
      hint: 'Give one number for all rows, the name of a column, or a number for each row.',
    });
  }
  if (typeof values !== 'number' && values.length !== count) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${rule.option} has ${values.length} values for ${count} nodes.`, {
      type,
      column: rule.option,
      hint: 'Give one value for each row.',
    });
  }
  const check = (value: number, row?: number): void => {
    if (rule.isValid(value)) return;
    const column = typeof given === 'string' ? given : rule.option;
    throw new HeteroGraphError(rule.code, rule.message(value), { type, column, row, hint: rule.hint });
  };
  if (typeof values === 'number') {
    check(values);
    for (let row = 0; row < count; row++) write(row, values);
    return;
  }
  for (let row = 0; row < count; row++) {
    check(values[row]!, row);
    write(row, values[row]!);
  }
}

/** The rule of probabilities in [0, 1]. */
export function probabilityRule(option: string, column: RowValueRule['column']): RowValueRule {
  return {
    option,
    isValid: (value) => value >= 0 && value <= 1,
    code: 'INVALID_PROBABILITY',
    message: (value) => `A probability of ${option} is ${value}; it must be in [0, 1].`,
    hint: 'Scale the numbers.',
    column,
  };
}

export const isFiniteFromZero = (value: number): boolean => value >= 0 && value < Number.POSITIVE_INFINITY;
