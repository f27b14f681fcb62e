import { type EdgeType, edgeTypeKey, type HeteroGraph, type IdIndex, subgraph } from '../../graph/index.js';
import type { SideInformation } from '../../recommend/index.js';
import type { ReadInteractions } from './read-interactions.js';

/** What is known of users and items beside who took what, and which tables were kept out of it. */
export interface SideOfData {
  /** Absent where neither users nor items have a table, or both are rows of the same. */
  readonly side?: SideInformation;
  /** Node types that lead to both users and items, such as orders: they might tell what is held out. The rows of the interactions are not named. */
  readonly leftOut?: readonly string[];
}

/** A node type that no graph has. */
const NOBODY = '';

/**
 * Columns of the tables of users and items, and the relations around them. No relation between users and items is among them, and no node type
 * that leads from the ones to the others, whatever the way: what is held out cannot be read from it, so that it serves every part of the data.
 */
export function sideOfData(graph: HeteroGraph, found: ReadInteractions): SideOfData {
  const { all, userTable, itemTable } = found;
  if ((userTable === undefined && itemTable === undefined) || userTable === itemTable) return {};
  const ends = [userTable, itemTable].filter((type) => type !== undefined);
  const groups = groupsOf(graph, ends);
  const joins = (group: ReadonlySet<string>, end: string) =>
    graph.edgeTypes.some(([from, , to]) => (from === end && group.has(to)) || (to === end && group.has(from)));
  const holdsRows = (group: ReadonlySet<string>) => found.rowsTable !== undefined && group.has(found.rowsTable);
  const joinsBoth = (group: ReadonlySet<string>) => ends.length > 1 && ends.every((end) => joins(group, end));
  const kept = groups.filter((group) => !holdsRows(group) && !joinsBoth(group));
  const nodeTypes = graph.nodeTypes.filter((type) => ends.includes(type) || kept.some((group) => group.has(type)));
  const isLink = ([from, , to]: EdgeType) => from !== to && ends.includes(from) && ends.includes(to);
  const edgeTypes = graph.edgeTypes.filter(
    (type) => nodeTypes.includes(type[0]) && nodeTypes.includes(type[2]) && !isLink(type),
  );
  const { graph: around } = subgraph(graph, { nodeTypes, edgeTypes: edgeTypes.map(edgeTypeKey) });
  return {
    side: {
      graph: around,
      userType: userTable ?? NOBODY,
      itemType: itemTable ?? NOBODY,
      userRows: rowsOf(all.users, around, userTable),
      itemRows: rowsOf(all.items, around, itemTable),
    },
    leftOut: graph.nodeTypes.filter((type) => !nodeTypes.includes(type) && type !== found.rowsTable),
  };
}

/** Node types but the ends, those together that are joined on a way which passes no end. */
function groupsOf(graph: HeteroGraph, ends: readonly string[]): ReadonlySet<string>[] {
  const groups = graph.nodeTypes.filter((type) => !ends.includes(type)).map((type) => new Set([type]));
  for (const [from, , to] of graph.edgeTypes) {
    const [first, second] = [from, to].map((type) => groups.find((group) => group.has(type)));
    if (!first || !second || first === second) continue;
    for (const type of second) first.add(type);
    groups.splice(groups.indexOf(second), 1);
  }
  return groups;
}

function rowsOf(index: IdIndex, graph: HeteroGraph, type: string | undefined): Int32Array {
  if (type === undefined) return new Int32Array(index.size).fill(-1);
  const ids = graph.ids(type);
  return Int32Array.from({ length: index.size }, (_, n) => ids.indexOf(index.idOf(n)));
}
