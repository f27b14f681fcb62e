import type { Data } from 'apache-arrow';
import { booleans, numbers, validity } from '../columns/read.js';
import { textReader } from '../columns/text.js';
import { TextIndex } from '../ids/text-index.js';
import type { ColumnType } from '../schema/schema.js';

/** A value of an int32, int64 (bigint), utf8 or bool column. */
export type Category = number | bigint | string | boolean;

/** A column as numbers of distinct values. */
export interface Categorised {
  /** Distinct values, ascending: numbers by size, texts by code unit, false before true. */
  readonly categories: readonly Category[];
  /** [N], index into `categories`, -1 where null. */
  readonly codes: Int32Array;
}

/** Numbers the distinct values of a column; a bool column has both. O(N + C log C). */
export function categorise(type: ColumnType, data: Data): Categorised {
  const valid = validity(data);
  if (type === 'bool') {
    const codes = Int32Array.from(booleans(data), (flag, row) => (valid?.[row] === 0 ? -1 : flag));
    return { categories: [false, true], codes };
  }
  const firsts = type === 'utf8' ? firstTexts(data) : firstNumbers(numbers(data), valid);
  const read = type === 'utf8' ? textReader(data) : numberReader(data);
  const distinct = Array.from(
    firsts.filter((first, row) => first === row),
    (row) => ({ row, value: read(row) }),
  );
  distinct.sort((a, b) => Number(a.value > b.value) - Number(a.value < b.value));
  const codeOf = new Int32Array(data.length);
  for (const [code, { row }] of distinct.entries()) codeOf[row] = code;
  const codes = firsts.map((first) => (first < 0 ? -1 : codeOf[first]!));
  return { categories: distinct.map(({ value }) => value), codes };
}

function numberReader(data: Data): (row: number) => number | bigint {
  const values = numbers(data);
  return (row) => values[row]!;
}

/** The first row with the same text, [N]; -1 where null. */
function firstTexts(data: Data): Int32Array {
  const firsts = Int32Array.from({ length: data.length }, (_, row) => row);
  const valid = validity(data);
  if (valid) for (let row = 0; row < valid.length; row++) if (!valid[row]) firsts[row] = -1;
  new TextIndex(data, (row, first) => {
    firsts[row] = first;
  });
  return firsts;
}

/** The first row with the same number, [N]; -1 where null. */
function firstNumbers(values: ArrayLike<number | bigint>, valid: Uint8Array | undefined): Int32Array {
  const firsts = new Int32Array(values.length).fill(-1);
  const seen = new Map<number | bigint, number>();
  for (let row = 0; row < values.length; row++) {
    if (valid?.[row] === 0) continue;
    const first = seen.get(values[row]!);
    firsts[row] = first ?? row;
    if (first === undefined) seen.set(values[row]!, row);
  }
  return firsts;
}
