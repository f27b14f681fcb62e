import { HeteroGraphError } from '../../../core/index.js';
import { DAY } from '../../aggregates/spans.js';
import type { Column, Table } from '../../database/types.js';
import { columnOf } from '../../features/lookup.js';
import { summarize } from '../../features/summaries.js';

/** How a column becomes numbers, as plain data. */
export type ColumnInput =
  | {
      readonly kind: 'number';
      readonly column: string;
      readonly isDate: boolean;
      readonly mean: number;
      readonly deviation: number;
      /** Values that have a column of their own, 1 where it is this one. */
      readonly frequent: readonly number[];
    }
  | { readonly kind: 'category'; readonly column: string; readonly values: readonly string[] };

/** Categories, and values of a number, with a column of their own: the most frequent. */
const MOST_CATEGORIES = 16;
const MOST_VALUES = 4;
/** Least share of the rows of such a value of a number. */
const LEAST_SHARE = 0.05;
/** Standard deviations beyond which numbers are cut. */
const FURTHEST = 5;

/** Inputs of the columns of a table, of its rows known until a time: numbers are standardised, with a mark for missing ones; categories have a column each. */
export function planInputs(table: Table, until: number): ColumnInput[] {
  return table.columns.flatMap((column): ColumnInput[] => {
    if (column.use) return [];
    const { present, rows, distinct, frequent } = summarize(table, column, until);
    if (present === 0 || (distinct === 1 && present === rows)) return [];
    if (column.kind === 'category') {
      const values = frequent.slice(0, MOST_CATEGORIES).map(({ value }) => String(value));
      return frequent.length > present / 2 && frequent.length > MOST_CATEGORIES
        ? []
        : [{ kind: 'category', column: column.name, values }];
    }
    const isDate = column.kind === 'date';
    const often = isDate || distinct < 3 ? [] : frequent.filter(({ share }) => share >= LEAST_SHARE);
    return [
      {
        ...{ kind: 'number', column: column.name, isDate, ...spread(table, column, until) },
        frequent: often.slice(0, MOST_VALUES).map(({ value }) => Number(value)),
      },
    ];
  });
}

export function inputWidth(input: ColumnInput): number {
  return input.kind === 'category' ? input.values.length : 2 + input.frequent.length;
}

/** Adds `weight` times the inputs of a row to `out`. @param until what is seen: dates after it are missing */
export type AddRow = (row: number, time: number, until: number, weight: number, out: Float64Array, at: number) => void;

/** The inputs of the columns of a table one after the other. @throws {HeteroGraphError} UNKNOWN_COLUMN, MODEL_MISMATCH */
export function adderOf(table: Table, inputs: readonly ColumnInput[]): AddRow {
  let width = 0;
  const parts = inputs.map((input) => {
    const part = { at: width, add: columnAdder(columnOf(table, input.column), input) };
    width += inputWidth(input);
    return part;
  });
  const { length } = parts;
  return (row, time, until, weight, out, at) => {
    for (let p = 0; p < length; p++) parts[p]!.add(row, time, until, weight, out, at + parts[p]!.at);
  };
}

function columnAdder(column: Column, input: ColumnInput): AddRow {
  if (input.kind === 'category') {
    if (column.kind !== 'category') throw otherKind(column);
    const places = column.categories.map((category) => input.values.indexOf(category));
    return (row, _time, _until, weight, out, at) => {
      const place = column.codes[row]! < 0 ? -1 : places[column.codes[row]!]!;
      if (place >= 0) out[at + place]! += weight;
    };
  }
  const { mean, deviation, frequent, isDate } = input;
  if (column.kind === 'category') throw otherKind(column);
  const { values } = column;
  return (row, time, until, weight, out, at) => {
    const raw = values[row]!;
    const value = isDate ? daysBetween(raw, time, until) : raw;
    if (value - value !== 0) {
      out[at + 1]! += weight;
      return;
    }
    out[at]! += weight * Math.max(-FURTHEST, Math.min(FURTHEST, (value - mean) / deviation));
    const place = frequent.indexOf(value);
    if (place >= 0) out[at + 2 + place]! += weight;
  };
}

function otherKind({ name, kind }: Column): HeteroGraphError {
  return new HeteroGraphError(
    'MODEL_MISMATCH',
    `The column ${name} is of another kind than when the network was learned: ${kind}.`,
    {
      column: name,
      hint: 'Give a database of the same tables and columns, or learn again.',
    },
  );
}

function daysBetween(date: number, time: number, until: number): number {
  return date <= until ? (time - date) / DAY : Number.NaN;
}

/** Of dates as of the latest row, or of the end. */
function spread(
  { time, numRows }: Table,
  column: Exclude<Column, { kind: 'category' }>,
  until: number,
): { readonly mean: number; readonly deviation: number } {
  const known: number[] = [];
  for (let row = 0; row < numRows; row++) {
    if (time && !(time[row]! <= until)) continue;
    const raw = column.values[row]!;
    const at = time ? time[row]! : until;
    const value = column.kind === 'date' ? daysBetween(raw, at, at) : raw;
    if (value - value === 0) known.push(value);
  }
  // Sorted, so that the order of the rows changes no bit of the sums.
  return meanAndDeviation(Float64Array.from(known).sort());
}

function meanAndDeviation(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 1 };
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  return { mean, deviation: variance > 0 && Number.isFinite(variance) ? Math.sqrt(variance) : 1 };
}
