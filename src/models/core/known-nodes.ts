import type { HeteroGraph } from '../../graph/index.js';
import { allIds, placesOfIds } from '../../graph/internal.js';

/** Ids of the nodes that a model knows one by one, by node type, in the order of what it learned of them. Types without an id column are left out: there the rows are the ids. */
export type KnownNodes = Readonly<Record<string, readonly string[]>>;

/** Of those of the types that have an id column. */
export function knownNodes(graph: HeteroGraph, types: readonly string[]): KnownNodes {
  const named = types.filter((type) => hasIds(graph, type));
  return Object.fromEntries(named.map((type) => [type, allIds(graph.ids(type)).map(String)]));
}

function hasIds(graph: HeteroGraph, type: string): boolean {
  return graph.nodeSchema(type).columns.some(({ role }) => role === 'id');
}

/** Where each node of the graph is among `count` known ones, -1 where it is not. */
export function placesOf(graph: HeteroGraph, type: string, known: KnownNodes, count: number): Int32Array {
  if (Object.hasOwn(known, type)) return placesOfIds(graph.ids(type), known[type]!);
  return Int32Array.from({ length: graph.numNodes(type) }, (_, row) => (row < count ? row : -1));
}

/** Says how many nodes are not known, and what is taken for them. */
export function remarkUnknown(
  type: string,
  places: Int32Array,
  instead: string,
  onRemark: ((text: string) => void) | undefined,
): void {
  const unknown = places.reduce((sum, place) => sum + (place < 0 ? 1 : 0), 0);
  if (unknown === 0) return;
  onRemark?.(
    `${unknown} of ${places.length} nodes of the type "${type}" were not there when the model was fitted: ${instead}.`,
  );
}
