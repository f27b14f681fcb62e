import * as z from 'zod/mini';
import { checkOptions, option, type Pieces, RandomStream, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectNonNegativeWeights } from '../project/check-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import type { CommunityResult } from './community-result.js';
import { LabelVotes } from './optimise/label-votes.js';
import { renumberBySize } from './optimise/renumber.js';
import { checkPartition, type GivenPartition } from './scores/check-partition.js';

export interface LabelPropagationOptions extends ProjectOptions {
  /**
   * `asynchronous`: nodes in random order, each by the labels that its neighbours have by then; it comes to an end. `synchronous`: all at
   * once by the labels of the round before, which may go to and fro without end. Default `asynchronous`.
   */
  readonly update?: 'asynchronous' | 'synchronous';
  /** Rounds at most; default 100. */
  readonly maxIterations?: number;
  /** Labels to begin with, [numNodes]; default every node its own. */
  readonly initial?: GivenPartition;
  /** Default 0. */
  readonly seed?: number;
}

export interface LabelPropagationResult extends CommunityResult {
  /** Rounds made. */
  readonly iterations: number;
  /** Whether the last round changed nothing: every node has a label that no other outweighs among its neighbours. */
  readonly hasConverged: boolean;
}

const schema = z.strictObject({
  ...projectOptions,
  update: z.optional(z.enum(['asynchronous', 'synchronous'])),
  maxIterations: z.optional(option.count),
  initial: z.optional(z.any()),
  seed: z.optional(option.seed),
});

/** Nodes between two pauses. */
const PIECE = 1 << 14;

/**
 * Communities by label propagation (Raghavan, Albert, Kumara 2007): every node takes the label with the largest weight among its
 * neighbours, without directions and self loops, again and again; it keeps its own where none is larger, and of others that are equal
 * takes one at random. The same seed gives the same communities. A round takes O(E).
 *
 * @example
 * const { communities, hasConverged } = await labelPropagation(graph, { relations: ['knows'] });
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INVALID_WEIGHT where a weight is negative, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, and
 * what `projectGraph` throws
 */
export async function labelPropagation(
  graph: HeteroGraph | ProjectedGraph,
  options: LabelPropagationOptions = {},
): Promise<LabelPropagationResult> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projected(graph, options, 'both');
  expectNonNegativeWeights(projection, 'labelPropagation');
  const { labels, ...rest } = await withPauses(propagate(projection, options), options.signal);
  const sizes = renumberBySize(labels);
  return { communities: new NodeValues(projection, labels), numCommunities: sizes.length, sizes, ...rest };
}

function* propagate(
  { numNodes, forward }: ProjectedGraph,
  { update, maxIterations = 100, initial, seed = 0, onProgress }: LabelPropagationOptions,
): Pieces<{ labels: Int32Array; iterations: number; hasConverged: boolean }> {
  const random = new RandomStream(seed, 'label propagation');
  const isSynchronous = update === 'synchronous';
  const nodes = Int32Array.from({ length: numNodes }, (_, v) => v);
  let labels = initial ? checkPartition(initial, numNodes, 'initial').communities : nodes.slice();
  const votes = new LabelVotes(forward, random.child('ties'));
  const orders = random.child('orders');
  let iterations = 0;
  let hasConverged = numNodes === 0;
  while (!hasConverged && iterations < maxIterations) {
    const order = isSynchronous ? nodes : orders.shuffle(nodes);
    const next = isSynchronous ? labels.slice() : labels;
    let changes = 0;
    for (let i = 0; i < numNodes; i += PIECE) {
      yield;
      changes += votes.elect(order.subarray(i, i + PIECE), labels, next);
    }
    labels = next;
    iterations++;
    hasConverged = changes === 0;
    const values = { changes };
    onProgress?.({ stage: 'label propagation', done: iterations, total: maxIterations, unit: 'iterations', values });
  }
  return { labels, iterations, hasConverged };
}
