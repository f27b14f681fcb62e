import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type NodeRef, nodeNumber } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';

export interface SimRankOptions extends ProjectOptions {
  /** How much a pair takes from the pairs before it, C of the paper; default 0.9. */
  readonly decay?: number;
  /** Ends where no similarity changes by more; default 1e-4. */
  readonly tolerance?: number;
  /** Ends after so many in any case; default 1000. */
  readonly maxIterations?: number;
}

export interface SimRank {
  /** Similarities of all pairs, [numNodes, numNodes], symmetric. */
  readonly similarities: Float64Array;
  readonly iterations: number;
  readonly hasConverged: boolean;
  /** Similarities of a node to all. @throws {HeteroGraphError} UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS */
  of(node: NodeRef): NodeValues;
}

const schema = z.strictObject({
  ...projectOptions,
  decay: z.optional(option.between(0, 1)),
  tolerance: z.optional(option.positive),
  maxIterations: z.optional(option.count),
});

/** Two matrices of so many rows take 2 GiB. */
const MOST_NODES = 11_585;

/**
 * SimRank of all pairs: two nodes are as similar as the nodes that lead to them, times a decay (Jeh and Widom, "SimRank: a measure of
 * structural-context similarity", 2002); a node and itself 1, nodes that nothing leads to 0. Each neighbour counts once, self loops too;
 * weights do not count. O(N E) an iteration by partial sums (Lizorkin et al. 2008), 16 N^2 bytes.
 *
 * @example
 * const similar = (await simRank(graph, { relations: ['cites'] })).of('p7').top(5);
 * @throws {HeteroGraphError} TOO_LARGE beyond 11,585 nodes; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function simRank(graph: HeteroGraph | ProjectedGraph, options: SimRankOptions = {}): Promise<SimRank> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const { numNodes } = view;
  if (numNodes > MOST_NODES) {
    throw new HeteroGraphError('TOO_LARGE', `SimRank of ${numNodes} nodes would take ${16 * numNodes ** 2} bytes.`, {
      hint: `At most ${MOST_NODES} nodes; choose relations of fewer, or nodeSimilarity.`,
    });
  }
  const { decay = 0.9, tolerance = 1e-4, maxIterations = 1000, signal, onProgress } = options;
  const before = onceEach(view.backward);
  let now = new Float64Array(numNodes * numNodes);
  let next = new Float64Array(numNodes * numNodes);
  for (let v = 0; v < numNodes; v++) now[v * numNodes + v] = 1;
  const sums = new Float64Array(numNodes);
  const timer = new YieldTimer(signal);
  let iterations = 0;
  let hasConverged = false;
  while (iterations < maxIterations && !hasConverged) {
    let change = 0;
    for (let a = 0; a < numNodes; a++) {
      addRows(before, now, a, sums);
      change = Math.max(change, writeRow(before, { now, next, sums, decay }, a));
      if (timer.isDue()) await timer.yieldNow();
    }
    [now, next] = [next, now];
    iterations++;
    hasConverged = change <= tolerance;
    onProgress?.({ stage: 'simrank', done: iterations, total: maxIterations, unit: 'iterations', values: { change } });
  }
  const similarities = now;
  return {
    ...{ similarities, iterations, hasConverged },
    of(node) {
      const row = nodeNumber(view, node, 'node') * numNodes;
      return new NodeValues(view, similarities.slice(row, row + numNodes));
    },
  };
}

/** The sum of the rows of the nodes before a. */
function addRows({ indptr, indices }: Adjacency, rows: Float64Array, a: number, sums: Float64Array): void {
  const numNodes = sums.length;
  sums.fill(0);
  for (let e = indptr[a]!; e < indptr[a + 1]!; e++) {
    const row = indices[e]! * numNodes;
    for (let j = 0; j < numNodes; j++) sums[j] = sums[j]! + rows[row + j]!;
  }
}

interface Step {
  readonly now: Float64Array;
  readonly next: Float64Array;
  readonly sums: Float64Array;
  readonly decay: number;
}

/** Row a of the next matrix; returns the largest change. */
function writeRow({ indptr, indices }: Adjacency, { now, next, sums, decay }: Step, a: number): number {
  const numNodes = sums.length;
  const degree = indptr[a + 1]! - indptr[a]!;
  let change = 0;
  for (let b = 0; b < numNodes; b++) {
    let sum = 0;
    for (let e = indptr[b]!; e < indptr[b + 1]!; e++) sum += sums[indices[e]!]!;
    const pairs = degree * (indptr[b + 1]! - indptr[b]!);
    const value = a === b ? 1 : pairs > 0 ? (decay * sum) / pairs : 0;
    const place = a * numNodes + b;
    change = Math.max(change, Math.abs(value - now[place]!));
    next[place] = value;
  }
  return change;
}

/** Each neighbour once, self loops among them. */
function onceEach({ indptr, indices }: Adjacency): Adjacency {
  const starts = new Int32Array(indptr.length);
  const kept = new Int32Array(indices.length);
  let size = 0;
  for (let v = 0; v + 1 < indptr.length; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      if (e === indptr[v] || indices[e] !== indices[e - 1]) kept[size++] = indices[e]!;
    }
    starts[v + 1] = size;
  }
  return { indptr: starts, indices: kept.subarray(0, size) };
}
