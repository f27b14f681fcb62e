import type { Table, Vector } from 'apache-arrow';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import type { ColumnHint } from '../columns/column-store.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, edgeTypeKey, type GraphSchema } from '../schema/schema.js';
import { type AddNodesOptions, GraphBuilder, type GraphBuilderOptions } from './builder.js';
import { arrowGraph } from './check-input.js';

/** An Arrow table of nodes, with what cannot be read off it. */
export interface ArrowNodes extends Pick<AddNodesOptions, 'ids' | 'columns'> {
  readonly type: string;
  readonly table: Table;
}

/** An Arrow table of edges. */
export interface ArrowEdges {
  readonly type: EdgeType;
  readonly table: Table;
  /** Column with the sources; default `source`. */
  readonly source?: string;
  /** Column with the targets; default `target`. */
  readonly target?: string;
  /**
   * `index`: ends are row numbers. `id`: external ids. Default: ids where the end's node type has an id column, else row
   * numbers.
   */
  readonly endpoints?: 'index' | 'id';
  readonly columns?: Readonly<Record<string, ColumnHint>>;
  readonly inverse?: EdgeType;
}

export interface ArrowGraph {
  /** Declares types of columns; columns of types it does not name are inferred. */
  readonly schema?: GraphSchema;
  readonly nodes: readonly ArrowNodes[];
  readonly edges?: readonly ArrowEdges[];
}

/**
 * A graph from Arrow tables, one or several for each type, with any number of batches. Values are cast to the declared
 * types where nothing is lost: integers and floats of any width, dictionaries to text, timestamps to seconds; a
 * dictionary in a column hinted as `label` becomes class ids. Columns that fit already are not copied.
 *
 * @throws {HeteroGraphError} as the builder does; UNKNOWN_COLUMN where an edge table lacks its ends; WRONG_DTYPE also for
 * Arrow types that no graph column can hold
 */
export function graphFromArrow(tables: ArrowGraph, options?: GraphBuilderOptions): HeteroGraph {
  checkOptions(arrowGraph, tables);
  const { schema, nodes, edges = [] } = tables;
  const builder = new GraphBuilder(schema, options);
  const withIds = new Set((schema?.nodes ?? []).filter(({ columns }) => columns.some(isId)).map((node) => node.name));
  for (const { type, table, ids, columns = {} } of nodes) {
    if (ids !== undefined || Object.values(columns).some(isId)) withIds.add(type);
    builder.addNodes(type, vectorsOf(type, table), { ids, columns, count: table.numRows });
  }
  for (const { type, table, source = 'source', target = 'target', endpoints, columns, inverse } of edges) {
    const key = edgeTypeKey(type);
    const { [source]: from, [target]: to, ...rest } = vectorsOf(key, table);
    if (!from || !to) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', 'The table lacks a column with the ends of the edges.', {
        type: key,
        column: from ? target : source,
        hint: `It has: ${table.schema.fields.map((field) => field.name).join(', ') || 'none'}.`,
      });
    }
    const mode = withIds.has(type[0]) || withIds.has(type[2]) ? 'id' : 'index';
    builder.addEdges(type, { ...rest, source: from, target: to }, { endpoints: endpoints ?? mode, columns });
    if (inverse) builder.setInverse(type, inverse);
  }
  return builder.build();
}

function isId(column: { readonly role?: string }): boolean {
  return column.role === 'id';
}

function vectorsOf(type: string, table: Table): Record<string, Vector> {
  const { fields } = table.schema;
  const names = new Set(fields.map((field) => field.name));
  if (names.size !== fields.length) {
    throw new HeteroGraphError('INVALID_SCHEMA', 'The table has two columns of one name.', {
      type,
      column: fields.find(({ name }, i) => fields.findIndex((field) => field.name === name) < i)!.name,
      hint: 'Rename or leave out one of them.',
    });
  }
  return Object.fromEntries(fields.map((field, i) => [field.name, table.getChildAt(i)!]));
}
