import { checkOptions, HeteroGraphError, ownProperty } from '../../core/index.js';
import { type ColumnData, columnLength } from '../columns/column-data.js';
import type { ColumnHint } from '../columns/column-store.js';
import { makeTable } from '../columns/table.js';
import type { TableSource } from '../hetero-graph/graph-store.js';
import { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { idIndex } from '../ids/id-index.js';
import { checkGraph } from '../inspect/validate.js';
import { IssueList, type ValidationIssue } from '../schema/issues.js';
import {
  type EdgeType,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
} from '../schema/schema.js';
import { checkSchema } from '../schema/schema-check.js';
import { builderOptions, checkColumns, edgeOptions, nodeOptions } from './check-input.js';
import { type EdgeEnds, EndIds, EndStore } from './end-store.js';
import { type EdgeStore, type EndNodes, finishEdges } from './finish-edges.js';
import { TypeStore } from './type-store.js';

export interface GraphBuilderOptions {
  /**
   * `raise` (default): the first problem throws an error with its code. `collect`: problems go to `issues`, and the graph
   * holds what can be held: edges with an unknown end are left out, values of a wrong type become null, a chunk whose
   * columns differ in length is left out; every other defect stays in the graph.
   */
  readonly onIssue?: 'raise' | 'collect';
  /** Issues kept of one code and column under `collect`; default 100. */
  readonly issueLimit?: number;
  /** Check values as well as structure when building; default true. False for readers that checked already. */
  readonly validate?: boolean;
}

export interface AddOptions {
  /** Roles, types, classes, ... of columns that no schema declares; what is not said is inferred. */
  readonly columns?: Readonly<Record<string, ColumnHint>>;
  /**
   * Keep the given typed arrays instead of copies, where type and chunking allow: half the memory, but they must not
   * be written to afterwards. Default false.
   */
  readonly adopt?: boolean;
}

export interface AddNodesOptions extends AddOptions {
  /** The column with the external ids, where no schema declares one. */
  readonly ids?: string;
  /** Rows of the chunk; needed where it has no column. */
  readonly count?: number;
}

export interface AddEdgesOptions extends AddOptions {
  /**
   * `index`: ends are row numbers. `id`: external ids, also of nodes that are added later. Default: an Int32Array holds
   * row numbers, anything else ids; where a node type has no id column, its ids are the row numbers.
   */
  readonly endpoints?: 'index' | 'id';
}

/** Columns of a chunk of edges: both ends, and any others. */
export interface EdgeColumns {
  readonly source: EdgeEnds;
  readonly target: EdgeEnds;
  readonly [column: string]: ColumnData;
}

/**
 * Builds a graph of any number of types from chunks of columns, in any order, without an object per node or edge. Types
 * that a schema declares have its columns; columns of other types are inferred, and numeric ones widen as chunks arrive.
 */
export class GraphBuilder {
  readonly #list: IssueList;
  readonly #validate: boolean;
  readonly #nodes = new Map<string, TypeStore>();
  readonly #edges = new Map<string, EdgeStore>();
  readonly #endIds = new Map<string, EndIds>();
  #isBuilt = false;

  /** @throws {HeteroGraphError} INVALID_SCHEMA */
  constructor(schema?: GraphSchema, options: GraphBuilderOptions = {}) {
    checkOptions(builderOptions, options);
    const { onIssue = 'raise', issueLimit, validate = true } = options;
    const declared = schema && checkSchema(schema);
    this.#list = new IssueList(issueLimit, onIssue === 'raise');
    this.#validate = validate;
    for (const { name, columns } of declared?.nodes ?? []) {
      this.#nodes.set(name, new TypeStore(name, columns, this.#list));
    }
    for (const { type, columns, inverse } of declared?.edges ?? []) this.#addEdgeStore(type, columns, inverse);
  }

  /** What was found so far under `collect`; complete after {@link build}. */
  get issues(): readonly ValidationIssue[] {
    return this.#list.issues;
  }

  /**
   * Appends nodes of a type, which exists from then on even with no rows.
   *
   * @param columns columns of one length, or a number of nodes without values
   *
   * @throws {HeteroGraphError} unless collecting: UNKNOWN_TYPE, UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE
   */
  addNodes(
    type: string,
    columns: Readonly<Record<string, ColumnData>> | number = 0,
    options: AddNodesOptions = {},
  ): this {
    if (typeof type !== 'string') throw noName(type);
    checkOptions(nodeOptions, options);
    if (typeof columns !== 'number') checkColumns(columns, type);
    let store = this.#nodes.get(type);
    if (!store) {
      store = new TypeStore(type, undefined, this.#list);
      this.#nodes.set(type, store);
    }
    const given = typeof columns === 'number' ? {} : columns;
    const numRows = typeof columns === 'number' ? columns : (options.count ?? firstLength(columns));
    if (!(Number.isInteger(numRows) && numRows >= 0 && numRows < 2 ** 31)) {
      throw new HeteroGraphError('INVALID_OPTION', `${numRows} nodes cannot be added.`, {
        type,
        hint: 'Give a whole number from 0 to 2^31 - 1.',
      });
    }
    store.append(given, numRows, withIdRole(options), options.adopt === true);
    return this;
  }

  /**
   * Appends edges of a type: `source`, `target` and any further columns.
   *
   * @throws {HeteroGraphError} unless collecting: UNKNOWN_TYPE, UNKNOWN_COLUMN, SHAPE_MISMATCH, WRONG_DTYPE
   */
  addEdges(type: EdgeType, given: EdgeColumns, options: AddEdgesOptions = {}): this {
    const key = edgeTypeKey(type);
    checkOptions(edgeOptions, options);
    checkColumns(given, key, ['source', 'target']);
    const { source, target, ...columns } = given;
    let store = this.#edges.get(key);
    if (!store) {
      store = this.#addEdgeStore(type, undefined, undefined);
    }
    const numEdges = columnLength(source);
    if (columnLength(target) !== numEdges) {
      const message = `${columnLength(target)} values were given for ${numEdges} rows.`;
      this.#list.reporter(key, 'target')('SHAPE_MISMATCH', message);
      return this;
    }
    const adopt = options.adopt === true;
    if (!store.columns.append(columns, numEdges, options.columns ?? {}, adopt)) return this;
    for (const [end, values, nodeType] of [
      [store.source, source, type[0]],
      [store.target, target, type[2]],
    ] as const) {
      if (options.endpoints === 'index' || (options.endpoints === undefined && values instanceof Int32Array)) {
        end.appendRows(values, adopt);
      } else end.appendIds(values, this.#endIdsOf(nodeType));
    }
    return this;
  }

  /** Declares two edge types to hold the same edges in opposite directions; twice the same for a symmetric relation. */
  setInverse(a: EdgeType, b: EdgeType): this {
    for (const [type, inverse] of [[a, b] as const, [b, a] as const]) {
      const store = this.#edges.get(edgeTypeKey(type)) ?? this.#addEdgeStore(type);
      store.inverse = inverse;
    }
    return this;
  }

  /**
   * The graph. The builder is spent afterwards.
   *
   * @throws {HeteroGraphError} unless collecting, the first issue of `validateGraph`, or UNKNOWN_TYPE where
   * edges end at a node type that was never added; always INVALID_SCHEMA for names that are no names, BUILDER_SPENT
   */
  build(): HeteroGraph {
    if (this.#isBuilt)
      throw new HeteroGraphError('BUILDER_SPENT', 'This builder has built its graph already.', {
        hint: 'Make a new GraphBuilder for another graph.',
      });
    this.#isBuilt = true;
    for (const { type, source } of this.#edges.values()) {
      if (source.length === 0) for (const end of [type[0], type[2]]) if (!this.#nodes.has(end)) this.addNodes(end);
    }
    const nodes = new Map<string, TableSource>();
    const nodeSchemas: NodeTypeSchema[] = [];
    const ends = new Map<string, EndNodes>();
    for (const [name, store] of this.#nodes) {
      const { columns, data } = store.finish();
      const { numRows } = store;
      const table = makeTable(columns, data, numRows);
      nodes.set(name, { numRows, table: () => table });
      nodeSchemas.push({ name, columns });
      const id = columns.findIndex((column) => column.role === 'id');
      const index = once(() => idIndex(data[id], numRows));
      ends.set(name, { numNodes: numRows, endIds: this.#endIdsOf(name), index });
    }
    const edges = new Map<string, TableSource>();
    const edgeSchemas: EdgeTypeSchema[] = [];
    for (const [key, store] of this.#edges) {
      const built = finishEdges(store, ends, this.#list);
      if (!built) continue;
      edges.set(key, built.source);
      edgeSchemas.push(built.schema);
    }
    const schema = checkSchema({ nodes: nodeSchemas, edges: withKnownInverses(edgeSchemas, edges) });
    const graph = new HeteroGraph(schema, { nodes, edges, ids: (type) => ends.get(type)?.index() });
    if (this.#validate) checkGraph(graph, this.#list);
    return graph;
  }

  #addEdgeStore(type: EdgeType, declared?: EdgeTypeSchema['columns'], inverse?: EdgeType): EdgeStore {
    const key = edgeTypeKey(type);
    const columns = new TypeStore(key, declared, this.#list);
    const store: EdgeStore = { type, columns, source: new EndStore(), target: new EndStore(), inverse };
    this.#edges.set(key, store);
    return store;
  }

  #endIdsOf(nodeType: string): EndIds {
    let ids = this.#endIds.get(nodeType);
    if (!ids) {
      ids = new EndIds();
      this.#endIds.set(nodeType, ids);
    }
    return ids;
  }
}

function noName(type: unknown): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${String(type)} is not the name of a node type.`, {
    hint: "Give a text, such as 'user'.",
  });
}

function withIdRole({ ids, columns = {} }: AddNodesOptions): Readonly<Record<string, ColumnHint>> {
  return ids === undefined ? columns : { ...columns, [ids]: { role: 'id', ...ownProperty(columns, ids) } };
}

function firstLength(columns: Readonly<Record<string, ColumnData>>): number {
  const [first] = Object.values(columns);
  return first === undefined ? 0 : columnLength(first);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Without inverses that are left out because their ends are. */
function withKnownInverses(schemas: readonly EdgeTypeSchema[], known: ReadonlyMap<string, unknown>): EdgeTypeSchema[] {
  return schemas.map(({ type, columns, inverse }) =>
    inverse && known.has(edgeTypeKey(inverse)) ? { type, columns, inverse } : { type, columns },
  );
}
