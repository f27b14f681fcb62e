import { expectArgument, HeteroGraphError } from '../../core/index.js';

/**
 * What a graph consists of, as plain data: node types, edge types (triples), and the named columns of each.
 * Shape letters: N nodes of a type, E edges of a type, D features, C classes.
 */

/** What a column is for. `feature` columns feed models as they are; those with the role `attribute` by way of `fitFeatures`. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];
export const COLUMN_ROLES = ['id', 'feature', 'label', 'mask', 'time', 'weight', 'text', 'tags', 'attribute'] as const;

/**
 * Type of a column's values. `dense` is FixedSizeList<Float32> of `width`; `sparse` is a CSR matrix of `width` columns
 * stored as List<Struct<index: Int32, value: Float32>>; `time` columns are `float64` (Unix seconds) or `int64`.
 */
export type ColumnType = (typeof COLUMN_TYPES)[number];
export const COLUMN_TYPES = ['int32', 'int64', 'float32', 'float64', 'bool', 'utf8', 'dense', 'sparse'] as const;

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: ColumnRole;
  /** Columns of a `dense` or `sparse` matrix; C for a multi-label column. */
  readonly width?: number;
  /**
   * Class names of a `label` column, in the order of class ids. A single-label column is `int32` with null where
   * unlabelled; a multi-label column is `dense` with 0/1 entries and null rows where unlabelled.
   */
  readonly classes?: readonly string[];
  readonly nullable?: boolean;
  readonly description?: string;
}

export interface NodeTypeSchema {
  readonly name: string;
  readonly columns: readonly ColumnSchema[];
}

/** (source node type, relation, target node type). */
export type EdgeType = readonly [source: string, relation: string, target: string];

export interface EdgeTypeSchema {
  readonly type: EdgeType;
  /** Columns besides `source` and `target`, which every edge table starts with. */
  readonly columns: readonly ColumnSchema[];
  /** The edge type that holds the same edges backwards. A relation may be its own inverse (symmetric). */
  readonly inverse?: EdgeType;
}

/** The columns that every edge table starts with. */
export const END_COLUMNS: readonly ColumnSchema[] = [
  { name: 'source', type: 'int32', role: 'attribute' },
  { name: 'target', type: 'int32', role: 'attribute' },
];

export interface GraphSchema {
  readonly nodes: readonly NodeTypeSchema[];
  readonly edges: readonly EdgeTypeSchema[];
}

/** How an edge type may be named in calls: the triple, or its relation where that is unique in the graph. */
export type EdgeTypeRef = EdgeType | string;

/**
 * Text form of an edge type, one to one: parts joined by '>', with '\' before '>' and '\' inside a part.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where it is not three names
 */
export function edgeTypeKey(type: EdgeType): string {
  if (!Array.isArray(type) || type.length !== 3 || type.some((part) => typeof part !== 'string')) {
    throw new HeteroGraphError('INVALID_OPTION', 'An edge type is an array of three names.', {
      hint: "Give the node type of the sources, the relation and the node type of the targets: ['user', 'rates', 'movie'].",
    });
  }
  return type.map((part) => part.replace(/[\\>]/g, '\\$&')).join('>');
}

/** Inverse of {@link edgeTypeKey}. */
export function parseEdgeTypeKey(key: string): EdgeType | undefined {
  expectArgument(key, 'text', 'key');
  const parts = [''];
  for (let i = 0; i < key.length; i++) {
    const char = key[i]!;
    if (char === '>') parts.push('');
    else parts[parts.length - 1] += char === '\\' && i + 1 < key.length ? key[++i]! : char;
  }
  return parts.length === 3 ? [parts[0]!, parts[1]!, parts[2]!] : undefined;
}

export function sameEdgeType(a: EdgeType, b: EdgeType): boolean {
  expectArgument(a, 'list', 'a');
  expectArgument(b, 'list', 'b');
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** The schema with its keys in one order and without absent ones: equal schemas have equal JSON. */
export function canonicalSchema(schema: GraphSchema): GraphSchema {
  return {
    nodes: schema.nodes.map(({ name, columns }) => ({ name, columns: columns.map(canonicalColumnSchema) })),
    edges: schema.edges.map(({ type, columns, inverse }) => ({
      type: [type[0], type[1], type[2]],
      columns: columns.map(canonicalColumnSchema),
      ...(inverse ? { inverse: [inverse[0], inverse[1], inverse[2]] as const } : {}),
    })),
  };
}

function canonicalColumnSchema(column: ColumnSchema): ColumnSchema {
  const { name, type, role, width, classes, nullable, description } = column;
  return {
    name,
    type,
    role,
    ...(width === undefined ? {} : { width }),
    ...(classes === undefined ? {} : { classes: [...classes] }),
    ...(nullable ? { nullable } : {}),
    ...(description === undefined ? {} : { description }),
  };
}
