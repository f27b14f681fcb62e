import { type Data, Type } from 'apache-arrow';
import { numbers } from '../columns/read.js';
import { textReader } from '../columns/text.js';
import { IdMap, idKey } from './id-map.js';
import { TextIndex } from './text-index.js';

/** External ids of a node type, both ways. Without an id column the ids are the row numbers. */
export interface IdIndex {
  readonly size: number;
  /** Numbers as numbers (int64 beyond 2^53 as text), texts as strings. */
  idOf(row: number): string | number;
  /** -1 where the id is unknown; the first row of a duplicate. "12" and 12 are the same id. */
  indexOf(id: string | number | bigint): number;
  /** Pairs [row, first row with the same id] of rows whose id was there before. */
  readonly duplicates: readonly (readonly [row: number, first: number])[];
}

/** At most so many duplicates are listed. */
const DUPLICATE_LIMIT = 1000;

/** Indexes an id column: O(N) time, 8 bytes a text id and 20 to 40 a numeric one. */
export function idIndex(column: Data | undefined, size: number): IdIndex {
  if (!column) return identityIndex(size);
  const duplicates: [number, number][] = [];
  const onDuplicate = (row: number, first: number) => {
    if (duplicates.length < DUPLICATE_LIMIT) duplicates.push([row, first]);
  };
  if (column.typeId === Type.Utf8) {
    const index = new TextIndex(column, onDuplicate);
    const idOf = textReader(column);
    return { size, idOf, indexOf: (id) => index.get(String(id)), duplicates };
  }
  const idOf = numberReader(column);
  const map = new IdMap(size);
  const hasNulls = column.nullCount > 0;
  for (let row = 0; row < size; row++) {
    if (hasNulls && !column.getValid(row)) continue;
    const first = map.add(idOf(row), row);
    if (first >= 0) onDuplicate(row, first);
  }
  return { size, idOf, indexOf: (id) => map.get(id), duplicates };
}

function identityIndex(size: number): IdIndex {
  const indexOf = (id: string | number | bigint) => {
    const row = idKey(id);
    return typeof row === 'number' && Number.isInteger(row) && row >= 0 && row < size ? row : -1;
  };
  return { size, idOf: (row) => row, indexOf, duplicates: [] };
}

function numberReader(column: Data): (row: number) => string | number {
  const values = numbers(column);
  if (!(values instanceof BigInt64Array)) return (row) => values[row]!;
  return (row) => {
    const id = Number(values[row]!);
    return Number.isSafeInteger(id) ? id : String(values[row]!);
  };
}
