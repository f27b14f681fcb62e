import type { Table } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { booleans, chunk, numbers, validity } from '../../graph/internal.js';

export type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Numbers of an edge type, [E], without a copy but for int64 and bool. @throws as {@link nodeNumbers} */
export function edgeNumbers(graph: HeteroGraph, type: EdgeType, name: string): Numbers {
  return read(edgeTypeKey(type), graph.edgeSchema(type).columns, 2, graph.edgeTable(type), name);
}

/**
 * Numbers of a node type, [N], bools as 0 and 1; without a copy but for int64 and bool.
 *
 * @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE, NULL_VALUE naming the first row without a value
 */
export function nodeNumbers(graph: HeteroGraph, type: string, name: string): Numbers {
  return read(type, graph.nodeSchema(type).columns, 0, graph.nodeTable(type), name);
}

function read(type: string, columns: readonly ColumnSchema[], offset: number, table: Table, name: string): Numbers {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
      type,
      column: name,
      hint: `The type has: ${columns.map((column) => column.name).join(', ') || 'none'}.`,
    });
  }
  const data = chunk(table.getChildAt(at + offset)!);
  const missing = validity(data)?.indexOf(0) ?? -1;
  if (missing >= 0) {
    throw new HeteroGraphError('NULL_VALUE', 'A value is missing.', {
      type,
      column: name,
      row: missing,
      hint: 'Fill the gaps, or leave these rows out.',
    });
  }
  const column = columns[at]!;
  if (column.type === 'bool') return booleans(data);
  if (column.type === 'int64') return Float64Array.from(numbers<BigInt64Array>(data), Number);
  if (column.type === 'int32' || column.type === 'float32' || column.type === 'float64') return numbers(data);
  throw new HeteroGraphError('WRONG_DTYPE', `The column is ${column.type} where numbers are needed.`, {
    type,
    column: name,
    hint: 'Name a column of numbers or bools.',
  });
}
