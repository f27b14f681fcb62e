import { type EdgeType, edgeTypeKey, encodeFeatures, fitFeatures, type HeteroGraph } from '../../graph/index.js';
import { inverseOf } from '../../graph/internal.js';
import type { SideInformation } from '../core/definition.js';

/** Edges between any nodes: users are 0 to U - 1, items U to U + I - 1, others above. Direction does not count. */
export interface Relation {
  readonly name: string;
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/** Relations of users, items and whatever they are joined to, in one numbering: users, items, then all other nodes. */
export interface SideRelations {
  readonly relations: readonly Relation[];
  readonly numNodes: number;
}

/**
 * All that is known beside who took what: every edge type but those between users and items (of two that are each other's inverse, one),
 * and every column of categories or tags of users and items, whose values are nodes. Relations without an edge are left out.
 */
export function sideRelations(side: SideInformation): SideRelations {
  const { graph, userType, itemType, userRows, itemRows } = side;
  let numNodes = userRows.length + itemRows.length;
  const numbers = new Map<string, Int32Array>();
  for (const type of graph.nodeTypes) {
    const own = new Int32Array(graph.numNodes(type)).fill(-1);
    if (type === userType) for (const [n, row] of userRows.entries()) own[row] = n;
    if (type === itemType) for (const [n, row] of itemRows.entries()) own[row] = userRows.length + n;
    for (let row = 0; row < own.length; row++) if (own[row]! < 0) own[row] = numNodes++;
    numbers.set(type, own);
  }
  const relations: Relation[] = [];
  for (const type of sideEdgeTypes(graph, userType, itemType)) {
    const { source, target } = graph.edgeIndex(type);
    const [from, to] = [numbers.get(type[0])!, numbers.get(type[2])!];
    relations.push({ name: edgeTypeKey(type), source: source.map((r) => from[r]!), target: target.map((r) => to[r]!) });
  }
  for (const type of new Set([userType, itemType])) {
    for (const { column, rows, values, numValues } of categoriesOf(graph, type)) {
      const own = numbers.get(type)!;
      const first = numNodes;
      const source = rows.map((row) => own[row]!);
      relations.push({ name: `${type}.${column}`, source, target: values.map((value) => first + value) });
      numNodes += numValues;
    }
  }
  return { relations: relations.filter(({ source }) => source.length > 0), numNodes };
}

function sideEdgeTypes(graph: HeteroGraph, userType: string, itemType: string): EdgeType[] {
  const taken: EdgeType[] = [];
  const backwards = new Set<string>();
  for (const type of graph.edgeTypes) {
    const [from, , to] = type;
    const joinsBoth = (from === userType && to === itemType) || (from === itemType && to === userType);
    if (joinsBoth || backwards.has(edgeTypeKey(type))) continue;
    taken.push(type);
    const inverse = inverseOf(graph, type);
    if (inverse) backwards.add(edgeTypeKey(inverse));
  }
  return taken;
}

interface CategoryColumn {
  readonly column: string;
  /** Row and value of every entry. */
  readonly rows: Int32Array;
  readonly values: Int32Array;
  readonly numValues: number;
}

/** Columns of a node type whose values are categories or tags, as the features of graphs find them; the rest of a category column is no value. */
function categoriesOf(graph: HeteroGraph, type: string): CategoryColumn[] {
  return (fitFeatures(graph)[type] ?? []).flatMap((use): CategoryColumn[] => {
    const { column, encoding } = use;
    if (encoding?.kind !== 'category' && encoding?.kind !== 'tags') return [];
    const matrix = encodeFeatures(graph, { [type]: [use] }).features(type);
    if (!matrix) return [];
    const numValues = encoding.kind === 'category' ? encoding.categories.length : matrix.width;
    const [rows, values]: [number[], number[]] = [[], []];
    const add = (row: number, value: number, is: number) => {
      if (is === 0 || value >= numValues) return;
      rows.push(row);
      values.push(value);
    };
    for (let row = 0; row < matrix.numRows; row++) {
      if (matrix.kind === 'dense') {
        for (let c = 0; c < matrix.width; c++) add(row, c, matrix.values[row * matrix.width + c]!);
      } else {
        for (let e = matrix.indptr[row]!; e < matrix.indptr[row + 1]!; e++)
          add(row, matrix.indices[e]!, matrix.values[e]!);
      }
    }
    return [{ column, rows: Int32Array.from(rows), values: Int32Array.from(values), numValues }];
  });
}
