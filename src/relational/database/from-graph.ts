import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { inheritTimes } from './inherit-times.js';
import { tableColumns } from './table-columns.js';
import type { Database, ForeignKey, RowIds, Table } from './types.js';

/** Which edges are keys of rows, and which columns say when rows became known. */
export interface DatabaseOfOptions {
  /** Edge types that are foreign keys: each row has one target at most. Default: all without columns whose sources have one at most, and that are no inverse of such. */
  readonly keys?: readonly EdgeType[];
  /** Edge types whose edges are rows of a table of their own, with two keys. Default: where no keys are given either, all others. */
  readonly links?: readonly EdgeType[];
  /**
   * By node type, or by `edgeTypeKey` of an edge type, the column of its time, null: it has none. Default of each: its first column with the
   * role `time`.
   */
  readonly times?: Readonly<Record<string, string | null>>;
}

/** A graph as tables, and what was assumed. */
export interface GraphDatabase {
  readonly database: Database;
  /** What was left out or assumed, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * A graph as a relational database: a table for each node type, a foreign key for each edge type whose sources have one target at most, and
 * a table of two keys for each other. Rows of a table without a time of its own become known with the latest of the rows that they refer to.
 *
 * @example
 * const { database } = databaseOf(graph);
 * database.tables.get('order')!.time; // seconds since 1970
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, INVALID_OPTION for keys of which a row has two
 */
export function databaseOf(graph: HeteroGraph, options: DatabaseOfOptions = {}): GraphDatabase {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const { times = {} } = options;
  expectArgument(times, 'object', 'times');
  if (options.keys !== undefined) expectArgument(options.keys, 'list', 'keys');
  if (options.links !== undefined) expectArgument(options.links, 'list', 'links');
  const edgeKeys = new Set(graph.edgeTypes.map(edgeTypeKey));
  for (const type of Object.keys(times)) if (!edgeKeys.has(type)) graph.nodeSchema(type);
  const given = options.keys?.map((type) => graph.resolveEdgeType(type));
  const targets = new Targets(graph);
  const relations = given ?? oneDirection(graph, targets);
  const links =
    options.links?.map((type) => graph.resolveEdgeType(type)) ??
    (given ? [] : relations.filter((type) => !targets.isKey(type)));
  const keys = new Map<string, ForeignKey[]>(graph.nodeTypes.map((type) => [type, []]));
  const tables = new Map<string, Table>();
  const remarks: string[] = [];
  for (const type of relations) {
    const rows = given || targets.isKey(type) ? targets.of(type) : undefined;
    const { columns } = graph.edgeSchema(type);
    if (rows && columns.length > 0)
      remarks.push(
        `The edges ${edgeTypeKey(type)} are a key: their columns ${columns.map(({ name }) => name).join(', ')} are not used.`,
      );
    if (rows) keys.get(type[0])!.push({ name: freeName(keys.get(type[0])!, type[1]), table: type[2], rows });
    else if (given) throw severalTargets(type);
  }
  for (const type of graph.nodeTypes) {
    const column = timeColumn(graph.nodeSchema(type).columns, times[type]);
    const { columns, skipped } = tableColumns(graph, type, column);
    const time = column === undefined ? undefined : graph.times(type, column);
    remarks.push(...skipped);
    tables.set(type, {
      ...{ name: type, numRows: graph.numNodes(type), columns, keys: keys.get(type)!, ids: idsOf(graph, type) },
      ...(time ? { time } : {}),
    });
  }
  for (const type of links) addLinks(graph, type, times[edgeTypeKey(type)], tables, remarks);
  return { database: inheritTimes({ tables }, remarks), remarks };
}

/** The ids of a node type, whose index is made when it is first asked for. */
function idsOf(graph: HeteroGraph, type: string): RowIds {
  return { idOf: (row) => graph.ids(type).idOf(row), indexOf: (id) => graph.ids(type).indexOf(id) };
}

/** One of each pair of edge types that are inverse: that whose sources have one target at most, else the first. */
function oneDirection(graph: HeteroGraph, targets: Targets): readonly EdgeType[] {
  const taken = new Set<string>();
  return graph.edgeTypes.flatMap((type) => {
    const { inverse } = graph.edgeSchema(type);
    if (taken.has(edgeTypeKey(type))) return [];
    taken.add(edgeTypeKey(type));
    if (!inverse) return [type];
    taken.add(edgeTypeKey(inverse));
    return [targets.isKey(type) || !targets.isKey(inverse) ? type : inverse];
  });
}

/** The targets of sources by edge type, each looked for once. */
class Targets {
  readonly #graph: HeteroGraph;
  readonly #known = new Map<string, Int32Array | undefined>();

  constructor(graph: HeteroGraph) {
    this.#graph = graph;
  }

  of(type: EdgeType): Int32Array | undefined {
    const key = edgeTypeKey(type);
    if (!this.#known.has(key)) this.#known.set(key, targetsOf(this.#graph, type));
    return this.#known.get(key);
  }

  /** Whether edges can be a key: without columns, which belong to no row, and with one target a source. */
  isKey(type: EdgeType): boolean {
    return this.#graph.edgeSchema(type).columns.length === 0 && this.of(type) !== undefined;
  }
}

/** The column that is named, else the first with the role; undefined where there is none, or null is named. */
function timeColumn(columns: readonly ColumnSchema[], named: string | null | undefined): string | undefined {
  if (named !== undefined) return named ?? undefined;
  return columns.find(({ role }) => role === 'time')?.name;
}

/** Of each source its target, -1 where it has none; undefined where one has several. */
function targetsOf(graph: HeteroGraph, type: EdgeType): Int32Array | undefined {
  const { source, target } = graph.edgeIndex(type);
  const rows = new Int32Array(graph.numNodes(type[0])).fill(-1);
  for (let e = 0; e < source.length; e++) {
    if (rows[source[e]!]! >= 0) return undefined;
    rows[source[e]!] = target[e]!;
  }
  return rows;
}

/** A table whose rows are edges. */
function addLinks(
  graph: HeteroGraph,
  type: EdgeType,
  named: string | null | undefined,
  tables: Map<string, Table>,
  remarks: string[],
): void {
  const { source, target } = graph.edgeIndex(type);
  const name = tables.has(type[1]) ? edgeTypeKey(type) : type[1];
  const column = timeColumn(graph.edgeSchema(type).columns, named);
  const { columns, skipped } = tableColumns(graph, type, column);
  const time = column === undefined ? undefined : graph.times(type, column);
  remarks.push(...skipped);
  const ends = type[0] === type[2] ? ['source', 'target'] : [type[0], type[2]];
  const keys = [
    { name: ends[0]!, table: type[0], rows: source },
    { name: ends[1]!, table: type[2], rows: target },
  ];
  tables.set(name, { name, numRows: source.length, columns, keys, ...(time ? { time } : {}) });
}

function freeName(keys: readonly ForeignKey[], name: string): string {
  let free = name;
  for (let n = 2; keys.some((key) => key.name === free); n++) free = `${name}_${n}`;
  return free;
}

function severalTargets(type: EdgeType): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', 'A row refers to several by one key.', {
    type: edgeTypeKey(type),
    hint: 'A foreign key leads from each row to one at most. Leave the edge type out of the keys.',
  });
}
