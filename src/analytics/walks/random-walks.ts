import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkLengths } from '../paths/edge-weights.js';
import { type NodeRef, nodeNumbers } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { biasOptions, Walker } from './walker.js';

export interface RandomWalkOptions extends ProjectOptions {
  /** Where walks begin; default every node. */
  readonly from?: readonly NodeRef[];
  /** Walks from each of these nodes; default 10. */
  readonly walks?: number;
  /** Edges of a walk at most; default 80. */
  readonly length?: number;
  /** The larger, the more seldom a walk goes straight back, p of node2vec, from 0.01 to 100; default 1. */
  readonly p?: number;
  /** The larger, the longer a walk stays near the node before, q of node2vec, from 0.01 to 100; default 1. */
  readonly q?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface RandomWalks {
  /** Numbers of nodes, [numWalks, length + 1]: the walks of the first node, of the second, ...; -1 after the end of a walk. */
  readonly nodes: Int32Array;
  readonly numWalks: number;
  readonly length: number;
}

const schema = z.strictObject({
  ...projectOptions,
  from: z.optional(z.custom<readonly NodeRef[]>((value) => Array.isArray(value), 'a list of nodes')),
  walks: z.optional(option.count),
  length: z.optional(option.count),
  ...biasOptions,
  seed: z.optional(option.seed),
});

/**
 * Random walks along edges, each edge by its weight; a walk ends where no edge of a weight leads on. With `p` or `q` those of node2vec
 * (Grover and Leskovec, "node2vec: scalable feature learning for networks", 2016), drawn by rejection (Yang et al., "KnightKing", 2019): an
 * edge back to the node before counts 1 / p, one to a node that the node before leads to 1, any other 1 / q. A walk depends on the seed and
 * its own number alone. O(walks x length), log of the neighbours with weights.
 *
 * @example
 * const { nodes, length } = await randomWalks(graph, { relations: ['knows'], direction: 'both', walks: 5, length: 20, q: 0.5 });
 * nodes.subarray(0, length + 1); // the first walk
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; TOO_LARGE beyond 2^31 - 1 numbers; UNKNOWN_ID, UNKNOWN_TYPE,
 * AMBIGUOUS, INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function randomWalks(
  graph: HeteroGraph | ProjectedGraph,
  options: RandomWalkOptions = {},
): Promise<RandomWalks> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const { walks = 10, length = 80, p = 1, q = 1, seed = 0, signal, onProgress } = options;
  const starts = options.from
    ? nodeNumbers(view, options.from, 'from')
    : Int32Array.from({ length: view.numNodes }, (_, v) => v);
  const numWalks = starts.length * walks;
  const size = numWalks * (length + 1);
  if (size > 2 ** 31 - 1) {
    throw new HeteroGraphError('TOO_LARGE', `The walks would have ${size} nodes.`, {
      hint: 'Ask for fewer or shorter ones, or begin at some nodes only.',
    });
  }
  checkLengths(view.forward);
  const walker = new Walker(view.forward, { p, q, seed });
  const nodes = new Int32Array(size).fill(-1);
  const timer = new YieldTimer(signal);
  for (let w = 0; w < numWalks; w++) {
    walker.walk(w, starts[Math.floor(w / walks)]!, nodes.subarray(w * (length + 1), (w + 1) * (length + 1)));
    if (!timer.isDue()) continue;
    onProgress?.({ stage: 'walks', done: w + 1, total: numWalks, unit: 'walks' });
    await timer.yieldNow();
  }
  return { nodes, numWalks, length };
}
