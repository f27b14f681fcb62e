import { idOf, typeOf } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import type { NamedNode, NodePairs } from '../results/node-pairs.js';
import type { AnalysisResult } from './algorithm.js';

type Table = NonNullable<AnalysisResult['table']>;

/** Bytes of a cell of a column of texts or ids, but for texts themselves. */
export const CELL_BYTES = 8;

/** Pairs as columns; the last one, of their values, is named where they have any. No object a pair is made. */
export function pairTable({ graph, sources, targets, values }: NodePairs, value = 'value'): Table {
  return {
    sourceType: typeColumn(graph, sources),
    source: idColumn(graph, sources),
    targetType: typeColumn(graph, targets),
    target: idColumn(graph, targets),
    ...(values && { [value]: values }),
  };
}

/** Nodes as columns, one row a node, their places from 1. */
export function nodeTable(graph: ProjectedGraph, nodes: Int32Array): Table {
  return {
    step: Int32Array.from(nodes.keys(), (place) => place + 1),
    type: typeColumn(graph, nodes),
    id: idColumn(graph, nodes),
  };
}

/** Lists of nodes as columns, one row a node: the number of its list from 1, its place there from 1, type and id. */
export function listTable(lists: readonly (readonly NamedNode[])[], list: string): Table {
  const rows = lists.flatMap((names, i) => names.map((node, place) => ({ list: i + 1, place: place + 1, node })));
  return {
    ...(lists.length > 1 && { [list]: rows.map((row) => row.list) }),
    step: rows.map(({ place }) => place),
    type: rows.map(({ node }) => node.type),
    id: rows.map(({ node }) => node.id),
  };
}

function typeColumn(graph: ProjectedGraph, nodes: Int32Array): string[] {
  return Array.from({ length: nodes.length }, (_, i) => typeOf(graph, nodes[i]!).name);
}

function idColumn(graph: ProjectedGraph, nodes: Int32Array): (string | number)[] {
  return Array.from({ length: nodes.length }, (_, i) => {
    const type = typeOf(graph, nodes[i]!);
    return idOf(type, nodes[i]! - type.start);
  });
}
