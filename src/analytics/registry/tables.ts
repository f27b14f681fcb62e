import type { NamedNode, NodePairs } from '../results/node-pairs.js';
import type { AnalysisResult } from './algorithm.js';

type Table = NonNullable<AnalysisResult['table']>;

/** Pairs as columns; the last one, of their values, is named where they have any. */
export function pairTable(pairs: NodePairs, value = 'value'): Table {
  const named = [...pairs];
  return {
    sourceType: named.map(({ source }) => source.type),
    source: named.map(({ source }) => source.id),
    targetType: named.map(({ target }) => target.type),
    target: named.map(({ target }) => target.id),
    ...(pairs.values && { [value]: pairs.values }),
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
