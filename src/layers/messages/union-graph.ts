import type { MessageGraph } from './message-graph.js';
import { MessageRelation } from './relation.js';

/** All edges of a graph in both directions, each pair of nodes once and no loops; nodes of several types below each other. */
export interface UnionGraph {
  readonly edges: MessageRelation;
  /** For every row the number of its node type among `types`. */
  readonly typeOf: Int32Array;
  readonly types: readonly string[];
  dispose(): void;
}

/**
 * @param types whose nodes lie below each other in this order; relations with a side that is not among them are left out
 * @returns to be disposed by the caller; neighbours of a node in the order of their rows, whatever the order of the edges
 */
export function unionGraph(graph: MessageGraph, types: readonly string[]): UnionGraph {
  const first = new Map<string, number>();
  let count = 0;
  for (const type of types) {
    first.set(type, count);
    count += graph.numNodes(type);
  }
  const degrees = new Int32Array(count + 1);
  const visit = (see: (from: number, to: number) => void) => {
    for (const { matrix, source, target } of graph.relations) {
      const [sources, targets] = [first.get(source), first.get(target)];
      if (sources === undefined || targets === undefined) continue;
      const { indptr, indices, numRows } = matrix.arrays(false);
      for (let i = 0; i < numRows; i++) {
        for (let e = indptr[i]!; e < indptr[i + 1]!; e++) {
          const [a, b] = [targets + i, sources + indices[e]!];
          if (a === b) continue;
          see(a, b);
          see(b, a);
        }
      }
    }
  };
  visit((from) => degrees[from + 1]!++);
  for (let i = 0; i < count; i++) degrees[i + 1]! += degrees[i]!;
  const all = new Int32Array(degrees[count]!);
  const next = degrees.slice();
  visit((from, to) => {
    all[next[from]!++] = to;
  });
  const indptr = new Int32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const sorted = all.subarray(degrees[i]!, degrees[i + 1]!).sort();
    for (let e = 0; e < sorted.length; e++) if (e === 0 || sorted[e] !== sorted[e - 1]) all[at++] = sorted[e]!;
    indptr[i + 1] = at;
  }
  const typeOf = new Int32Array(count);
  for (const [t, type] of types.entries()) {
    const start = first.get(type)!;
    typeOf.fill(t, start, start + graph.numNodes(type));
  }
  const csr = { numRows: count, numCols: count, indptr, indices: all.slice(0, at) };
  const edges = new MessageRelation({ name: 'union', source: 'all', target: 'all' }, csr);
  return { edges, typeOf, types, dispose: () => edges.dispose() };
}
