import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { Report } from '../schema/issues.js';
import { type EdgeType, edgeTypeKey } from '../schema/schema.js';

/**
 * An inverse holds the same pairs, as often, the other way round. Where both list them in one order, which is how
 * transforms make inverses, one pass suffices; else rows of the adjacencies are compared. O(N + E log degree) at most.
 */
export function checkInverse(graph: HeteroGraph, type: EdgeType, inverse: EdgeType, report: Report): void {
  const name = edgeTypeKey(inverse);
  const known = graph.schema.edges.find((other) => edgeTypeKey(other.type) === name);
  if (!known || inverse[0] !== type[2] || inverse[2] !== type[0]) {
    report('INVERSE_MISMATCH', `${name} is no edge type between the same ends.`);
    return;
  }
  if (known.inverse && edgeTypeKey(known.inverse) !== edgeTypeKey(type)) {
    report('INVERSE_MISMATCH', `${name} names ${edgeTypeKey(known.inverse)} as its inverse.`);
    return;
  }
  const forward = graph.edgeIndex(type);
  const backward = graph.edgeIndex(inverse);
  if (forward.source.length !== backward.source.length) {
    const counts = `${forward.source.length} edges against ${backward.source.length}`;
    report('INVERSE_MISMATCH', `${name} does not hold the same edges backwards: ${counts}.`);
    return;
  }
  // Ends that point nowhere are an issue of their own.
  if (
    !withinRange(backward.target, graph.numNodes(type[0])) ||
    !withinRange(backward.source, graph.numNodes(type[2]))
  ) {
    return;
  }
  if (equal(forward.source, backward.target) && equal(forward.target, backward.source)) return;
  const out = graph.adjacency(type, 'out');
  const back = graph.adjacency(inverse, 'in');
  for (let row = 0; row < out.numRows; row++) {
    const mine = out.indices.slice(out.indptr[row]!, out.indptr[row + 1]!).sort();
    const theirs = back.indices.slice(back.indptr[row]!, back.indptr[row + 1]!).sort();
    if (!equal(mine, theirs)) {
      const edge = mine.length > 0 ? out.edges[out.indptr[row]!]! : undefined;
      report('INVERSE_MISMATCH', `${name} does not hold the same edges backwards, first at source node ${row}.`, edge);
      return;
    }
  }
}

function equal(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function withinRange(ends: Int32Array, limit: number): boolean {
  for (let e = 0; e < ends.length; e++) if (ends[e]! >>> 0 >= limit) return false;
  return true;
}
