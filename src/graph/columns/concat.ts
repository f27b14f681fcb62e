import type { Data, Vector } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import type { ColumnSchema } from '../schema/schema.js';
import { unpackBits } from './bits.js';
import {
  boolColumn,
  denseColumn,
  NUMERIC_ARRAYS,
  type NumericArray,
  type NumericType,
  nullColumn,
  numericColumn,
  sparseColumn,
  utf8Column,
} from './make.js';

type Typed = Pick<ColumnSchema, 'type' | 'width'>;

/** The column as one chunk with offset 0 whose lists start at 0: without a copy where it is so already. */
export function normalColumn(vector: Vector, column: Typed): Data {
  const [first] = vector.data;
  return vector.data.length === 1 && isNormal(first!) ? first! : concatColumns(column, vector.data);
}

function isNormal(data: Data): boolean {
  return data.offset === 0 && !(data.valueOffsets?.[0] > 0) && data.children.every((child) => child.offset === 0);
}

/**
 * Chunks of one column joined into one. O(bytes); one chunk that is in order is not copied.
 *
 * @throws {HeteroGraphError} TOO_LARGE where offsets pass 2^31 - 1
 */
export function concatColumns(column: Typed, chunks: readonly Data[]): Data {
  const parts = chunks.filter((data) => data.length > 0);
  if (parts.length === 0) return nullColumn(column, 0);
  if (parts.length === 1 && isNormal(parts[0]!)) return parts[0]!;
  const length = parts.reduce((total, data) => total + data.length, 0);
  const valid = parts.some((data) => data.nullCount > 0) ? joinValidity(parts, length) : undefined;
  switch (column.type) {
    case 'bool': {
      const flags = new Uint8Array(length);
      eachPart(parts, (data, at) => flags.set(unpackBits(data.values as Uint8Array, data.offset, data.length), at));
      return boolColumn(flags, valid);
    }
    case 'utf8': {
      const { offsets, ranges } = joinOffsets(parts, length);
      const bytes = new Uint8Array(offsets[length]!);
      for (const { data, from, to, at } of ranges) bytes.set((data.values as Uint8Array).subarray(from, to), at);
      return utf8Column(bytes, offsets, valid);
    }
    case 'dense': {
      const width = column.width ?? 0;
      const values = new Float32Array(length * width);
      eachPart(parts, (data, at) => {
        values.set(data.children[0]!.values.subarray(0, data.length * width), at * width);
      });
      return denseColumn({ kind: 'dense', numRows: length, width, values }, valid);
    }
    case 'sparse': {
      const { offsets, ranges } = joinOffsets(parts, length);
      const indices = new Int32Array(offsets[length]!);
      const values = new Float32Array(offsets[length]!);
      for (const { data, from, to, at } of ranges) {
        const [index, value] = data.children[0]!.children;
        indices.set(index!.values.subarray(from, to), at);
        values.set(value!.values.subarray(from, to), at);
      }
      const width = column.width ?? 0;
      return sparseColumn({ kind: 'sparse', numRows: length, width, indptr: offsets, indices, values }, valid);
    }
    default:
      return numericColumn(column.type, joinNumbers(column.type, parts, length), valid);
  }
}

function eachPart(parts: readonly Data[], visit: (data: Data, at: number) => void): void {
  let at = 0;
  for (const data of parts) {
    visit(data, at);
    at += data.length;
  }
}

function joinNumbers(type: NumericType, parts: readonly Data[], length: number): NumericArray {
  const values = new NUMERIC_ARRAYS[type](length);
  eachPart(parts, (data, at) => values.set(data.values.subarray(0, data.length) as never, at));
  return values;
}

function joinValidity(parts: readonly Data[], length: number): Uint8Array {
  const valid = new Uint8Array(length).fill(1);
  eachPart(parts, (data, at) => {
    if (data.nullCount > 0) valid.set(unpackBits(data.nullBitmap, data.offset, data.length), at);
  });
  return valid;
}

interface Range {
  readonly data: Data;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

function joinOffsets(parts: readonly Data[], length: number): { offsets: Int32Array; ranges: Range[] } {
  const offsets = new Int32Array(length + 1);
  const ranges: Range[] = [];
  let end = 0;
  eachPart(parts, (data, at) => {
    const own = data.valueOffsets as Int32Array;
    const from = own[0]!;
    const to = own[data.length]!;
    const shift = end - from;
    if (to + shift > 2 ** 31 - 1) {
      throw new HeteroGraphError('TOO_LARGE', 'A text or sparse column has more than 2^31 - 1 bytes or entries.', {
        hint: 'Leave the column out, or keep it outside of the graph.',
      });
    }
    ranges.push({ data, from, to, at: end });
    for (let i = 0; i < data.length; i++) offsets[at + i + 1] = own[i + 1]! + shift;
    end = to + shift;
  });
  return { offsets, ranges };
}
