import type { Vector } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { GraphBuilder } from '../builder.js';
import { numbers } from '../columns/from-arrow.js';
import type { HeteroGraph } from '../hetero-graph.js';
import { type ColumnSchema, type EdgeType, type EdgeTypeSchema, edgeTypeKey, type NodeTypeSchema } from '../schema.js';
import { type BadRowPolicy, BadRows, type ReadReport } from './bad-rows.js';
import { type ColumnDeclaration, type ColumnDeclarations, declaredParts } from './column-plan.js';
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
}

/** What every description of edges says. */
export interface EdgeTableSpec {
  readonly type: EdgeType;
  /** Columns of the ends, default `source` and `target`. */
  readonly source?: string;
  readonly target?: string;
  readonly columns?: ColumnDeclarations;
  readonly rest?: 'infer' | 'skip';
  /** The edge type that holds the same edges backwards. */
  readonly inverse?: EdgeType;
}

export interface GraphSpec<N, E> {
  /** By node type. A type that only edges name gets a node for each id they mention, in order of appearance. */
  readonly nodes?: Readonly<Record<string, N & NodeTableSpec>>;
  readonly edges?: readonly (E & EdgeTableSpec)[];
  /** What to do with a row that cannot be taken, default `fail`. */
  readonly onBadRow?: BadRowPolicy;
}

/** A graph and what became of the rows it was read from. */
export interface ReadGraph extends ReadReport {
  readonly graph: HeteroGraph;
}

/** Text of a cell without value, where the source knows such cells. */
export interface FillOptions {
  readonly nullText?: string;
}

type Fill<S> = (spec: S, table: TableSink, bad: BadRows) => Promise<void>;

interface NodeState {
  readonly ids: NodeIds;
  readonly columns: readonly { schema: ColumnSchema; vector: Vector }[];
  readonly length: number;
}

/**
 * Reads all node tables, then all edge tables, whose ends are turned into rows as they come: ids are never kept as
 * strings. Specs of the same edge type must follow one after another in one table: give one spec with several files.
 */
export async function assembleGraph<N extends FillOptions, E extends FillOptions>(
  spec: GraphSpec<N, E>,
  fillNodes: Fill<N & NodeTableSpec>,
  fillEdges: Fill<E & EdgeTableSpec>,
): Promise<ReadGraph> {
  const bad = new BadRows(spec.onBadRow);
  const states = new Map<string, NodeState>();
  let numRows = 0;
  for (const [type, nodes] of Object.entries(spec.nodes ?? {})) {
    const state = await readNodes(nodes, bad, fillNodes);
    states.set(type, state);
    numRows += state.length;
  }
  const edges: { schema: EdgeTypeSchema; vectors: readonly Vector[]; source: Int32Array; target: Int32Array }[] = [];
  for (const each of spec.edges ?? []) {
    const [from, to] = [implicitState(states, each.type[0]), implicitState(states, each.type[2])];
    const { source = 'source', target = 'target' } = each;
    const table = new TableSink({
      ...tableOptions(each),
      required: [
        { name: source, role: 'source', sink: new EndpointSink(from.ids) },
        { name: target, role: 'target', sink: new EndpointSink(to.ids) },
      ],
    });
    await withType(edgeTypeKey(each.type), () => fillEdges(each, table, bad));
    table.declareAll();
    const { columns, ends, length } = table.finish();
    numRows += length;
    const { type, inverse } = each;
    const schema = { type, columns: columns.map((column) => column.schema), ...(inverse ? { inverse } : {}) };
    const vectors = columns.map(({ vector }) => vector);
    edges.push({ schema, vectors, source: numbers(ends.source!), target: numbers(ends.target!) });
  }
  const schemas: NodeTypeSchema[] = [];
  const nodeColumns = new Map<string, Record<string, Vector> | number>();
  for (const [name, { ids, columns, length }] of states) {
    const found = ids.implicit ? [implicitColumn(ids.implicit)] : columns;
    schemas.push({ name, columns: found.map(({ schema }) => schema) });
    const vectors = Object.fromEntries(found.map(({ schema, vector }) => [schema.name, vector]));
    nodeColumns.set(name, found.length > 0 ? vectors : length);
  }
  const builder = new GraphBuilder({ nodes: schemas, edges: edges.map(({ schema }) => schema) });
  for (const [name, columns] of nodeColumns) builder.addNodes(name, columns);
  for (const { schema, vectors, source, target } of edges) {
    const named = Object.fromEntries(schema.columns.map(({ name }, i) => [name, vectors[i]!]));
    builder.addEdges(schema.type, { ...named, source, target });
  }
  return { graph: builder.build(), numRows, numBadRows: bad.count, badRows: bad.rows };
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
  table.declareAll();
  const { columns, length } = table.finish();
  const declared = id === undefined ? undefined : declaredParts(spec.columns?.[id]).type;
  const isNumeric = declared === 'int32' || declared === 'float64' || declared === 'float32';
  return { ids: { table: ids, size: length, isNumeric }, columns, length };
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
  const { rest, nullText } = spec;
  return { columns, ...(rest ? { rest } : {}), ...(nullText === undefined ? {} : { nullText }) };
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
