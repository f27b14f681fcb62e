import { expectArgument, expectMembers, HeteroGraphError, ownProperty, type RunOptions } from '../../../core/index.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { type EdgeType, edgeTypeKey, type GraphSchema, parseEdgeTypeKey } from '../../schema/schema.js';
import { checkSchema } from '../../schema/schema-check.js';
import { assembleGraph } from '../table/assemble.js';
import type { BadRows } from '../table/bad-rows.js';
import type { ColumnDeclarations } from '../table/column-plan.js';
import { feedRows } from '../table/row-iterator.js';
import type { TableSink } from '../table/table-sink.js';
import { DEFAULT_NAMES, GRAPH_ATTRIBUTE, type GraphologyNames } from './graphology-names.js';
import type { GraphologyAttributes, GraphologySource } from './graphology-types.js';

export interface FromGraphologyOptions extends RunOptions, Partial<GraphologyNames> {
  /** Types and roles of attributes, by node type and by edge type key (`source>relation>target`). */
  readonly columns?: Readonly<Record<string, ColumnDeclarations>>;
  /** Attributes that hold objects or values of several types: kept as JSON text. */
  readonly json?: readonly string[];
}

interface Element {
  readonly key: string;
  readonly attributes: GraphologyAttributes;
}

interface EdgeElement extends Element {
  readonly source: number;
  readonly target: number;
  readonly isUndirected: boolean;
}

/**
 * Makes a graph of a graphology graph: node and edge keys and all attributes become columns, arrays of numbers dense
 * rows; parallel edges and self loops are kept, undirected edges are stored once, as written, and flagged in a column of
 * edge types that have any. Graph attributes are not taken over, except the schema that `toGraphology` leaves there,
 * which makes the way back exact.
 *
 * @throws {HeteroGraphError} WRONG_DTYPE for attributes that fit no column (name them in `json`), DUPLICATE_NAME where an
 * attribute has the name of the key column.
 * @remarks O(nodes + edges) objects while it runs: graphology holds its graphs as objects anyway.
 */
export async function fromGraphology(
  graph: GraphologySource,
  options: FromGraphologyOptions = {},
): Promise<HeteroGraph> {
  expectMembers(graph, 'graph', { getAttribute: 'function', forEachNode: 'function', forEachEdge: 'function' });
  expectArgument(options, 'object', 'options');
  const saved = graph.getAttribute(GRAPH_ATTRIBUTE) as { schema?: unknown; names?: GraphologyNames } | undefined;
  const schema = saved?.schema === undefined ? undefined : checkSchema(saved.schema);
  const names = { ...DEFAULT_NAMES, ...saved?.names, ...options };
  const nodes = new Map<string, Element[]>((schema?.nodes ?? []).map(({ name }) => [name, []]));
  const rowOf = new Map<string, { type: string; row: number }>();
  graph.forEachNode((key, attributes) => {
    const type = typeName(attributes[names.nodeType], names.defaultNodeType);
    const elements = grouped(nodes, type);
    rowOf.set(key, { type, row: elements.length });
    elements.push({ key, attributes });
  });
  const edges = new Map<string, EdgeElement[]>((schema?.edges ?? []).map(({ type }) => [edgeTypeKey(type), []]));
  graph.forEachEdge((key, attributes, source, target, _s, _t, isUndirected) => {
    const [from, to] = [rowOf.get(source)!, rowOf.get(target)!];
    const type: EdgeType = [from.type, typeName(attributes[names.relation], names.defaultRelation), to.type];
    const element = { key, attributes, source: from.row, target: to.row, isUndirected };
    grouped(edges, edgeTypeKey(type)).push(element);
  });
  const { graph: result } = await build(nodes, edges, schema, names, options);
  return result;
}

function build(
  nodes: ReadonlyMap<string, Element[]>,
  edges: ReadonlyMap<string, EdgeElement[]>,
  schema: GraphSchema | undefined,
  names: GraphologyNames,
  options: FromGraphologyOptions,
) {
  const json = new Set(options.json);
  const keyType = { type: 'utf8', role: 'id' } as const;
  type Rows = { rows: Iterable<object>; nullText?: string | readonly string[] };
  const fill = async ({ rows }: Rows, table: TableSink, bad: BadRows) => {
    for await (const _ of feedRows(rows, table, bad, options));
  };
  const declared = (type: string) => ({ ...jsonColumns(json), ...ownProperty(options.columns, type) });
  return assembleGraph<Rows, Rows>(
    {
      ...(schema ? { schema } : {}),
      nodes: Object.fromEntries(
        [...nodes].map(([type, elements]) => [
          type,
          {
            rows: nodeRows(elements, names, json, schema !== undefined),
            numRows: elements.length,
            ...(schema ? {} : { id: names.nodeKey, columns: { [names.nodeKey]: keyType, ...declared(type) } }),
          },
        ]),
      ),
      edges: [...edges].map(([key, elements]) => ({
        type: parseEdgeTypeKey(key)!,
        ends: 'index' as const,
        source: SOURCE,
        target: TARGET,
        rows: edgeRows(elements, names, json, schema !== undefined),
        ...(schema ? {} : { columns: { [names.edgeKey]: keyType, ...declared(key) } }),
      })),
    },
    fill,
    fill,
  );
}

/** Names that no attribute is likely to have: the ends of edges are not attributes. */
const SOURCE = ' source';
const TARGET = ' target';

/** With a schema the attributes hold every column. */
function* nodeRows(
  elements: readonly Element[],
  names: GraphologyNames,
  json: ReadonlySet<string>,
  hasSchema: boolean,
): Generator<object> {
  for (const { key, attributes } of elements) {
    const row = valuesOf(attributes, names.nodeType, json);
    if (!hasSchema) putKey(row, names.nodeKey, key);
    yield row;
  }
}

function* edgeRows(
  elements: readonly EdgeElement[],
  names: GraphologyNames,
  json: ReadonlySet<string>,
  hasSchema: boolean,
): Generator<object> {
  const hasUndirected = !hasSchema && elements.some(({ isUndirected }) => isUndirected);
  for (const { key, attributes, source, target, isUndirected } of elements) {
    const row = valuesOf(attributes, names.relation, json);
    if (!hasSchema) putKey(row, names.edgeKey, key);
    if (hasUndirected) putKey(row, names.undirected, isUndirected);
    row[SOURCE] = source;
    row[TARGET] = target;
    yield row;
  }
}

function putKey(row: Record<string, unknown>, name: string, value: string | boolean): void {
  if (Object.hasOwn(row, name)) {
    throw new HeteroGraphError('DUPLICATE_NAME', 'An attribute has the name of a column that is needed for itself.', {
      column: name,
      hint: 'Give other names with nodeKey, edgeKey and undirected.',
    });
  }
  row[name] = value;
}

function valuesOf(
  attributes: GraphologyAttributes,
  typeAttribute: string,
  json: ReadonlySet<string>,
): Record<string, unknown> {
  // Without a prototype: an attribute may be called __proto__.
  const row = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(attributes)) {
    const value: unknown = attributes[name];
    if (name !== typeAttribute) row[name] = json.has(name) && value !== undefined ? JSON.stringify(value) : value;
  }
  return row;
}

function jsonColumns(json: ReadonlySet<string>): ColumnDeclarations {
  return Object.fromEntries([...json].map((name) => [name, 'utf8'] as const));
}

function typeName(value: unknown, fallback: string): string {
  return value === undefined || value === null || value === '' ? fallback : String(value);
}

function grouped<T>(groups: Map<string, T[]>, key: string): T[] {
  let group = groups.get(key);
  if (!group) {
    group = [];
    groups.set(key, group);
  }
  return group;
}
