import { Table } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { refuseOtherArrow } from '../columns/column-data.js';
import { normalColumn } from '../columns/concat.js';
import { makeTable } from '../columns/table.js';
import type { IdIndex } from '../ids/id-index.js';
import { type ColumnSchema, type EdgeType, END_COLUMNS, edgeTypeKey, type GraphSchema } from '../schema/schema.js';

export type Direction = 'out' | 'in';

/** A table and its length, which may be known before the table is read. */
export interface TableSource {
  readonly numRows: number;
  /** Columns in schema order, each one chunk in normal form. */
  table(): Table;
}

/** Where a graph's tables come from. */
export interface GraphStore {
  readonly nodes: ReadonlyMap<string, TableSource>;
  /** By edge type key. */
  readonly edges: ReadonlyMap<string, TableSource>;
  /** The index of a type's ids, where it was made already. */
  ids?(type: string): IdIndex | undefined;
  /** Row offsets [numRows + 1] that were saved with the graph. */
  offsets?(key: string, direction: Direction): Int32Array | undefined;
  /** The file of these offsets. */
  offsetsFile?(key: string): string | undefined;
}

/** Tables by node type, and by edge type or its key. */
export interface GraphTables {
  readonly nodes: Readonly<Record<string, Table>> | ReadonlyMap<string, Table>;
  readonly edges: ReadonlyMap<string, Table> | readonly (readonly [EdgeType, Table])[];
}

/**
 * @throws {HeteroGraphError} UNKNOWN_TYPE where a type of the schema has no table, UNKNOWN_COLUMN where a table lacks a
 * column
 */
export function storeOf(schema: GraphSchema, tables: GraphTables): GraphStore {
  const nodeTables = tables.nodes instanceof Map ? tables.nodes : new Map(Object.entries(tables.nodes));
  const edgeTables = Array.isArray(tables.edges)
    ? new Map((tables.edges as readonly (readonly [EdgeType, Table])[]).map(([type, t]) => [edgeTypeKey(type), t]))
    : (tables.edges as ReadonlyMap<string, Table>);
  const nodes = schema.nodes.map(({ name, columns }) => [name, source(name, columns, nodeTables.get(name))] as const);
  const edges = schema.edges.map(({ type, columns }) => {
    const key = edgeTypeKey(type);
    return [key, source(key, [...END_COLUMNS, ...columns], edgeTables.get(key))] as const;
  });
  return { nodes: new Map(nodes), edges: new Map(edges) };
}

function source(type: string, columns: readonly ColumnSchema[], table: Table | undefined): TableSource {
  if (!(table instanceof Table)) {
    refuseOtherArrow(table);
    throw new HeteroGraphError('UNKNOWN_TYPE', 'A type of the schema has no table.', {
      type,
      hint: 'Give an Arrow table for each type, or leave the type out of the schema.',
    });
  }
  const normal = normalTable(type, columns, table);
  return { numRows: normal.numRows, table: () => normal };
}

/** The table with the schema's columns in their order, each one chunk in normal form; itself where it is so. */
export function normalTable(type: string, columns: readonly ColumnSchema[], table: Table): Table {
  const { fields } = table.schema;
  const position = new Map(fields.map((field, i) => [field.name, i]));
  let same = table.batches.length === 1 && fields.length === columns.length;
  const children = columns.map((column, i) => {
    const at = position.get(column.name);
    if (at === undefined) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', 'A column of the schema is not in the table.', {
        type,
        column: column.name,
        hint: `The table has: ${fields.map((field) => field.name).join(', ') || 'none'}.`,
      });
    }
    const vector = table.getChildAt(at)!;
    const data = normalColumn(vector, column);
    same &&= at === i && data === vector.data[0];
    return data;
  });
  return same ? table : makeTable(columns, children, table.numRows);
}
