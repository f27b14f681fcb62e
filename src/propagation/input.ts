import { type Csr, type FeatureMatrix, HeteroGraphError, sharedInt32 } from '../core/index.js';
import {
  buildAdjacency,
  type EdgeType,
  edgeTypeKey,
  type HeteroGraph,
  type IdIndex,
  sameEdgeType,
} from '../graph/index.js';
import { expectGraph } from '../graph/internal.js';

/** One undirected relation between types a and b (indices): rows of `aFromB` are a's nodes, columns b's. */
export interface UndirectedRelation {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly aFromB: Csr;
  readonly bFromA: Csr;
}

/** What propagation works on: types with counts and features, and each relation once. */
export interface PropagationInput {
  readonly types: readonly {
    readonly name: string;
    readonly count: number;
    readonly features: FeatureMatrix | undefined;
    /** Where the nodes have ids of their own. */
    readonly ids?: IdIndex | undefined;
  }[];
  readonly relations: readonly UndirectedRelation[];
  readonly target: number;
}

/** A relation seen from one of its ends: means of t's nodes over u's, and back. */
export interface RelationView {
  readonly name: string;
  readonly t: number;
  readonly u: number;
  readonly tFromU: Csr;
  readonly uFromT: Csr;
}

/** Every relation from both ends, from the one where they are the same type. */
export function relationViews(relations: readonly UndirectedRelation[]): RelationView[] {
  return relations.flatMap(({ name, a, b, aFromB, bFromA }) => {
    const view = { name, t: a, u: b, tFromU: aFromB, uFromT: bFromA };
    return a === b ? [view] : [view, { name, t: b, u: a, tFromU: bFromA, uFromT: aFromB }];
  });
}

/** A plan of more steps would take longer to make than anybody waits. */
const MAX_STEPS = 1 << 14;

/**
 * @param steps relations passed, in all rounds or on all paths together
 * @throws {HeteroGraphError} TOO_LARGE
 */
export function checkSteps(steps: number, hops: number): void {
  if (steps <= MAX_STEPS) return;
  throw new HeteroGraphError('TOO_LARGE', `${hops} hops pass more than ${MAX_STEPS} relations in all.`, {
    column: 'hops',
    hint: 'Ask for fewer hops, mostly 2 to 6, or name fewer relations.',
  });
}

/** The rows that are asked for: those named, else all of the target. */
export function rowsToKeep(
  graph: HeteroGraph,
  { target, rows }: { readonly target: string; readonly rows?: Int32Array | undefined },
): Int32Array {
  return rows ?? Int32Array.from({ length: graph.numNodes(target) }, (_, row) => row);
}

/** True for the target and every type that a relation ends at: the others take no part. */
export function isReached({ relations, target }: PropagationInput, type: number): boolean {
  return type === target || relations.some(({ a, b }) => a === type || b === type);
}

/**
 * The relations of a graph, cleaned up as RpHGNN does: of two inverse edge types the first in the schema is kept; a relation
 * between equal ends gets every edge reversed as well (nothing is de-duplicated, self loops count twice); weights are ignored.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE
 */
export function propagationInput(graph: HeteroGraph, target: string, relations?: readonly string[]): PropagationInput {
  expectGraph(graph);
  const at = graph.nodeTypes.indexOf(target);
  if (at < 0) {
    throw new HeteroGraphError('UNKNOWN_TYPE', `There is no node type "${target}".`, {
      type: target,
      hint: `The graph has: ${graph.nodeTypes.join(', ')}.`,
    });
  }
  const types = graph.schema.nodes.map(({ name, columns }) => {
    const features = graph.features(name);
    const hasIds = !features && columns.some(({ role }) => role === 'id');
    return { name, count: graph.numNodes(name), features, ...(hasIds ? { ids: graph.ids(name) } : {}) };
  });
  return { types, relations: keptEdgeTypes(graph, relations).map((type) => relation(graph, type)), target: at };
}

function keptEdgeTypes(graph: HeteroGraph, names: readonly string[] | undefined): EdgeType[] {
  const kept: EdgeType[] = [];
  const chosen = names?.flatMap((name) => edgeTypeKeys(graph, name));
  for (const { type, inverse } of graph.schema.edges) {
    if (chosen && !chosen.includes(edgeTypeKey(type))) continue;
    if (!inverse || !kept.some((other) => sameEdgeType(other, inverse) && !sameEdgeType(other, type))) kept.push(type);
  }
  return kept;
}

function relation(graph: HeteroGraph, type: EdgeType): UndirectedRelation {
  const [a, b] = [graph.nodeTypes.indexOf(type[0]), graph.nodeTypes.indexOf(type[2])];
  const name = edgeTypeKey(type);
  if (a !== b) return { name, a, b, aFromB: graph.adjacency(type, 'out'), bFromA: graph.adjacency(type, 'in') };
  const symmetric = symmetrised(graph, type);
  return { name, a, b, aFromB: symmetric, bFromA: symmetric };
}

function symmetrised(graph: HeteroGraph, type: EdgeType): Csr {
  const { source, target } = graph.edgeIndex(type);
  const declared = graph.schema.edges.find((edge) => sameEdgeType(edge.type, type))!.inverse;
  const n = graph.numNodes(type[0]);
  // A relation that is its own inverse holds both directions already.
  if (declared && sameEdgeType(declared, type)) return buildAdjacency(source, target, n, n);
  const from = sharedInt32(source.length * 2);
  const to = sharedInt32(source.length * 2);
  from.set(source);
  from.set(target, source.length);
  to.set(target);
  to.set(source, source.length);
  return buildAdjacency(from, to, n, n);
}

/** Keys of the edge types that a key or relation name means. @throws {HeteroGraphError} UNKNOWN_TYPE */
function edgeTypeKeys(graph: HeteroGraph, name: string): string[] {
  const fitting = graph.edgeTypes.filter((type) => edgeTypeKey(type) === name || type[1] === name).map(edgeTypeKey);
  return fitting.length > 0 ? fitting : [edgeTypeKey(graph.resolveEdgeType(name))];
}
