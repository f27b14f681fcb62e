import * as z from 'zod/mini';
import type { Pool } from '../../compute/index.js';
import {
  checkOptions,
  checkRows,
  expectArgument,
  HeteroGraphError,
  option,
  type RunOptions,
} from '../../core/index.js';
import type { ValidationRows } from './boost/validation.js';
import { checkCategories, checkColumns, checkNumbers } from './core/check-columns.js';
import { columnsOfRows, numbersOfRows, type TreeColumn } from './core/column.js';

export interface FitTreesOptions extends RunOptions {
  /** Rows to learn from; default: all. */
  readonly rows?: Int32Array;
  /** Rows of the same columns, or of others of the same names, whose loss is followed and ends the training with `earlyStopping`. */
  readonly valid?: { readonly rows: Int32Array } | ValidationRows;
  /** [rows of the columns], how much each counts in training, from 0; validation rows have weights of their own (`valid.weights`). Default: 1. */
  readonly weights?: Float64Array;
  /** Of the loss `lambdarank`: number of the list that each row is in, from 0, [rows of the columns]. */
  readonly groups?: Int32Array;
  /** Default: the process's pool. Bits never depend on its threads. */
  readonly pool?: Pool;
}

/** What is learned from, and what is looked at. */
export interface FitRows {
  readonly columns: readonly TreeColumn[];
  readonly targets: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
  readonly valid: ValidationRows | undefined;
}

const schema = z.strictObject({
  ...option.runOptions,
  rows: z.optional(option.rows),
  valid: z.optional(z.custom<object>((value) => typeof value === 'object' && value !== null, 'an object')),
  weights: z.optional(z.custom<Float64Array>(() => true)),
  groups: z.optional(option.rows),
  pool: z.optional(z.custom<Pool>((value) => typeof value === 'object' && value !== null, 'a Pool')),
});

/** The rows that options name. @throws {HeteroGraphError} for what is of the wrong form */
export function fitRows(
  columns: readonly TreeColumn[],
  targets: Float64Array,
  { rows, valid, weights, groups, ...others }: FitTreesOptions,
): FitRows {
  checkOptions(schema, { rows, valid, weights, groups, ...others });
  const numRows = checkColumns(columns, targets?.length);
  checkNumbers(targets, numRows, 'targets');
  if (weights) checkWeights(weights, numRows, 'weights');
  if (groups) checkGroups(groups, numRows, 'groups');
  for (const column of columns) if (column.kind === 'category') checkCategories(column);
  if (rows) checkRows(rows, numRows, 'rows', { unique: true });
  if ((rows?.length ?? numRows) === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There are no rows to learn from.', { hint: 'Give at least one row.' });
  }
  return {
    columns: rows ? columnsOfRows(columns, rows) : columns,
    targets: rows ? numbersOfRows(targets, rows) : targets,
    weights: rows && weights ? numbersOfRows(weights, rows) : weights,
    groups: rows && groups ? rows.map((row) => groups[row]!) : groups,
    valid: valid && validRows(columns, targets, valid, groups),
  };
}

/** Columns of a model by their names, in its order. @throws {HeteroGraphError} UNKNOWN_COLUMN where one is absent */
export function columnsNamed(names: readonly string[], columns: readonly TreeColumn[]): TreeColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const column = byName.get(name);
    if (column) return column;
    throw new HeteroGraphError('UNKNOWN_COLUMN', 'The model needs a column that is not there.', {
      column: name,
      hint: 'Give all columns that the model was trained on; NaN where a value is missing.',
    });
  });
}

function validRows(
  columns: readonly TreeColumn[],
  targets: Float64Array,
  valid: NonNullable<FitTreesOptions['valid']>,
  groups: Int32Array | undefined,
): ValidationRows {
  if ('rows' in valid) {
    checkRows(valid.rows, targets.length, 'valid.rows');
    const of = { columns: columnsOfRows(columns, valid.rows), targets: numbersOfRows(targets, valid.rows) };
    return expectRows(groups ? { ...of, groups: valid.rows.map((row) => groups[row]!) } : of);
  }
  expectArgument(valid.targets, 'numbers', 'valid.targets');
  checkColumns(valid.columns, valid.targets.length);
  checkNumbers(valid.targets, valid.targets.length, 'valid.targets');
  const names = columns.map(({ name }) => name);
  if ((valid.groups === undefined) !== (groups === undefined)) {
    throw new HeteroGraphError('INVALID_OPTION', 'Only one of groups and valid.groups is given.', {
      ...{ column: 'valid.groups', hint: 'Give the list of each row of both, or of none.' },
    });
  }
  if (valid.groups) checkGroups(valid.groups, valid.targets.length, 'valid.groups');
  if (valid.weights) checkValidWeights(valid.weights, valid.targets.length);
  const weighed = valid.weights ? { weights: valid.weights } : {};
  const of = { columns: columnsNamed(names, valid.columns), targets: valid.targets, ...weighed };
  return expectRows(valid.groups ? { ...of, groups: valid.groups } : of);
}

function expectRows(valid: ValidationRows): ValidationRows {
  if (valid.targets.length > 0) return valid;
  throw new HeteroGraphError('NO_ROWS', 'There are no validation rows.', {
    hint: 'Leave the option valid out, or give it rows.',
  });
}

function checkGroups(groups: Int32Array, numRows: number, what: string): void {
  if (!(groups instanceof Int32Array)) {
    throw new HeteroGraphError('WRONG_DTYPE', `${what} must be an Int32Array.`, {
      ...{ column: what, hint: 'Int32Array.from(numbers) makes one.' },
    });
  }
  if (groups.length !== numRows) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${groups.length} numbers for ${numRows} rows.`, {
      ...{ column: what, hint: 'Give the number of its list for every row.' },
    });
  }
  const row = groups.findIndex((group) => group < 0);
  if (row < 0) return;
  throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The number of the list of row ${row} is ${groups[row]}.`, {
    ...{ column: what, row, hint: 'Numbers are counted from 0.' },
  });
}

function checkWeights(weights: Float64Array, numRows: number, what: string): void {
  checkNumbers(weights, numRows, what);
  const row = weights.findIndex((weight) => weight < 0);
  if (row < 0) return;
  throw new HeteroGraphError('INVALID_WEIGHT', `The weight of row ${row} is ${weights[row]}.`, {
    column: what,
    row,
    hint: 'Weights are numbers from 0.',
  });
}

/** Without weight no validation row says anything. */
function checkValidWeights(weights: Float64Array, numRows: number): void {
  checkWeights(weights, numRows, 'valid.weights');
  if (numRows === 0 || weights.some((weight) => weight > 0)) return;
  throw new HeteroGraphError('INVALID_WEIGHT', 'All validation rows have the weight 0.', {
    column: 'valid.weights',
    hint: 'Leave valid out, or give some of its rows a weight.',
  });
}
