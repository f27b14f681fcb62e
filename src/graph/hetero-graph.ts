import type { Table, Vector } from 'apache-arrow';
import { type Adjacency, type FeatureMatrix, HeteroGraphError } from '../core/index.js';
import { buildAdjacency } from './adjacency.js';
import { denseMatrix, numbers, sparseMatrix, validity } from './columns/from-arrow.js';
import { describeGraph, type GraphSummary } from './describe.js';
import { hashGraph } from './hash.js';
import { type IdIndex, idIndex } from './id-index.js';
import {
  type ColumnRole,
  type ColumnSchema,
  type EdgeType,
  type EdgeTypeRef,
  edgeTypeKey,
  type GraphSchema,
} from './schema.js';
import { type ValidationIssue, validateGraph } from './validate.js';

/** Labels of a node type. Single: one class a node, -1 where unlabelled. Multi: 0/1 [N, C] and which rows are labelled. */
export type Labels =
  | {
      readonly kind: 'single';
      readonly values: Int32Array;
      readonly classes: readonly string[];
      readonly numClasses: number;
    }
  | {
      readonly kind: 'multi';
      readonly values: Uint8Array;
      readonly labelled: Uint8Array;
      readonly classes: readonly string[];
      readonly numClasses: number;
    };

export interface GraphTables {
  readonly nodes: ReadonlyMap<string, Table>;
  /** By edge type key. */
  readonly edges: ReadonlyMap<string, Table>;
}

/**
 * An immutable graph of typed nodes and edges: one Arrow table a node type, one an edge type (whose `source` and `target`
 * are dense row numbers), CSR both ways built on demand.
 */
export class HeteroGraph {
  readonly schema: GraphSchema;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly EdgeType[];
  readonly #tables: GraphTables;
  readonly #adjacencies = new Map<string, Adjacency>();
  readonly #ids = new Map<string, IdIndex>();
  #hash: string | undefined;

  /** Trusts its input; {@link GraphBuilder} checks. Every table has at most one record batch. */
  constructor(schema: GraphSchema, tables: GraphTables) {
    this.schema = schema;
    this.nodeTypes = schema.nodes.map((node) => node.name);
    this.edgeTypes = schema.edges.map((edge) => edge.type);
    this.#tables = tables;
  }

  /** Nodes of one type, or of all. */
  numNodes(type?: string): number {
    if (type === undefined) return this.nodeTypes.reduce((total, name) => total + this.numNodes(name), 0);
    return this.nodeTable(type).numRows;
  }

  /** Edges of one type, or of all. */
  numEdges(type?: EdgeTypeRef): number {
    if (type === undefined) return this.edgeTypes.reduce((total, name) => total + this.numEdges(name), 0);
    return this.edgeTable(type).numRows;
  }

  /** @throws {HeteroGraphError} UNKNOWN_NODE_TYPE */
  nodeTable(type: string): Table {
    const table = this.#tables.nodes.get(type);
    if (table) return table;
    throw new HeteroGraphError('UNKNOWN_NODE_TYPE', `There is no node type "${type}".`, {
      type,
      hint: `The graph has: ${this.nodeTypes.join(', ')}.`,
    });
  }

  edgeTable(type: EdgeTypeRef): Table {
    return this.#tables.edges.get(edgeTypeKey(this.resolveEdgeType(type)))!;
  }

  /** @throws {HeteroGraphError} UNKNOWN_EDGE_TYPE, AMBIGUOUS_EDGE_TYPE where a relation name fits several triples */
  resolveEdgeType(ref: EdgeTypeRef): EdgeType {
    const text = typeof ref === 'string' ? ref : edgeTypeKey(ref);
    const fitting = this.edgeTypes.filter(
      (type) => edgeTypeKey(type) === text || (typeof ref === 'string' && type[1] === ref),
    );
    if (fitting.length === 1) return fitting[0]!;
    const known = this.edgeTypes.map(edgeTypeKey).join(', ');
    throw fitting.length === 0
      ? new HeteroGraphError('UNKNOWN_EDGE_TYPE', `There is no edge type "${text}".`, {
          type: text,
          hint: `The graph has: ${known}.`,
        })
      : new HeteroGraphError('AMBIGUOUS_EDGE_TYPE', `"${text}" names ${fitting.length} edge types.`, {
          type: text,
          hint: `Use one of: ${fitting.map(edgeTypeKey).join(', ')}.`,
        });
  }

  /** Dense row numbers of both ends, [E] each, without a copy. */
  edgeIndex(type: EdgeTypeRef): { source: Int32Array; target: Int32Array } {
    const table = this.edgeTable(type);
    return {
      source: numbers<Int32Array>(column(table, 'source')),
      target: numbers<Int32Array>(column(table, 'target')),
    };
  }

  /** 'out': rows are source nodes and indices their targets; 'in': rows are target nodes and indices their sources. */
  adjacency(ref: EdgeTypeRef, direction: 'out' | 'in'): Adjacency {
    const type = this.resolveEdgeType(ref);
    const key = `${direction} ${edgeTypeKey(type)}`;
    let adjacency = this.#adjacencies.get(key);
    if (!adjacency) {
      const { source, target } = this.edgeIndex(type);
      const [sources, targets] = [this.numNodes(type[0]), this.numNodes(type[2])];
      adjacency =
        direction === 'out'
          ? buildAdjacency(source, target, sources, targets)
          : buildAdjacency(target, source, targets, sources);
      this.#adjacencies.set(key, adjacency);
    }
    return adjacency;
  }

  /** The named (or only) dense or sparse feature matrix of a node type; undefined where there is none. */
  features(type: string, name?: string): FeatureMatrix | undefined {
    const found = this.#nodeColumn(type, 'feature', name, (schema) => schema.width !== undefined);
    if (!found) return undefined;
    const { schema, vector } = found;
    return schema.type === 'dense' ? denseMatrix(vector, schema.width!) : sparseMatrix(vector, schema.width!);
  }

  /** The named (or first) label column of a node type; undefined where there is none. */
  labels(type: string, name?: string): Labels | undefined {
    const found = this.#nodeColumn(type, 'label', name);
    if (!found) return undefined;
    const { schema, vector } = found;
    const valid = validity(vector);
    const classes = schema.classes ?? [];
    if (schema.type === 'dense') {
      const values = Uint8Array.from(denseMatrix(vector, schema.width!).values);
      return { kind: 'multi', values, labelled: valid, classes, numClasses: schema.width! };
    }
    const values = Int32Array.from(numbers<Int32Array>(vector), (value, row) => (valid[row] ? value : -1));
    const numClasses = classes.length || values.reduce((most, value) => Math.max(most, value + 1), 0);
    return { kind: 'single', values, classes, numClasses };
  }

  /** 0/1 a node; nulls read as 0. @throws {HeteroGraphError} UNKNOWN_COLUMN */
  mask(type: string, name: string): Uint8Array {
    const vector = column(this.nodeTable(type), name, type);
    const valid = validity(vector);
    return Uint8Array.from(valid, (ok, row) => (ok && vector.get(row) ? 1 : 0));
  }

  /** Weights of an edge type as float32 [E]; undefined where it has none. */
  weights(ref: EdgeTypeRef, name?: string): Float32Array | undefined {
    const type = this.resolveEdgeType(ref);
    const schema = this.schema.edges.find((edge) => edgeTypeKey(edge.type) === edgeTypeKey(type))!;
    const found = schema.columns.find((c) => (name === undefined ? c.role === 'weight' : c.name === name));
    if (!found) return undefined;
    const values = numbers(column(this.edgeTable(type), found.name));
    return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number | bigint>, Number);
  }

  /** Times in Unix seconds as float64, NaN where null; undefined where the type has none. */
  times(ref: string | EdgeType, name?: string): Float64Array | undefined {
    const isNode = typeof ref === 'string' && this.nodeTypes.includes(ref);
    const type = isNode ? undefined : this.resolveEdgeType(ref);
    const columns = type
      ? this.schema.edges.find((edge) => edgeTypeKey(edge.type) === edgeTypeKey(type))!.columns
      : this.schema.nodes.find((node) => node.name === ref)!.columns;
    const found = columns.find((c) => (name === undefined ? c.role === 'time' : c.name === name));
    if (!found) return undefined;
    const vector = column(type ? this.edgeTable(type) : this.nodeTable(ref as string), found.name);
    const valid = validity(vector);
    return Float64Array.from(numbers(vector) as ArrayLike<number | bigint>, (value, row) =>
      valid[row] ? Number(value) : Number.NaN,
    );
  }

  /** External ids of a node type; the lookup is built on first use. */
  ids(type: string): IdIndex {
    let index = this.#ids.get(type);
    if (!index) {
      const found = this.#nodeColumn(type, 'id');
      index = idIndex(found?.vector, this.numNodes(type));
      this.#ids.set(type, index);
    }
    return index;
  }

  /** Counts, columns, degrees, label balance and memory as plain data. */
  describe(): GraphSummary {
    return describeGraph(this);
  }

  /** All defects found, at most `limit` of each kind and column (default 1): empty for a sound graph. */
  validate(options: { limit?: number } = {}): ValidationIssue[] {
    return validateGraph(this, options);
  }

  /** Hex SHA-256 of schema and contents: equal graphs, equal hashes. */
  hash(): string {
    this.#hash ??= hashGraph(this);
    return this.#hash;
  }

  #nodeColumn(
    type: string,
    role: ColumnRole,
    name?: string,
    fits: (schema: ColumnSchema) => boolean = () => true,
  ): { schema: ColumnSchema; vector: Vector } | undefined {
    const table = this.nodeTable(type);
    const { columns } = this.schema.nodes.find((node) => node.name === type)!;
    const schema = columns.find((c) => (name === undefined ? c.role === role && fits(c) : c.name === name));
    if (!schema) {
      if (name === undefined) return undefined;
      throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
        type,
        column: name,
        hint: `The type has: ${columns.map((c) => c.name).join(', ')}.`,
      });
    }
    return { schema, vector: column(table, schema.name, type) };
  }
}

function column(table: Table, name: string, type?: string): Vector {
  const at = table.schema.fields.findIndex((field) => field.name === name);
  if (at >= 0) return table.getChildAt(at)!;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, { type, column: name });
}
