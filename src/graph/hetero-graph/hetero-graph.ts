import type { Data, Table } from 'apache-arrow';
import { type Adjacency, expectArgument, type FeatureMatrix, HeteroGraphError, showAs } from '../../core/index.js';
import { isNumeric } from '../columns/make.js';
import { booleans, chunk, denseMatrix, numbers, sparseMatrix, validity } from '../columns/read.js';
import { type IdIndex, idIndex } from '../ids/id-index.js';
import {
  type ColumnSchema,
  type EdgeType,
  type EdgeTypeRef,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
} from '../schema/schema.js';
import { checkSchema } from '../schema/schema-check.js';
import { buildAdjacency, rowOffsets } from './adjacency.js';
import { type Direction, type GraphStore, type GraphTables, storeOf } from './graph-store.js';
import { graphHtml, graphText } from './graph-text.js';
import { type Labels, readLabels } from './labels.js';
import { readNumbers } from './numbers.js';

/**
 * An immutable graph of typed nodes and edges: one Arrow table a node type, one an edge type (whose `source` and `target`
 * are row numbers of the node tables), CSR both ways built on demand and kept. Shape letters: N nodes of a type, E edges
 * of a type, D features.
 *
 * Typed arrays that accessors return are views of the graph wherever that is possible; never write to them.
 */
export class HeteroGraph {
  readonly schema: GraphSchema;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly EdgeType[];
  readonly #store: GraphStore;
  readonly #nodeSchemas: ReadonlyMap<string, NodeTypeSchema>;
  readonly #edgeSchemas: ReadonlyMap<string, EdgeTypeSchema>;
  readonly #offsets = new Map<string, Int32Array>();
  readonly #adjacencies = new Map<string, Adjacency>();
  readonly #ids = new Map<string, IdIndex>();

  /** For readers inside the library; users call `graphFromArrays`, `GraphBuilder`, `openGraph` or {@link fromTables}. */
  constructor(schema: GraphSchema, store: GraphStore) {
    this.schema = schema;
    this.nodeTypes = schema.nodes.map((node) => node.name);
    this.edgeTypes = schema.edges.map((edge) => edge.type);
    this.#store = store;
    this.#nodeSchemas = new Map(schema.nodes.map((node) => [node.name, node]));
    this.#edgeSchemas = new Map(schema.edges.map((edge) => [edgeTypeKey(edge.type), edge]));
  }

  /**
   * A graph over Arrow tables that have the schema's column types already; values are trusted, `validateGraph` checks them.
   * Several batches are joined. `graphFromArrow` casts and checks.
   *
   * @throws {HeteroGraphError} INVALID_SCHEMA; UNKNOWN_TYPE, UNKNOWN_COLUMN where the schema names what is not there
   */
  static fromTables(schema: GraphSchema, tables: GraphTables): HeteroGraph {
    const checked = checkSchema(schema);
    return new HeteroGraph(checked, storeOf(checked, tables));
  }

  /** Types, counts and columns for people: what Node, Deno and notebooks print of a graph. */
  toString(): string {
    return graphText(this);
  }

  /** The same as HTML tables. */
  toHTML(): string {
    return graphHtml(this);
  }

  /** Nodes of one type, or of all. @throws {HeteroGraphError} UNKNOWN_TYPE */
  numNodes(type?: string): number {
    if (type !== undefined) return this.#nodeSource(type).numRows;
    let total = 0;
    for (const source of this.#store.nodes.values()) total += source.numRows;
    return total;
  }

  /** Edges of one type, or of all. @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS */
  numEdges(type?: EdgeTypeRef): number {
    if (type !== undefined) return this.#store.edges.get(this.#edgeKey(type))!.numRows;
    let total = 0;
    for (const source of this.#store.edges.values()) total += source.numRows;
    return total;
  }

  /** The table of a node type: the schema's columns, one record batch. @throws {HeteroGraphError} UNKNOWN_TYPE */
  nodeTable(type: string): Table {
    return this.#nodeSource(type).table();
  }

  /** The table of an edge type: `source`, `target`, then the schema's columns; one record batch. */
  edgeTable(type: EdgeTypeRef): Table {
    return this.#store.edges.get(this.#edgeKey(type))!.table();
  }

  /** @throws {HeteroGraphError} UNKNOWN_TYPE */
  nodeSchema(type: string): NodeTypeSchema {
    const schema = this.#nodeSchemas.get(type);
    if (schema) return schema;
    throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${type}".`, {
      type,
      hint: `The graph has: ${this.nodeTypes.join(', ') || 'none'}.`,
    });
  }

  edgeSchema(type: EdgeTypeRef): EdgeTypeSchema {
    return this.#edgeSchemas.get(this.#edgeKey(type))!;
  }

  /**
   * The triple that a reference names: a triple, its key `source>relation>target`, or a relation that only one triple has.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS where several triples have the relation
   */
  resolveEdgeType(ref: EdgeTypeRef): EdgeType {
    const text = typeof ref === 'string' ? ref : edgeTypeKey(ref);
    const exact = this.#edgeSchemas.get(text);
    if (exact) return exact.type;
    const fitting = typeof ref === 'string' ? this.edgeTypes.filter((type) => type[1] === ref) : [];
    if (fitting.length === 1) return fitting[0]!;
    const keys = (types: readonly EdgeType[]) => types.map(edgeTypeKey).join(', ') || 'none';
    if (fitting.length > 1) {
      const hint = `Use one of: ${keys(fitting)}.`;
      const message = `"${text}" names ${fitting.length} edge types.`;
      throw new HeteroGraphError('AMBIGUOUS', message, { type: text, hint });
    }
    const hint = `The graph has: ${keys(this.edgeTypes)}.`;
    throw new HeteroGraphError('UNKNOWN_TYPE', `There is no edge type "${text}".`, { type: text, hint });
  }

  /** Row numbers of both ends, [E] each, without a copy. */
  edgeIndex(type: EdgeTypeRef): { source: Int32Array; target: Int32Array } {
    const table = this.edgeTable(type);
    return { source: numbers(chunk(table.getChildAt(0)!)), target: numbers(chunk(table.getChildAt(1)!)) };
  }

  /**
   * CSR over shared memory. `out`: rows are source nodes, indices their targets; `in`: rows are target nodes, indices
   * their sources. Entries of a row are in edge order, parallel edges kept. O(N + E) once, then kept.
   */
  adjacency(ref: EdgeTypeRef, direction: Direction): Adjacency {
    const type = this.resolveEdgeType(ref);
    const key = `${direction} ${edgeTypeKey(type)}`;
    let adjacency = this.#adjacencies.get(key);
    if (!adjacency) {
      adjacency = this.#makeAdjacency(type, direction);
      this.#adjacencies.set(key, adjacency);
    }
    return adjacency;
  }

  /**
   * Row offsets of {@link adjacency}, [N + 1]: the degree of node n is `offsets[n + 1] - offsets[n]`. Cheaper than the
   * adjacency, and read at once from a saved graph.
   */
  rowOffsets(ref: EdgeTypeRef, direction: Direction): Int32Array {
    const type = this.resolveEdgeType(ref);
    const key = `${direction} ${edgeTypeKey(type)}`;
    let offsets = this.#offsets.get(key);
    if (!offsets) {
      offsets = this.#store.offsets?.(edgeTypeKey(type), direction);
      if (!offsets) {
        const { source, target } = this.edgeIndex(type);
        offsets =
          direction === 'out' ? rowOffsets(source, this.numNodes(type[0])) : rowOffsets(target, this.numNodes(type[2]));
      }
      this.#offsets.set(key, offsets);
    }
    return offsets;
  }

  /** Edges of every node, [N]: of source nodes for `out`, of target nodes for `in`. */
  degrees(ref: EdgeTypeRef, direction: Direction): Int32Array {
    const offsets = this.rowOffsets(ref, direction);
    const degrees = new Int32Array(offsets.length - 1);
    for (let n = 0; n < degrees.length; n++) degrees[n] = offsets[n + 1]! - offsets[n]!;
    return degrees;
  }

  /**
   * A feature matrix of a node type, [N, D], without a copy: of the named dense or sparse column, or of the first one
   * with the role `feature`; undefined where there is none.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE where the named column is no matrix
   */
  features(type: string, name?: string): FeatureMatrix | undefined {
    const isMatrix = (column: ColumnSchema) => column.type === 'dense' || column.type === 'sparse';
    const found = this.#nodeColumn(type, name, (column) => column.role === 'feature' && isMatrix(column));
    if (!found) return undefined;
    const { column, data } = found;
    if (!isMatrix(column)) throw wrongType(type, column, 'a matrix', 'Use the featureMatrix transform for scalars.');
    return column.type === 'dense' ? denseMatrix(data, column.width!) : sparseMatrix(data, column.width!);
  }

  /**
   * Labels of a node type: of the named column, or of the first one with the role `label`; undefined where there is none.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE where the named column cannot hold labels
   */
  labels(type: string, name?: string): Labels | undefined {
    const found = this.#nodeColumn(type, name, (column) => column.role === 'label');
    if (!found) return undefined;
    const { column, data } = found;
    if (!['int32', 'bool', 'dense'].includes(column.type)) throw wrongType(type, column, 'int32, bool or dense labels');
    return readLabels(column, data);
  }

  /**
   * A numeric column of a node type as float64, [N], NaN where null, whatever its role. Labels whose classes are named by numbers are those
   * numbers. O(N), copies.
   *
   * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE where the column holds no numbers
   */
  numbers(type: string, name: string): Float64Array {
    expectArgument(name, 'text', 'name');
    const { column, data } = this.#nodeColumn(type, name, () => false)!;
    const values = readNumbers(column, data);
    if (values) return values;
    throw wrongType(type, column, column.classes ? 'numbers; its classes are named otherwise' : 'numeric');
  }

  /** A bool column as 0/1, [N]; 0 where null. @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE */
  mask(type: string, name: string): Uint8Array {
    expectArgument(name, 'text', 'name');
    const { column, data } = this.#nodeColumn(type, name, () => false)!;
    if (column.type !== 'bool') throw wrongType(type, column, 'bool');
    return booleans(data);
  }

  /**
   * Weights of an edge type as float32, [E], NaN where null: of the named column, or of the first one with the role
   * `weight`; undefined where there is none. No copy where the column is float32 without nulls.
   */
  weights(ref: EdgeTypeRef, name?: string): Float32Array | undefined {
    const found = this.#edgeColumn(ref, name, (column) => column.role === 'weight');
    if (!found) return undefined;
    const values = scalars(edgeTypeKey(this.resolveEdgeType(ref)), found.column, found.data);
    const valid = validity(found.data);
    if (values instanceof Float32Array && !valid) return values;
    return Float32Array.from(values as ArrayLike<number>, (value, e) =>
      valid?.[e] === 0 ? Number.NaN : Number(value),
    );
  }

  /**
   * Times of a node or edge type as float64, [N] or [E], NaN where null: of the named column, or of the first one with
   * the role `time`; undefined where there is none. A name that is both a node type and a relation means the node type.
   */
  times(ref: string | EdgeTypeRef, name?: string): Float64Array | undefined {
    const isTime = (column: ColumnSchema) => column.role === 'time';
    const isNode = typeof ref === 'string' && this.#nodeSchemas.has(ref);
    const found = isNode ? this.#nodeColumn(ref, name, isTime) : this.#edgeColumn(ref, name, isTime);
    if (!found) return undefined;
    const values = scalars(typeof ref === 'string' ? ref : edgeTypeKey(ref), found.column, found.data);
    const valid = validity(found.data);
    if (values instanceof Float64Array && !valid) return values;
    return Float64Array.from(values as ArrayLike<number>, (value, i) =>
      valid?.[i] === 0 ? Number.NaN : Number(value),
    );
  }

  /** External ids of a node type, from its first column with the role `id`; the lookup is built on first use. */
  ids(type: string): IdIndex {
    let index = this.#ids.get(type) ?? this.#store.ids?.(type);
    if (!index) {
      const found = this.#nodeColumn(type, undefined, (column) => column.role === 'id');
      index = idIndex(found?.data, this.numNodes(type));
      this.#ids.set(type, index);
    }
    return index;
  }

  #nodeSource(type: string) {
    this.nodeSchema(type);
    return this.#store.nodes.get(type)!;
  }

  #edgeKey(ref: EdgeTypeRef): string {
    return edgeTypeKey(this.resolveEdgeType(ref));
  }

  #makeAdjacency(type: EdgeType, direction: Direction): Adjacency {
    const [numSources, numTargets] = [this.numNodes(type[0]), this.numNodes(type[2])];
    const [numRows, numCols] = direction === 'out' ? [numSources, numTargets] : [numTargets, numSources];
    const indptr = this.rowOffsets(type, direction);
    const { source, target } = this.edgeIndex(type);
    const file = this.#store.offsetsFile?.(edgeTypeKey(type));
    return direction === 'out'
      ? buildAdjacency(source, target, numRows, numCols, indptr, file)
      : buildAdjacency(target, source, numRows, numCols, indptr, file);
  }

  #nodeColumn(type: string, name: string | undefined, fits: (column: ColumnSchema) => boolean) {
    return findColumn(type, this.nodeSchema(type).columns, 0, () => this.nodeTable(type), name, fits);
  }

  #edgeColumn(ref: EdgeTypeRef, name: string | undefined, fits: (column: ColumnSchema) => boolean) {
    const { type, columns } = this.edgeSchema(ref);
    return findColumn(edgeTypeKey(type), columns, 2, () => this.edgeTable(type), name, fits);
  }
}

function findColumn(
  type: string,
  columns: readonly ColumnSchema[],
  offset: number,
  table: () => Table,
  name: string | undefined,
  fits: (column: ColumnSchema) => boolean,
): { column: ColumnSchema; data: Data } | undefined {
  const at = columns.findIndex((column) => (name === undefined ? fits(column) : column.name === name));
  if (at >= 0) return { column: columns[at]!, data: chunk(table().getChildAt(at + offset)!) };
  if (name === undefined) return undefined;
  const hint = `The type has: ${columns.map((column) => column.name).join(', ') || 'none'}.`;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, { type, column: name, hint });
}

function scalars(type: string, column: ColumnSchema, data: Data) {
  if (isNumeric(column.type)) return numbers(data);
  throw wrongType(type, column, 'numeric');
}

function wrongType(type: string, column: ColumnSchema, mustBe: string, hint?: string): HeteroGraphError {
  const message = `The column is ${column.type}; it must be ${mustBe}.`;
  return new HeteroGraphError('WRONG_DTYPE', message, { type, column: column.name, hint });
}

showAs(HeteroGraph.prototype, (graph) => ({ 'text/html': graph.toHTML() }));
