import type { Vector } from 'apache-arrow';

/** External ids of a node type, both ways. Without an id column the ids are the row numbers. */
export interface IdIndex {
  readonly size: number;
  idOf(row: number): string | number;
  /** -1 where the id is unknown. Numeric ids are found as numbers; textual ones as strings. */
  indexOf(id: string | number): number;
}

/** Ids by row; the lookup table is made on the first lookup. */
export function idIndex(column: Vector | undefined, size: number): IdIndex {
  if (!column) {
    return {
      size,
      idOf: (row) => row,
      indexOf: (id) => (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < size ? id : -1),
    };
  }
  const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : (value as string | number));
  let rows: Map<string | number, number> | undefined;
  return {
    size,
    idOf: (row) => plain(column.get(row)),
    indexOf: (id) => {
      if (!rows) {
        rows = new Map();
        for (let row = size - 1; row >= 0; row--) rows.set(plain(column.get(row)), row);
      }
      return rows.get(id) ?? -1;
    },
  };
}
