import type { Data } from 'apache-arrow';
import { isNumeric } from '../columns/make.js';
import { numbers, validity } from '../columns/read.js';
import type { ColumnSchema } from '../schema/schema.js';

/**
 * A column as float64, [N], NaN where null; undefined where it holds no numbers. Labels whose classes are named by numbers, as files of
 * text give them, are those numbers; such names as `NaN`, `NA` or `null` are null.
 */
export function readNumbers(column: ColumnSchema, data: Data): Float64Array | undefined {
  if (!isNumeric(column.type)) return undefined;
  const names = column.role === 'label' ? column.classes : undefined;
  if (names?.some((name) => !isMissing(name) && Number.isNaN(numberOf(name)))) return undefined;
  const byClass = names && Float64Array.from(names, numberOf);
  const valid = validity(data);
  return Float64Array.from(numbers(data) as ArrayLike<number | bigint>, (value, row) => {
    if (valid?.[row] === 0) return Number.NaN;
    return byClass ? (byClass[Number(value)] ?? Number.NaN) : Number(value);
  });
}

/** What files have in place of a number that is not known. */
function isMissing(text: string): boolean {
  return /^\s*(nan|n\/a|#n\/a|na|<na>|null|none|-|\?)?\s*$/i.test(text);
}

/** NaN where the text is no number. */
function numberOf(text: string): number {
  const infinite = /^\s*([+-]?)inf(inity)?\s*$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return isMissing(text) ? Number.NaN : Number(text);
}
