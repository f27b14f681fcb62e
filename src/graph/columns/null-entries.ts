import { type Data, DataType, Vector } from 'apache-arrow';
import type { Report } from '../schema/issues.js';

/**
 * A column of lists whose rows with a missing entry are null, each reported: a graph's matrices know missing rows, not missing
 * entries, and what lies at the place of a missing one is nothing that was meant. Other columns are given back as they are.
 */
export function withoutNullEntries(vector: Vector, report: Report, firstRow: number): Vector {
  if (!DataType.isFixedSizeList(vector.type) && !DataType.isList(vector.type)) return vector;
  let row = firstRow;
  let isSound = true;
  const parts = vector.data.map((data) => {
    const rows = rowsWithNulls(data);
    for (const each of rows) report('NULL_VALUE', 'An entry of the row is missing.', row + each);
    row += data.length;
    isSound &&= rows.length === 0;
    return rows.length === 0 ? data : withNullRows(data, rows);
  });
  return isSound ? vector : new Vector(parts);
}

function rowsWithNulls(data: Data): number[] {
  const child = data.children[0]!;
  // Of a list of structs the struct or one of its parts may be missing.
  const holders = [child, ...child.children].filter(({ nullCount }) => nullCount > 0);
  if (holders.length === 0) return [];
  const { type, valueOffsets, length } = data;
  const size = DataType.isFixedSizeList(type) ? type.listSize : undefined;
  const rows: number[] = [];
  for (let row = 0; row < length; row++) {
    if (!data.getValid(row)) continue;
    const [from, to] =
      size === undefined ? [Number(valueOffsets[row]), Number(valueOffsets[row + 1])] : [row * size, (row + 1) * size];
    let at = from;
    while (at < to && holders.every((holder) => holder.getValid(at))) at++;
    if (at < to) rows.push(row);
  }
  return rows;
}

function withNullRows(data: Data, rows: readonly number[]): Data {
  const { type, offset, length, valueOffsets, values, typeIds } = data;
  const bits = new Uint8Array((offset + length + 7) >> 3).fill(255);
  if (data.nullCount > 0) bits.set(data.nullBitmap.subarray(0, bits.length));
  for (const row of rows) bits[(offset + row) >> 3]! &= ~(1 << ((offset + row) & 7));
  const nullCount = data.nullCount + rows.length;
  return data.clone(type, offset, length, nullCount, [valueOffsets, values, bits, typeIds] as never, data.children);
}
