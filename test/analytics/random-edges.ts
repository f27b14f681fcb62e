import fc from 'fast-check';
import type { EdgeArrays } from '../../src/analytics/index.js';
import { matrixOf } from './graph-of-edges.js';

export interface RandomEdges extends EdgeArrays {
  readonly source: number[];
  readonly target: number[];
  readonly weights?: number[];
  readonly isDirected: boolean;
}

/** Small graphs of every kind: no node, isolated nodes, self loops, parallel edges, weights or none, directed and not. */
export function randomEdges({ maxNodes = 9, maxEdges = 24, weight = fc.integer({ min: 1, max: 5 }) } = {}) {
  return fc.integer({ min: 0, max: maxNodes }).chain((numNodes): fc.Arbitrary<RandomEdges> => {
    const node = fc.integer({ min: 0, max: Math.max(0, numNodes - 1) });
    const edge = fc.tuple(node, node, weight);
    return fc
      .record({
        edges: fc.array(edge, { maxLength: numNodes === 0 ? 0 : maxEdges }),
        isDirected: fc.boolean(),
        isWeighted: fc.boolean(),
      })
      .map(({ edges, isDirected, isWeighted }) => ({
        numNodes,
        source: edges.map(([from]) => from),
        target: edges.map(([, to]) => to),
        ...(isWeighted && { weights: edges.map(([, , w]) => w) }),
        isDirected,
      }));
  });
}

/** Entry [u][v]: sum of the weights of edges from u to v; a self loop counts once. */
export function entriesOf({ numNodes, source, target, weights, isDirected }: RandomEdges): number[][] {
  const edges = source.map((u, e) => [u, target[e]!, weights?.[e] ?? 1] as const);
  return matrixOf({ numNodes, edges, isDirected }, { loops: 1 });
}
