import { expectArgument, expectMembers, HeteroGraphError } from '../../../core/index.js';
import { expectGraph } from '../../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey } from '../../schema/schema.js';
import { type PlainValue, plainReader } from '../table/row-values.js';
import { DEFAULT_NAMES, GRAPH_ATTRIBUTE, type GraphologyNames } from './graphology-names.js';
import type { GraphologyAttributes, GraphologyOptions, GraphologyTarget } from './graphology-types.js';

/** `MultiGraph` of graphology, or any class of its interface. */
export type GraphologyConstructor<G extends GraphologyTarget = GraphologyTarget> = new (
  options?: GraphologyOptions,
) => G;

export interface ToGraphologyOptions extends Partial<GraphologyNames> {
  /** Options of the new graph; default multi, self loops allowed, `type` as the edges are. */
  readonly graphOptions?: GraphologyOptions;
  /** Attributes of the new graph itself. */
  readonly attributes?: GraphologyAttributes;
  /** Text columns that hold JSON. */
  readonly json?: readonly string[];
  /**
   * `true`, the default: leave the schema in the graph attribute `heterograph`, so that `fromGraphology` gives an equal
   * graph. `false`: only what the columns hold; a graph that came from graphology has the keys, attributes and
   * directions it had there.
   */
  readonly schema?: boolean;
}

/**
 * Makes a graphology graph, whose constructor is passed in: `toGraphology(graph, MultiGraph)`. Columns become attributes, nulls
 * absent attributes; a dense row is an array of numbers, a sparse one an array of [index, value] pairs, a label the name
 * of its class. Node keys are the external ids where these differ among all types, else `type:id`. Edge keys are those
 * of the key column where there is one, else `number of the type:row`.
 *
 * @remarks O(nodes + edges); graphology holds an object per node and edge, so this is for graphs of up to some millions.
 */
export function toGraphology<G extends GraphologyTarget>(
  graph: HeteroGraph,
  Graph: GraphologyConstructor<G>,
  options: ToGraphologyOptions = {},
): G {
  expectMembers(Graph?.prototype, 'Graph.prototype', { addNode: 'function', setAttribute: 'function' });
  expectArgument(options, 'object', 'options');
  expectGraph(graph);
  const { schema: keepSchema = true, json = [], attributes = {} } = options;
  const names = { ...DEFAULT_NAMES, ...freeNames(graph, keepSchema), ...options };
  const undirected = graph.schema.edges.map((edge) => edge.columns.some((c) => isFlag(c, names)));
  const target = new Graph({
    multi: true,
    allowSelfLoops: true,
    type: undirected.some(Boolean) ? 'mixed' : 'directed',
    ...options.graphOptions,
  });
  target.replaceAttributes({ ...attributes });
  if (keepSchema) {
    const { nodeType, relation, defaultNodeType, defaultRelation, nodeKey, edgeKey } = names;
    const kept = {
      nodeType,
      relation,
      defaultNodeType,
      defaultRelation,
      nodeKey,
      edgeKey,
      undirected: names.undirected,
    };
    target.setAttribute(GRAPH_ATTRIBUTE, { schema: graph.schema, names: kept });
  }
  const keys = nodeKeys(graph, names);
  for (const { name, columns } of graph.schema.nodes) {
    const table = graph.nodeTable(name);
    const read = attributeReader(columns, (i) => table.getChildAt(i)!, keepSchema ? [] : keys.hidden, json);
    const own = keys.of.get(name)!;
    for (let row = 0; row < table.numRows; row++) {
      const values = read(row);
      if (name !== names.defaultNodeType) values[names.nodeType] = name;
      target.addNode(own(row), values);
    }
  }
  const edgeKeys = edgeKeyReaders(graph, names);
  for (const [k, { type, columns }] of graph.schema.edges.entries()) {
    const table = graph.edgeTable(type);
    const { source, target: to } = graph.edgeIndex(type);
    const hidden = edgeKeys.hasOwn ? [names.edgeKey, names.undirected] : [names.undirected];
    const read = attributeReader(columns, (i) => table.getChildAt(i + 2)!, keepSchema ? [] : hidden, json);
    const flag = columns.findIndex((column) => isFlag(column, names));
    const isUndirected = flag < 0 ? () => false : plainReader(columns[flag]!, table.getChildAt(flag + 2)!);
    const [from, into] = [keys.of.get(type[0])!, keys.of.get(type[2])!];
    for (let row = 0; row < table.numRows; row++) {
      const values = read(row);
      if (type[1] !== names.defaultRelation) values[names.relation] = type[1];
      const add = isUndirected(row) ? target.addUndirectedEdgeWithKey : target.addDirectedEdgeWithKey;
      add.call(target, edgeKeys.key(k, row), from(source[row]!), into(to[row]!), values);
    }
  }
  return target;
}

function isFlag({ name, type }: ColumnSchema, names: GraphologyNames): boolean {
  return name === names.undirected && type === 'bool';
}

/** Attributes for types that no column has: the way back must tell them apart. */
function freeNames({ schema }: HeteroGraph, isExact: boolean): Partial<GraphologyNames> {
  if (!isExact) return {};
  const free = (name: string, columns: readonly ColumnSchema[]) => {
    let found = name;
    while (columns.some((column) => column.name === found)) found = `_${found}`;
    return found;
  };
  const nodeColumns = schema.nodes.flatMap(({ columns }) => columns);
  const edgeColumns = schema.edges.flatMap(({ columns }) => columns);
  return { nodeType: free('type', nodeColumns), relation: free('relation', edgeColumns) };
}

function attributeReader(
  columns: readonly ColumnSchema[],
  vectorAt: (column: number) => Parameters<typeof plainReader>[1],
  hidden: readonly string[],
  json: readonly string[],
): (row: number) => GraphologyAttributes {
  const readers = columns.flatMap((column, i) => {
    if (column.name === '__proto__') {
      throw new HeteroGraphError('INVALID_SCHEMA', 'graphology cannot hold an attribute of this name.', {
        column: column.name,
        hint: 'Give the column another name.',
      });
    }
    const isHidden = hidden.includes(column.name) && (column.role === 'id' || column.type === 'bool');
    return isHidden ? [] : [{ name: column.name, read: plainReader(column, vectorAt(i)) }];
  });
  return (row) => {
    const values: GraphologyAttributes = {};
    for (const { name, read } of readers) {
      const value: PlainValue = read(row);
      if (value !== null) values[name] = json.includes(name) ? JSON.parse(value as string) : value;
    }
    return values;
  };
}

/** Keys of the nodes of each type, by row. */
function nodeKeys(graph: HeteroGraph, { nodeKey }: GraphologyNames) {
  const seen = new Set<string>();
  let isUnique = true;
  for (const type of graph.nodeTypes) {
    const ids = graph.ids(type);
    for (let row = 0; row < ids.size && isUnique; row++) {
      const key = String(ids.idOf(row));
      isUnique = !seen.has(key);
      seen.add(key);
    }
  }
  const of = new Map(
    graph.nodeTypes.map((type) => {
      const ids = graph.ids(type);
      const prefix = `${type.replace(/[:\\]/g, '\\$&')}:`;
      return [type, (row: number) => (isUnique ? String(ids.idOf(row)) : `${prefix}${ids.idOf(row)}`)];
    }),
  );
  // A key column that is the key says nothing more as an attribute.
  return { of, hidden: isUnique ? [nodeKey] : [] };
}

/** Keys of the key columns where every edge type has one and no key comes twice, else made up. */
function edgeKeyReaders(graph: HeteroGraph, { edgeKey }: GraphologyNames) {
  const seen = new Set<string>();
  const readers = graph.schema.edges.map(({ type, columns }) => ownKeys(graph, type, columns, edgeKey));
  const hasOwn = readers.every((read, k) => {
    if (!read) return false;
    for (let row = 0; row < graph.numEdges(graph.schema.edges[k]!.type); row++) {
      const key = read(row);
      if (typeof key !== 'string' || seen.has(key)) return false;
      seen.add(key);
    }
    return true;
  });
  return { hasOwn, key: (k: number, row: number) => (hasOwn ? (readers[k]!(row) as string) : `${k}:${row}`) };
}

function ownKeys(graph: HeteroGraph, type: EdgeType, columns: readonly ColumnSchema[], edgeKey: string) {
  const at = columns.findIndex(({ name, type: dtype }) => name === edgeKey && dtype === 'utf8');
  return at < 0 ? undefined : plainReader(columns[at]!, graph.edgeTable(edgeTypeKey(type)).getChildAt(at + 2)!);
}
