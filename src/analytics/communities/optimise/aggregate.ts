import type { Pieces } from '../../../core/index.js';
import { type LevelGraph, shareSums } from './level-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 1 << 15;

/**
 * The graph whose nodes are groups of nodes: weights between two groups are added, those inside one are left out (no move changes
 * them), shares are added.
 *
 * @param groups the group of each node, from 0 to `count` - 1
 */
export function* aggregate(level: LevelGraph, groups: Int32Array, count: number): Pieces<LevelGraph> {
  const { outShares, inShares, scale } = level;
  const members = membersOf(groups, count);
  const indptr = new Int32Array(count + 1);
  // As long as they can become: pages of memory that are never written are never used.
  const indices = new Int32Array(level.indices.length);
  const weights = new Float64Array(level.indices.length);
  const weightTo = new Float64Array(count);
  for (let c = 0; c < count; c += PIECE) {
    yield;
    addRows(
      level,
      groups,
      members,
      { from: c, to: Math.min(count, c + PIECE) },
      { indptr, indices, weights, weightTo },
    );
  }
  const numEdges = indptr[count]!;
  const outSums = shareSums(outShares, groups, count);
  return {
    numNodes: count,
    indptr,
    indices: indices.slice(0, numEdges),
    weights: weights.slice(0, numEdges),
    outShares: outSums,
    inShares: inShares === outShares ? outSums : shareSums(inShares, groups, count),
    scale,
  };
}

interface Members {
  /** [count + 1] */
  readonly starts: Int32Array;
  /** Nodes, those of one group beside each other. */
  readonly nodes: Int32Array;
}

function membersOf(groups: Int32Array, count: number): Members {
  const starts = new Int32Array(count + 1);
  for (const c of groups) starts[c + 1]!++;
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!;
  const at = starts.slice(0, count);
  const nodes = new Int32Array(groups.length);
  for (let v = 0; v < groups.length; v++) nodes[at[groups[v]!]!++] = v;
  return { starts, nodes };
}

interface Rows {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
  readonly weightTo: Float64Array;
}

function addRows(
  level: LevelGraph,
  groups: Int32Array,
  { starts, nodes }: Members,
  { from, to }: { readonly from: number; readonly to: number },
  { indptr, indices, weights, weightTo }: Rows,
): void {
  const { indptr: edges, indices: targets, weights: given } = level;
  for (let c = from; c < to; c++) {
    const first = indptr[c]!;
    let end = first;
    for (let i = starts[c]!; i < starts[c + 1]!; i++) {
      const v = nodes[i]!;
      for (let e = edges[v]!; e < edges[v + 1]!; e++) {
        const d = groups[targets[e]!]!;
        if (d === c) continue;
        const before = weightTo[d]!;
        const weight = given === undefined ? 1 : given[e]!;
        if (before === 0 && weight > 0) indices[end++] = d;
        weightTo[d] = before + weight;
      }
    }
    for (let e = first; e < end; e++) {
      const d = indices[e]!;
      weights[e] = weightTo[d]!;
      weightTo[d] = 0;
    }
    indptr[c + 1] = end;
  }
}
