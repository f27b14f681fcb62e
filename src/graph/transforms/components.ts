import { UnionFind } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { typeOffsets } from './type-offsets.js';

/** Weakly connected components of a graph, over all relations and without their direction. */
export interface Components {
  readonly numComponents: number;
  /** Component of every node, by node type, [N]. Components are numbered by their first node, types in schema order. */
  readonly of: Readonly<Record<string, Int32Array>>;
  /** Nodes of every component, all types counted, [components]. */
  readonly sizes: Int32Array;
}

/**
 * Union-find over the rows of all types, by size with path halving. O((N + E) a(N)), a the inverse Ackermann function; 8
 * bytes a node.
 *
 * @throws {HeteroGraphError} TOO_LARGE
 * @see Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms", JACM 1984
 */
export function connectedComponents(graph: HeteroGraph): Components {
  expectGraph(graph);
  const offsets = typeOffsets(graph.nodeTypes.map((type) => graph.numNodes(type)));
  const offsetOf = new Map(graph.nodeTypes.map((type, i) => [type, offsets[i]!]));
  const numNodes = offsets[graph.nodeTypes.length]!;
  const joined = new UnionFind(numNodes);
  for (const type of graph.edgeTypes) {
    const { source, target } = graph.edgeIndex(type);
    const [from, to] = [offsetOf.get(type[0])!, offsetOf.get(type[2])!];
    for (let e = 0; e < source.length; e++) joined.join(from + source[e]!, to + target[e]!);
  }
  const { of: component, sizes } = joined.sets();
  const of = graph.nodeTypes.map((type, i): [string, Int32Array] => {
    return [type, component.slice(offsets[i]!, offsets[i + 1]!)];
  });
  return { numComponents: sizes.length, of: Object.fromEntries(of), sizes };
}
