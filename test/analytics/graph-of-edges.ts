import fc from 'fast-check';
import type { Adjacency, ProjectedGraph } from '../../src/analytics/project/projected-graph.js';

/** Source, target and weight. */
export type Edge = readonly [number, number, number];

export interface EdgeList {
  readonly numNodes: number;
  readonly edges: readonly Edge[];
  readonly isDirected: boolean;
  /** Nodes of each type. */
  readonly typeCounts: readonly number[];
  readonly hasWeights: boolean;
}

/** Rows of a list of edges, in the slow and obvious way. */
export function adjacencyOf(numNodes: number, edges: readonly Edge[], hasWeights: boolean): Adjacency {
  const sorted = [...edges].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const indptr = new Int32Array(numNodes + 1);
  for (const [source] of sorted) indptr[source + 1]!++;
  for (let v = 0; v < numNodes; v++) indptr[v + 1]! += indptr[v]!;
  const indices = Int32Array.from(sorted, ([, target]) => target);
  return { indptr, indices, ...(hasWeights && { weights: Float64Array.from(sorted, ([, , weight]) => weight) }) };
}

/** The projected graph of a list of edges. */
export function graphOfEdges({ numNodes, edges, isDirected, typeCounts, hasWeights }: EdgeList): ProjectedGraph {
  let start = 0;
  const types = typeCounts.map((count, i) => {
    start += count;
    return { name: `type${i}`, start: start - count, count };
  });
  const turned = edges.map(([source, target, weight]): Edge => [target, source, weight]);
  if (isDirected) {
    const [forward, backward] = [edges, turned].map((list) => adjacencyOf(numNodes, list, hasWeights));
    return { numNodes, types, isDirected, forward: forward!, backward: backward! };
  }
  const both = adjacencyOf(numNodes, [...edges, ...turned.filter(([a, b]) => a !== b)], hasWeights);
  return { numNodes, types, isDirected, forward: both, backward: both };
}

/** An undirected graph without weights, of one node type. */
export function simpleGraph(numNodes: number, pairs: readonly (readonly [number, number])[]): ProjectedGraph {
  const edges = pairs.map(([a, b]): Edge => [a, b, 1]);
  return graphOfEdges({ numNodes, edges, isDirected: false, typeCounts: [numNodes], hasWeights: false });
}

export interface RandomGraphOptions {
  readonly maxNodes?: number;
  /** Default either. */
  readonly isDirected?: boolean;
  /** Node types at most; default 1. */
  readonly maxTypes?: number;
  readonly hasWeights?: boolean;
}

/** Graphs with self loops, parallel edges, isolated nodes and weights of 0; the empty graph and single nodes among them. */
export function randomEdgeList(options: RandomGraphOptions = {}): fc.Arbitrary<EdgeList> {
  const { maxNodes = 12, maxTypes = 1 } = options;
  return fc
    .record({
      counts: fc.array(fc.nat(Math.ceil(maxNodes / maxTypes)), { minLength: 1, maxLength: maxTypes }),
      isDirected: options.isDirected === undefined ? fc.boolean() : fc.constant(options.isDirected),
      hasWeights: options.hasWeights === undefined ? fc.boolean() : fc.constant(options.hasWeights),
    })
    .chain(({ counts, isDirected, hasWeights }) => {
      const numNodes = counts.reduce((sum, count) => sum + count, 0);
      const node = fc.nat(Math.max(0, numNodes - 1));
      const weight = hasWeights ? fc.constantFrom(0, 0.5, 1, 1, 2, 3.7) : fc.constant(1);
      return fc
        .array(fc.tuple(node, node, weight), { maxLength: numNodes === 0 ? 0 : 3 * numNodes })
        .map((edges) => ({ numNodes, edges, isDirected, typeCounts: counts, hasWeights }));
    });
}

/** The weights as a matrix: of a directed graph from row to column, else symmetric, with self loops twice or as often as told. */
export function matrixOf(
  { numNodes, edges, isDirected }: Pick<EdgeList, 'numNodes' | 'edges' | 'isDirected'>,
  { loops = 2 }: { readonly loops?: 1 | 2 } = {},
): number[][] {
  const matrix = Array.from({ length: numNodes }, () => new Array<number>(numNodes).fill(0));
  for (const [a, b, weight] of edges) {
    matrix[a]![b]! += weight;
    if (!isDirected && (a !== b || loops === 2)) matrix[b]![a]! += weight;
  }
  return matrix;
}
