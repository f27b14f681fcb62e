import * as z from 'zod/mini';
import { randomPermutation } from '../../compute/index.js';
import { Negatives, SkipGram } from '../../compute/internal.js';
import { checkOptions, HeteroGraphError, option, RandomStream, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkLengths } from '../paths/edge-weights.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projectedUndirected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeVectors } from '../results/node-vectors.js';
import { biasOptions, Walker } from '../walks/walker.js';

export interface Node2VecOptions extends ProjectOptions {
  /** Numbers of a vector; default 128. */
  readonly width?: number;
  /** Walks from every node; default 10. */
  readonly walks?: number;
  /** Edges of a walk at most; default 80. */
  readonly length?: number;
  /** The larger, the more seldom a walk goes straight back, from 0.01 to 100; default 1. */
  readonly p?: number;
  /** The larger, the longer a walk stays near the node before, from 0.01 to 100; default 1. */
  readonly q?: number;
  /** Contexts of a node are those up to so many steps before and after it on a walk; default 10. */
  readonly window?: number;
  /** Random nodes per context; default 5. */
  readonly negatives?: number;
  /** Times that the walks are learned from; default 1. */
  readonly passes?: number;
  /** Of the first step, from which it falls in a line to a ten-thousandth of it; default 0.025. */
  readonly learningRate?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface Embedded {
  readonly vectors: NodeVectors;
}

const schema = z.strictObject({
  ...projectOptions,
  ...biasOptions,
  width: z.optional(option.count),
  walks: z.optional(option.count),
  length: z.optional(option.count),
  window: z.optional(option.count),
  negatives: z.optional(option.countFrom(0)),
  passes: z.optional(option.count),
  learningRate: z.optional(option.positive),
  seed: z.optional(option.seed),
});

/** Walks that are drawn and learned from at once. */
const BLOCK = 64;

/**
 * node2vec: vectors of nodes that are alike where random walks meet them together, by skip-gram with negative sampling over the walks of
 * `randomWalks` (Grover and Leskovec, "node2vec: scalable feature learning for networks", 2016), without directions by default. Zeros for a
 * node that no walk leaves or comes to. O(passes x N x walks x length x window x negatives x width), on one thread.
 *
 * @example
 * const { vectors } = await node2vec(graph, { relations: ['cites'], width: 64, q: 0.5 });
 * const withVectors = vectors.addTo(graph, 'node2vec');
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; DIVERGED; OUT_OF_MEMORY, INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function node2vec(graph: HeteroGraph | ProjectedGraph, options: Node2VecOptions = {}): Promise<Embedded> {
  checkOptions(schema, options);
  const over = await projectedUndirected(graph, options);
  checkLengths(over.forward);
  const { width = 128, walks = 10, length = 80, p = 1, q = 1, window = 10, negatives = 5 } = options;
  const { passes = 1, learningRate = 0.025, seed = 0, signal, onProgress } = options;
  const { numNodes } = over;
  const walker = new Walker(over.forward, { p, q, seed });
  const timer = new YieldTimer(signal);
  const block = new Int32Array(BLOCK * (length + 1));
  /** The walks of a round, one from every node, in an order of its own. */
  const draw = (order: Int32Array, from: number, round: number): Int32Array => {
    const count = Math.min(BLOCK, order.length - from);
    block.fill(-1);
    for (let i = 0; i < count; i++) {
      const node = order[from + i]!;
      walker.walk(node * walks + round, node, block.subarray(i * (length + 1), (i + 1) * (length + 1)));
    }
    return block.subarray(0, count * (length + 1));
  };
  const counts = new Float64Array(numNodes);
  const all = Int32Array.from({ length: numNodes }, (_, v) => v);
  for (let from = 0; from < numNodes; from += BLOCK) {
    for (const node of draw(all, from, 0)) if (node >= 0) counts[node]!++;
    if (timer.isDue()) await timer.yieldNow();
  }
  const random = new Negatives(counts, undefined, new RandomStream(seed, 'negatives'));
  const settings = { width, walkLength: length, contextSize: window + 1, negatives };
  const trainer = new SkipGram(
    numNodes,
    settings,
    Math.min(BLOCK, Math.max(1, numNodes)),
    new RandomStream(seed, 'vectors'),
  );
  try {
    const rounds = passes * walks;
    for (let round = 0; round < rounds; round++) {
      const order = randomPermutation(new RandomStream(seed, 'starts', round), numNodes);
      let [loss, pairs] = [0, 0];
      for (let from = 0; from < numNodes; from += BLOCK) {
        const done = round + from / numNodes;
        const step = trainer.step(
          draw(order, from, round % walks),
          random,
          learningRate * Math.max(1e-4, 1 - done / rounds),
        );
        loss += step.loss;
        pairs += step.pairs;
        if (!timer.isDue()) continue;
        onProgress?.({ stage: 'node2vec', done, total: rounds, unit: 'rounds' });
        await timer.yieldNow();
      }
      if (!Number.isFinite(loss)) throw diverged(round);
      const values = { loss: pairs === 0 ? 0 : loss / pairs };
      onProgress?.({ stage: 'node2vec', done: round + 1, total: rounds, unit: 'rounds', values });
    }
    return { vectors: new NodeVectors(over, width, trainer.read(0, numNodes)) };
  } finally {
    trainer.dispose();
  }
}

function diverged(round: number): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', `The loss of round ${round + 1} is not a number.`, {
    hint: 'Use a smaller learning rate.',
  });
}
