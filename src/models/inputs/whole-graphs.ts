import { HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph, removeEdges, subgraph } from '../../graph/index.js';

/** Several graphs as one, side by side without an edge between them, and the graph of every node. */
export interface JoinedGraphs {
  readonly graph: HeteroGraph;
  readonly numGraphs: number;
  /** By node type, the number of the graph that each node belongs to, -1: none, [N]. Types that are left out are read by messages alone. */
  readonly graphOf: Readonly<Record<string, Int32Array>>;
}

/** Whole graphs in a graph where each is a node, to which its own nodes lead. */
export interface WholeGraphs extends JoinedGraphs {
  /** Node types that touch these graphs and belong to none, since one of their nodes touches several. */
  readonly shared: readonly string[];
  /** Edges between nodes of the member types that do not lie in one graph: they are left out. */
  readonly crossing: number;
}

/**
 * The whole graphs whose nodes are those of a type: a molecule of a table of molecules with the atoms that name it, and the bonds of the atoms.
 * A node belongs to the graph that all its edges to that type lead to; where a type has no such edge, to the graph of all the nodes that it
 * touches of types found before. A type of which one node touches two graphs is shared, and left out, as are the edges to the graphs themselves.
 *
 * @param memberTypes those found at the fit of a model; a node of these that touches two graphs belongs to none. Default: found out
 * @throws {HeteroGraphError} UNKNOWN_TYPE; NO_RELATIONS where nothing belongs to the graphs
 */
export function wholeGraphs(graph: HeteroGraph, nodeType: string, memberTypes?: readonly string[]): WholeGraphs {
  const numGraphs = graph.numNodes(nodeType);
  const known = new Map<string, Int32Array>([[nodeType, Int32Array.from({ length: numGraphs }, (_, g) => g)]]);
  const shared = new Set<string>();
  for (let isNew = true; isNew; ) {
    const found = new Map<string, Int32Array>();
    for (const type of graph.nodeTypes) {
      if (known.has(type) || shared.has(type) || (memberTypes && !memberTypes.includes(type))) continue;
      const owners = ownersOf(graph, type, known);
      if (!owners) continue;
      if (owners.isShared && !memberTypes) shared.add(type);
      else found.set(type, owners.graphs);
    }
    for (const [type, graphs] of found) known.set(type, graphs);
    isNew = found.size > 0;
  }
  known.delete(nodeType);
  for (const type of memberTypes ?? []) {
    if (!known.has(type)) known.set(type, new Int32Array(graph.numNodes(type)).fill(-1));
  }
  const types = graph.nodeTypes.filter((type) => known.has(type));
  if (types.length === 0) throw nothingBelongs(nodeType, [...shared]);
  const graphOf = Object.fromEntries(types.map((type) => [type, known.get(type)!]));
  const inner = subgraph(graph, { nodeTypes: types }).graph;
  const outside = Object.fromEntries(
    inner.edgeTypes.map((type) => [edgeTypeKey(type), crossingEdges(inner, type, graphOf)] as const),
  );
  const crossing = Object.values(outside).reduce((sum, { length }) => sum + length, 0);
  const joined = crossing > 0 ? removeEdges(inner, outside) : inner;
  return { graph: joined, numGraphs, graphOf, shared: [...shared], crossing };
}

/** The graph of every node of a type by its edges to nodes whose graph is known, -1: none; undefined without such an edge. */
function ownersOf(
  graph: HeteroGraph,
  type: string,
  known: ReadonlyMap<string, Int32Array>,
): { readonly graphs: Int32Array; readonly isShared: boolean } | undefined {
  const graphs = new Int32Array(graph.numNodes(type)).fill(-1);
  let isShared = false;
  let isAny = false;
  const take = (nodes: Int32Array, others: Int32Array, ofOthers: Int32Array) => {
    for (const [e, node] of nodes.entries()) {
      const g = ofOthers[others[e]!]!;
      if (g < 0) continue;
      isAny = true;
      if (graphs[node]! >= 0 && graphs[node] !== g) {
        isShared = true;
        graphs[node] = -2;
      } else if (graphs[node] === -1) graphs[node] = g;
    }
  };
  for (const edgeType of graph.edgeTypes) {
    const [from, , to] = edgeType;
    const { source, target } = graph.edgeIndex(edgeType);
    const [ofTarget, ofSource] = [known.get(to), known.get(from)];
    if (from === type && ofTarget) take(source, target, ofTarget);
    if (to === type && ofSource) take(target, source, ofSource);
  }
  return isAny ? { graphs: graphs.map((g) => Math.max(g, -1)), isShared } : undefined;
}

/** Numbers of edges whose ends are not in the same graph, or in none. */
function crossingEdges(graph: HeteroGraph, type: EdgeType, graphOf: JoinedGraphs['graphOf']): Int32Array {
  const { source, target } = graph.edgeIndex(type);
  const [from, to] = [graphOf[type[0]]!, graphOf[type[2]]!];
  return Int32Array.from(source.keys()).filter((e) => {
    const g = from[source[e]!]!;
    return g < 0 || g !== to[target[e]!];
  });
}

function nothingBelongs(nodeType: string, shared: readonly string[]): HeteroGraphError {
  const why =
    shared.length > 0
      ? `nodes of ${shared.join(', ')} touch several of them`
      : 'no edge leads from a node of another type to them';
  return new HeteroGraphError('NO_RELATIONS', `The nodes of "${nodeType}" are no whole graphs: ${why}.`, {
    type: nodeType,
    hint: 'Give the nodes of the graphs a table with a column that names the graph, or learn of these rows as nodes.',
  });
}
