import fc from 'fast-check';
import type { ProjectedGraph } from '../../src/analytics/index.js';
import { adjacencyOf } from './graph-of-edges.js';

/** An edge of a test graph: from, to and its weight. */
export type TestEdge = readonly [from: number, to: number, weight: number];

export interface TestGraph {
  readonly numNodes: number;
  readonly edges: readonly TestEdge[];
  readonly isDirected: boolean;
  readonly hasWeights: boolean;
  readonly graph: ProjectedGraph;
  /** The edges as they can be walked: an undirected edge both ways. */
  readonly arcs: readonly TestEdge[];
}

export interface SmallGraphOptions {
  readonly maxNodes?: number;
  readonly maxEdges?: number;
  /** Weights that edges may have; where there are none, graphs have no weights. Default: none, or whole numbers from 0. */
  readonly weights?: fc.Arbitrary<number>;
  readonly isDirected?: boolean;
}

/** Random small graphs: empty ones, isolated nodes, self loops, parallel edges, with and without weights and directions. */
export function smallGraph(options: SmallGraphOptions = {}): fc.Arbitrary<TestGraph> {
  const { maxNodes = 9, maxEdges = 24, weights = fc.nat(4), isDirected } = options;
  return fc
    .record({
      numNodes: fc.nat(maxNodes),
      ends: fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), weights), { maxLength: maxEdges }),
      isDirected: isDirected === undefined ? fc.boolean() : fc.constant(isDirected),
      hasWeights: fc.boolean(),
    })
    .map(({ numNodes, ends, isDirected, hasWeights }) =>
      testGraph(
        numNodes,
        (numNodes === 0 ? [] : ends).map(([a, b, w]) => [a % numNodes, b % numNodes, hasWeights ? w : 1] as const),
        { isDirected, hasWeights },
      ),
    );
}

/** The graph of a list of edges, made in the slow and obvious way. */
export function testGraph(
  numNodes: number,
  edges: readonly (readonly [number, number, number?])[],
  { isDirected, hasWeights = false }: { readonly isDirected: boolean; readonly hasWeights?: boolean },
): TestGraph {
  const full = edges.map(([a, b, w = 1]): TestEdge => [a, b, w]);
  const back = full.map(([a, b, w]): TestEdge => [b, a, w]);
  const arcs = isDirected ? full : [...full, ...back.filter(([a, b]) => a !== b)];
  const forward = adjacencyOf(numNodes, arcs, hasWeights);
  const backward = isDirected ? adjacencyOf(numNodes, back, hasWeights) : forward;
  const types = [{ name: 'node', start: 0, count: numNodes }];
  return {
    ...{ numNodes, edges: full, isDirected, hasWeights, arcs },
    graph: { numNodes, types, isDirected, forward, backward },
  };
}

/** Lengths of shortest paths between all pairs by relaxing every arc as often as there are nodes, `[from][to]`. */
export function allDistances({ numNodes, arcs }: TestGraph): number[][] {
  return Array.from({ length: numNodes }, (_, source) => {
    const distances = Array.from({ length: numNodes }, (_, v) => (v === source ? 0 : Number.POSITIVE_INFINITY));
    for (let round = 0; round < numNodes; round++) {
      for (const [a, b, w] of arcs) distances[b] = Math.min(distances[b]!, distances[a]! + w);
    }
    return distances;
  });
}
