import type { Data } from 'apache-arrow';
import { isNumeric } from '../columns/make.js';
import { numbers, validity } from '../columns/read.js';
import type { ColumnSchema } from '../schema/schema.js';

/**
 * A column as float64, [N], NaN where null; undefined where it holds no numbers. Labels whose classes are named by numbers, as files of
 * text give them, are those numbers.
 */
export function readNumbers(column: ColumnSchema, data: Data): Float64Array | undefined {
  if (!isNumeric(column.type)) return undefined;
  const names = column.role === 'label' ? column.classes : undefined;
  const byClass = names && Float64Array.from(names, numberOf);
  if (byClass?.some(Number.isNaN)) return undefined;
  const valid = validity(data);
  return Float64Array.from(numbers(data) as ArrayLike<number | bigint>, (value, row) => {
    if (valid?.[row] === 0) return Number.NaN;
    return byClass ? (byClass[Number(value)] ?? Number.NaN) : Number(value);
  });
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
