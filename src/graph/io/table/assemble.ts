import type { Vector } from 'apache-arrow';
import { expectArgument, HeteroGraphError, ownProperty } from '../../../core/index.js';
import { GraphBuilder } from '../../build/builder.js';
import { chunk, numbers } from '../../columns/read.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import {
  type ColumnSchema,
  type EdgeType,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
  sameEdgeType,
} from '../../schema/schema.js';
import type { BadCellPolicy, CellReport } from './bad-cells.js';
import { type BadRowPolicy, BadRows, type ReadReport } from './bad-rows.js';
import type { AnyConverters } from './cell-converter.js';
import { type ColumnDeclaration, type ColumnDeclarations, declaredParts, isNamedLabel } from './column-plan.js';
import { EndpointSink, type NodeIds } from './endpoint-sink.js';
import { IdTable } from './id-table.js';
import { InferSink } from './infer-sink.js';
import { TableSink } from './table-sink.js';

/** What every description of nodes says, whatever they are read from. */
export interface NodeTableSpec {
  /** Column of external ids. Without it edges name nodes by row number, from 0. */
  readonly id?: string;
  /** Types and roles known beforehand; the rest is found out. */
  readonly columns?: ColumnDeclarations;
  /** What to do with columns that are not declared, default `infer`. */
  readonly rest?: 'infer' | 'skip';
  /** Rows of a type that has no columns and so nothing to read. */
  readonly numRows?: number;
}

/** What every description of edges says. */
export interface EdgeTableSpec {
  readonly type: EdgeType;
  /** Columns of the ends, default `source` and `target`. */
  readonly source?: string;
  readonly target?: string;
  /** What these columns hold: external ids (default where the node type has them) or row numbers from 0. */
  readonly ends?: 'id' | 'index';
  readonly columns?: ColumnDeclarations;
  readonly rest?: 'infer' | 'skip';
  /** The edge type that holds the same edges backwards. */
  readonly inverse?: EdgeType;
}

export interface GraphSpec<N, E> {
  /** By node type. A type that only edges name gets a node for each id they mention, in order of appearance. */
  readonly nodes?: Readonly<Record<string, N & NodeTableSpec>>;
  readonly edges?: readonly (E & EdgeTableSpec)[];
  /**
   * The schema that the graph shall have: declares all columns, and their order. Types without tables are empty, columns
   * it does not name are left out.
   */
  readonly schema?: GraphSchema;
  /** What to do with a row that cannot be taken, default `fail`. */
  readonly onBadRow?: BadRowPolicy;
  /** What to do with a cell that is no value of its column's type, default `fail`: its row is bad. */
  readonly onBadCell?: BadCellPolicy;
}

/** A graph and what became of the rows it was read from. */
export interface ReadGraph extends ReadReport {
  readonly graph: HeteroGraph;
}

/** A graph of tables, and what became of their rows and cells. */
export interface ReadTables extends ReadGraph, CellReport {}

/** What every source of cells says of them. */
export interface FillOptions {
  readonly nullText?: string | readonly string[];
  readonly convert?: AnyConverters;
}

type Fill<S> = (spec: S, table: TableSink, bad: BadRows) => Promise<void>;

interface EdgeState {
  readonly schema: EdgeTypeSchema;
  readonly vectors: readonly Vector[];
  readonly source: Int32Array;
  readonly target: Int32Array;
}

interface NodeState {
  readonly ids: NodeIds;
  readonly columns: readonly { schema: ColumnSchema; vector: Vector }[];
  readonly length: number;
}

const EMPTY: NodeState = { ids: { table: undefined, size: 0 }, columns: [], length: 0 };

/**
 * Reads all node tables, then all edge tables, whose ends are turned into rows as they come: ids are never kept as
 * strings. Specs of the same edge type must follow one after another in one table: give one spec with several files.
 */
export async function assembleGraph<N extends FillOptions, E extends FillOptions>(
  spec: GraphSpec<N, E>,
  fillNodes: Fill<N & NodeTableSpec>,
  fillEdges: Fill<E & EdgeTableSpec>,
): Promise<ReadTables> {
  expectArgument(spec, 'object', 'spec');
  const bad = new BadRows(spec.onBadRow, spec.onBadCell);
  const states = new Map<string, NodeState>();
  let numRows = 0;
  const nodeSpecs = Object.entries(spec.nodes ?? {});
  for (const { name } of spec.schema?.nodes ?? []) {
    if (!nodeSpecs.some(([type]) => type === name)) states.set(name, EMPTY);
  }
  for (const [type, nodes] of nodeSpecs) {
    const columns = spec.schema?.nodes.find(({ name }) => name === type)?.columns;
    const state = await readNodes(withSchema(nodes, columns), bad, fillNodes);
    states.set(type, state);
    numRows += state.length;
  }
  const edges: EdgeState[] = [];
  for (const each of spec.edges ?? []) {
    const ends = [each.type[0], each.type[2]].map((type) => endIds(implicitState(states, type).ids, each.ends));
    const columns = spec.schema?.edges.find(({ type }) => sameEdgeType(type, each.type))?.columns;
    const edge = await readEdges(withSchema(each, columns), [ends[0]!, ends[1]!], bad, fillEdges);
    edges.push(edge);
    numRows += edge.source.length;
  }
  const report = { numRows, numBadRows: bad.count, badRows: bad.rows, ...bad.cells.report };
  return { graph: buildGraph(states, edges, spec.schema), ...report };
}

function buildGraph(states: Map<string, NodeState>, edges: readonly EdgeState[], schema: GraphSchema | undefined) {
  const nodes: NodeTypeSchema[] = [];
  const tables: [string, Record<string, Vector>, number][] = [];
  for (const [name, { ids, columns, length }] of states) {
    const found = ids.implicit ? [implicitColumn(ids.implicit)] : columns;
    nodes.push({ name, columns: found.map((column) => column.schema) });
    const vectors = Object.fromEntries(found.map((column) => [column.schema.name, column.vector]));
    tables.push([name, vectors, found[0]?.vector.length ?? length]);
  }
  const whole = schema ?? { nodes, edges: edges.map((edge) => edge.schema) };
  const builder = new GraphBuilder(whole, { validate: needsCheck(whole) });
  for (const [name, columns, count] of tables) if (count > 0) builder.addNodes(name, columns, { count, adopt: true });
  for (const { schema: type, vectors, source, target } of edges) {
    const named = Object.fromEntries(type.columns.map(({ name }, i) => [name, vectors[i]!]));
    builder.addEdges(type.type, { ...named, source, target }, { adopt: true });
  }
  return builder.build();
}

/** Ids, ends, nulls and numbers were checked row by row; what is left concerns whole tables, or class numbers. */
function needsCheck({ nodes, edges }: GraphSchema): boolean {
  const hasNumbers = (columns: readonly ColumnSchema[]) =>
    columns.some((column) => column.role === 'label' && !isNamedLabel(column));
  return (
    edges.some(({ inverse, columns }) => inverse || hasNumbers(columns)) || nodes.some((n) => hasNumbers(n.columns))
  );
}

async function readEdges<E extends FillOptions>(
  spec: E & EdgeTableSpec,
  [from, to]: readonly [NodeIds, NodeIds],
  bad: BadRows,
  fill: Fill<E & EdgeTableSpec>,
): Promise<EdgeState> {
  const { source = 'source', target = 'target', type, inverse } = spec;
  const table = new TableSink({
    ...tableOptions(spec),
    required: [
      { name: source, role: 'source', sink: new EndpointSink(from) },
      { name: target, role: 'target', sink: new EndpointSink(to) },
    ],
  });
  await withType(edgeTypeKey(type), () => fill(spec, table, bad));
  table.checkConverters();
  table.declareAll();
  const { columns, ends } = table.finish();
  const schema = { type, columns: columns.map((column) => column.schema), ...(inverse ? { inverse } : {}) };
  const vectors = columns.map(({ vector }) => vector);
  return { schema, vectors, source: numbers(chunk(ends.source!)), target: numbers(chunk(ends.target!)) };
}

/** Declares all columns as the schema has them; what it leaves open is not nullable. */
function withSchema<S extends NodeTableSpec | EdgeTableSpec>(spec: S, columns: readonly ColumnSchema[] | undefined): S {
  if (!columns) return spec;
  const declared = columns.map((column) => [column.name, { ...column, nullable: column.nullable ?? false }] as const);
  const id = columns.find(({ role }) => role === 'id')?.name;
  const named = 'type' in spec || id === undefined ? {} : { id };
  return { ...named, ...spec, columns: Object.fromEntries(declared), rest: 'skip' };
}

function endIds(ids: NodeIds, ends: 'id' | 'index' | undefined): NodeIds {
  return ends === 'index' ? { table: undefined, size: ids.size } : ids;
}

async function readNodes<N extends FillOptions>(spec: N & NodeTableSpec, bad: BadRows, fill: Fill<N & NodeTableSpec>) {
  const { id } = spec;
  const ids = id === undefined ? undefined : new IdTable();
  const table = new TableSink({
    ...tableOptions(spec),
    required: id === undefined ? [] : [{ name: id, role: 'id' }],
    ...(ids ? { ids } : {}),
  });
  await fill(spec, table, bad);
  table.checkConverters();
  table.declareAll();
  const { columns, length: filled } = table.finish();
  const length = columns.length === 0 ? (spec.numRows ?? 0) : filled;
  const declared = id === undefined ? undefined : declaredParts(ownProperty(spec.columns, id)).type;
  const isDouble = declared === 'int32' || declared === 'float64' || declared === 'float32';
  const numeric: NodeIds['numeric'] = isDouble ? 'double' : declared === 'int64' ? 'int64' : undefined;
  return { ids: { table: ids, size: length, numeric }, columns, length };
}

function implicitState(states: Map<string, NodeState>, type: string): NodeState {
  let state = states.get(type);
  if (!state) {
    state = { ids: { table: new IdTable(), size: 0, implicit: new InferSink() }, columns: [], length: 0 };
    states.set(type, state);
  }
  return state;
}

function implicitColumn(sink: InferSink): { schema: ColumnSchema; vector: Vector } {
  const { type, vector } = sink.finish();
  return { schema: { name: 'id', type, role: 'id' }, vector };
}

function tableOptions(spec: NodeTableSpec & FillOptions) {
  const columns = new Map<string, ColumnDeclaration>(Object.entries(spec.columns ?? {}));
  const { rest, nullText, convert } = spec;
  return {
    columns,
    ...(rest ? { rest } : {}),
    ...(nullText === undefined ? {} : { nullText }),
    ...(convert ? { convert } : {}),
  };
}

/** Adds the edge type to errors of a table that do not name one. */
async function withType(type: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof HeteroGraphError && error.location.type === undefined) error.location.type = type;
    throw error;
  }
}
