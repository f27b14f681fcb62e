import { Field, makeData, RecordBatch, Schema, Struct, Table, type Vector } from 'apache-arrow';
import { HeteroGraphError } from '../core/index.js';
import { type ColumnData, columnLength, encodeColumn, inferColumn } from './columns/encode.js';
import { HeteroGraph } from './hetero-graph.js';
import { idIndex } from './id-index.js';
import {
  type ColumnSchema,
  type EdgeType,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
} from './schema.js';
import { checkSchema } from './schema-check.js';
import type { ValidationIssue } from './validate.js';

/** Ends of edges: dense row numbers in an Int32Array, or external ids in anything else. */
export type EdgeEnds = Int32Array | readonly (string | number)[];

export interface EdgeColumns {
  readonly source: EdgeEnds;
  readonly target: EdgeEnds;
  readonly [column: string]: ColumnData;
}

interface Pending {
  columns: ColumnSchema[];
  readonly declared: boolean;
  rows: number;
  readonly chunks: Record<string, ColumnData>[];
}

/**
 * Collects nodes and edges of any number of types, in any order and any number of calls, and builds the graph in one pass.
 * Ids of edges are resolved at the end, so an edge may name a node that is added later.
 */
export class GraphBuilder {
  /** With `onIssue: 'collect'`: what {@link build} found. */
  issues: ValidationIssue[] = [];
  readonly #onIssue: 'raise' | 'collect';
  readonly #nodes = new Map<string, Pending>();
  readonly #edges = new Map<string, Pending & { type: EdgeType; inverse?: EdgeType }>();

  /** Columns of types in `schema` are declared; types that only appear in calls have theirs inferred. */
  constructor(
    schema: GraphSchema = { nodes: [], edges: [] },
    { onIssue = 'raise' }: { onIssue?: 'raise' | 'collect' } = {},
  ) {
    checkSchema(schema);
    this.#onIssue = onIssue;
    for (const { name, columns } of schema.nodes)
      this.#nodes.set(name, { columns: [...columns], declared: true, rows: 0, chunks: [] });
    for (const { type, columns, inverse } of schema.edges) {
      this.#edges.set(edgeTypeKey(type), { type, inverse, columns: [...columns], declared: true, rows: 0, chunks: [] });
    }
  }

  /**
   * Adds rows of a node type. A type without columns is given as a number of rows.
   *
   * @throws {HeteroGraphError} WRONG_LENGTH, UNKNOWN_COLUMN, MISSING_COLUMN, WRONG_DTYPE
   */
  addNodes(type: string, columns: Readonly<Record<string, ColumnData>> | number): this {
    const pending = this.#nodes.get(type) ?? { columns: [], declared: false, rows: 0, chunks: [] };
    this.#nodes.set(type, pending);
    if (typeof columns === 'number') pending.rows += columns;
    else append(pending, columns, type);
    return this;
  }

  /** Adds edges of a type (a triple). @throws {HeteroGraphError} as {@link addNodes} */
  addEdges(type: EdgeType, columns: EdgeColumns): this {
    const key = edgeTypeKey(type);
    const pending = this.#edges.get(key) ?? { type, columns: [], declared: false, rows: 0, chunks: [] };
    this.#edges.set(key, pending);
    const { source, target, ...rest } = columns;
    if (source.length !== target.length) {
      throw new HeteroGraphError('WRONG_LENGTH', `${source.length} sources but ${target.length} targets.`, {
        type: key,
      });
    }
    append(pending, rest, key, source.length);
    Object.assign(pending.chunks.at(-1)!, { source, target });
    return this;
  }

  /** Says that two edge types hold the same edges, each in its direction. */
  setInverse(type: EdgeType, inverse: EdgeType): this {
    for (const [one, other] of [
      [type, inverse],
      [inverse, type],
    ] as const) {
      const pending = this.#edges.get(edgeTypeKey(one));
      if (!pending) {
        throw new HeteroGraphError('UNKNOWN_EDGE_TYPE', `There is no edge type "${edgeTypeKey(one)}".`, {
          type: edgeTypeKey(one),
        });
      }
      pending.inverse = other;
    }
    return this;
  }

  /** @throws {HeteroGraphError} the first issue found, unless issues are collected; UNKNOWN_ID for an edge's unknown end */
  build(): HeteroGraph {
    for (const { type } of this.#edges.values()) {
      for (const end of [type[0], type[2]]) {
        if (!this.#nodes.has(end)) this.#nodes.set(end, { columns: [], declared: false, rows: 0, chunks: [] });
      }
    }
    const schema: GraphSchema = {
      nodes: [...this.#nodes].map(([name, { columns }]): NodeTypeSchema => ({ name, columns })),
      edges: [...this.#edges.values()].map(
        ({ type, columns, inverse }): EdgeTypeSchema => (inverse ? { type, columns, inverse } : { type, columns }),
      ),
    };
    checkSchema(schema);
    const nodes = new Map([...this.#nodes].map(([name, pending]) => [name, tableOf(pending.columns, pending, [])]));
    const edges = new Map(
      [...this.#edges].map(([key, pending]) => {
        const ends = (['source', 'target'] as const).map((end) => {
          const type = pending.type[end === 'source' ? 0 : 2];
          const values = resolveEnds(pending, end, nodes.get(type)!, this.#nodes.get(type)!, type, key);
          return [{ name: end, type: 'int32', role: 'attribute' } as ColumnSchema, values] as const;
        });
        return [key, tableOf(pending.columns, pending, ends)];
      }),
    );
    const graph = new HeteroGraph(schema, { nodes, edges });
    this.issues = graph.validate();
    const first = this.issues[0];
    if (first && this.#onIssue === 'raise') {
      throw new HeteroGraphError(first.code, first.message, { type: first.type, column: first.column, row: first.row });
    }
    return graph;
  }
}

function append(pending: Pending, columns: Readonly<Record<string, ColumnData>>, type: string, length?: number): void {
  const names = Object.keys(columns);
  if (!pending.declared && pending.chunks.length === 0)
    pending.columns = names.map((name) => inferColumn(name, columns[name]!));
  for (const name of names) {
    if (pending.columns.some((column) => column.name === name)) continue;
    throw new HeteroGraphError('UNKNOWN_COLUMN', `The type has no column "${name}".`, {
      type,
      column: name,
      hint: `It has: ${pending.columns.map((column) => column.name).join(', ') || 'none'}.`,
    });
  }
  let rows = length;
  for (const { name } of pending.columns) {
    const data = columns[name];
    if (data === undefined) {
      throw new HeteroGraphError('MISSING_COLUMN', `No values were given for column "${name}".`, {
        type,
        column: name,
      });
    }
    rows ??= columnLength(data);
    if (columnLength(data) !== rows) {
      throw new HeteroGraphError('WRONG_LENGTH', `${rows} values are wanted, ${columnLength(data)} given.`, {
        type,
        column: name,
      });
    }
  }
  pending.rows += rows ?? 0;
  pending.chunks.push({ ...columns });
}

/** Chunks become one: a single chunk passes without a copy. */
function joined(chunks: readonly ColumnData[], column: ColumnSchema): Vector {
  if (chunks.length === 1) return encodeColumn(column, chunks[0]!);
  const [first] = chunks;
  if (first === undefined) return encodeColumn(column, emptyColumn(column));
  if (first instanceof Int32Array && chunks.every((chunk) => chunk instanceof Int32Array)) {
    const out = new Int32Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return encodeColumn(column, out);
  }
  if ('kind' in first) {
    const matrices = chunks as (typeof first)[];
    const numRows = matrices.reduce((total, { numRows: n }) => total + n, 0);
    const values = Float32Array.from(matrices.flatMap((matrix) => [...matrix.values]));
    if (first.kind === 'dense') return encodeColumn(column, { kind: 'dense', numRows, width: first.width, values });
    const indices = Int32Array.from(
      matrices.flatMap((matrix) => (matrix.kind === 'sparse' ? [...matrix.indices] : [])),
    );
    const indptr = new Int32Array(numRows + 1);
    let row = 0;
    for (const matrix of matrices) {
      if (matrix.kind !== 'sparse') continue;
      for (let r = 0; r < matrix.numRows; r++, row++)
        indptr[row + 1] = indptr[row]! + matrix.indptr[r + 1]! - matrix.indptr[r]!;
    }
    return encodeColumn(column, { kind: 'sparse', numRows, width: first.width, indptr, indices, values });
  }
  return encodeColumn(
    column,
    chunks.flatMap((chunk) => [...(chunk as Iterable<string | number>)]),
  );
}

function emptyColumn({ type, width = 0 }: ColumnSchema): ColumnData {
  const values = new Float32Array(0);
  if (type === 'dense') return { kind: 'dense', numRows: 0, width, values };
  if (type === 'sparse') {
    return { kind: 'sparse', numRows: 0, width, indptr: new Int32Array(1), indices: new Int32Array(0), values };
  }
  return [];
}

function resolveEnds(
  pending: Pending,
  end: 'source' | 'target',
  nodeTable: Table,
  nodePending: Pending,
  nodeType: string,
  key: string,
): Int32Array {
  const chunks = pending.chunks.map((chunk) => chunk[end] as EdgeEnds);
  if (chunks.length === 1 && chunks[0] instanceof Int32Array) return chunks[0];
  const idColumn = nodePending.columns.find((column) => column.role === 'id');
  const ids = idIndex(idColumn && nodeTable.getChild(idColumn.name)!, nodeTable.numRows);
  const out = new Int32Array(pending.rows);
  let at = 0;
  for (const chunk of chunks) {
    if (chunk instanceof Int32Array) out.set(chunk, at);
    else {
      for (let i = 0; i < chunk.length; i++) {
        const row = ids.indexOf(chunk[i]!);
        if (row < 0) {
          throw new HeteroGraphError('DANGLING_ID', `No ${nodeType} node has the id ${JSON.stringify(chunk[i])}.`, {
            type: key,
            column: end,
            row: at + i,
            hint: 'Add the node, or leave the edge out.',
          });
        }
        out[at + i] = row;
      }
    }
    at += chunk.length;
  }
  return out;
}

function tableOf(
  columns: readonly ColumnSchema[],
  pending: Pending,
  extra: readonly (readonly [ColumnSchema, Int32Array])[],
): Table {
  const vectors: (readonly [string, Vector])[] = [
    ...extra.map(([column, values]) => [column.name, encodeColumn(column, values)] as const),
    ...columns.map(
      (column) =>
        [
          column.name,
          joined(
            pending.chunks.map((chunk) => chunk[column.name]!),
            column,
          ),
        ] as const,
    ),
  ];
  return makeTableOf(vectors, pending.rows);
}

/** A table of one record batch, also where it has no columns or no rows. */
export function makeTableOf(vectors: readonly (readonly [string, Vector])[], numRows: number): Table {
  const fields = vectors.map(([name, vector]) => new Field(name, vector.type, true));
  const schema = new Schema(fields);
  const children = vectors.map(([, vector]) => vector.data[0]!);
  const data = makeData({ type: new Struct(fields), length: numRows, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}
