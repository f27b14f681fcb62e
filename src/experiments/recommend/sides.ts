import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { inverseOf } from '../../graph/internal.js';

type Id = string | number;

/** One end of interactions: a node type, or a column of the table of them. */
export interface Side {
  /** What people call it: the node type, or the column. */
  readonly name: string;
  /** Other names that mean it: the column or relation that leads to it. */
  readonly aliases: readonly string[];
  /** Where there is a table of it. */
  readonly nodeType?: string;
  /** A column of texts, which is an end only where its name says so. */
  readonly isText?: boolean;
  /** The id of each row; null where it has none. */
  ids(): readonly (Id | null)[];
}

/** Where interactions may be: an edge type, or a table whose rows have two ends or more. */
export interface Place {
  readonly name: string;
  readonly numRows: number;
  readonly edgeType?: EdgeType;
  /** The table of the rows. */
  readonly nodeType?: string;
  /** In the order of the columns. */
  readonly sides: readonly Side[];
}

/** All places of a graph; relations that say the same backwards are one. */
export function placesOf(graph: HeteroGraph): Place[] {
  const seen = new Set<string>();
  const edges = graph.edgeTypes.filter((type) => {
    const inverse = inverseOf(graph, type);
    if (inverse && seen.has(edgeTypeKey(inverse))) return false;
    seen.add(edgeTypeKey(type));
    return true;
  });
  const tables = graph.nodeTypes.map((type) => tablePlace(graph, type));
  // Where each node has one edge at most, the relation says something of the node.
  const direct = edges.filter((type) => !isSingle(graph, type, 'out') && !isSingle(graph, type, 'in'));
  return [...direct.map((type) => edgePlace(graph, type)), ...tables.filter(({ sides }) => sides.length > 1)];
}

function edgePlace(graph: HeteroGraph, type: EdgeType): Place {
  const [source, relation, target] = type;
  const side = (name: string, end: 'source' | 'target'): Side => ({
    name,
    aliases: [],
    nodeType: name,
    ids: () => {
      const index = graph.ids(name);
      return Array.from(graph.edgeIndex(type)[end], (row) => index.idOf(row));
    },
  });
  const sides = [side(source, 'source'), side(target, 'target')];
  return { name: relation, numRows: graph.numEdges(type), edgeType: type, sides };
}

/** Each row of a table leads to at most one node of a type, or names something in a column. */
function tablePlace(graph: HeteroGraph, type: string): Place {
  const numRows = graph.numNodes(type);
  const leads = graph.edgeTypes.filter(
    (edge) => edge[0] === type && edge[2] !== type && graph.numEdges(edge) > 0 && isSingle(graph, edge, 'out'),
  );
  const byEdge = leads.map((edge): Side => {
    const [, relation, target] = edge;
    return { name: target, aliases: [relation], nodeType: target, ids: () => idsByEdge(graph, edge, numRows) };
  });
  const byColumn = graph
    .nodeSchema(type)
    .columns.filter(
      ({ role, type: kind }) =>
        ['attribute', 'text', 'tags'].includes(role) && /^(utf8|int32|int64|float64)$/.test(kind),
    )
    .map(
      ({ name, role }): Side => ({
        name,
        aliases: [],
        isText: role !== 'attribute',
        ids: () => idsByColumn(graph, type, name),
      }),
    )
    .filter((side) => isRepeated(side.ids()));
  return { name: type, numRows, nodeType: type, sides: [...byEdge, ...byColumn] };
}

function isSingle(graph: HeteroGraph, type: EdgeType, direction: 'in' | 'out'): boolean {
  return graph.degrees(type, direction).every((degree) => degree <= 1);
}

function idsByEdge(graph: HeteroGraph, type: EdgeType, numRows: number): (Id | null)[] {
  const { source, target } = graph.edgeIndex(type);
  const index = graph.ids(type[2]);
  const ids = new Array<Id | null>(numRows).fill(null);
  for (let e = 0; e < source.length; e++) ids[source[e]!] = index.idOf(target[e]!);
  return ids;
}

function idsByColumn(graph: HeteroGraph, type: string, column: string): (Id | null)[] {
  const vector = graph.nodeTable(type).getChild(column)!;
  return Array.from({ length: vector.length }, (_, row) => {
    const value = vector.get(row) as string | number | bigint | null;
    if (value === null || value === '' || Number.isNaN(value)) return null;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

/** Whether values name something: whole numbers or texts, some of them twice. */
function isRepeated(ids: readonly (Id | null)[]): boolean {
  const distinct = new Set<Id>();
  let known = 0;
  for (const id of ids) {
    if (id === null) continue;
    if (typeof id === 'number' && !Number.isInteger(id)) return false;
    distinct.add(id);
    known++;
  }
  return distinct.size > 1 && distinct.size < known;
}
