import * as z from 'zod/mini';
import { checkOptions, option, RandomStream, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkLengths } from '../paths/edge-weights.js';
import { simpleEdges } from '../paths/simple-edges.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { sumDependencies } from './exact-betweenness.js';
import { entropyError, varianceError } from './mean-bounds.js';
import { MeetingSampler, type PathSampler } from './path-sampler.js';
import { WeightedSampler } from './weighted-path-sampler.js';

export interface SampledBetweennessOptions extends ProjectOptions {
  /**
   * What is drawn: `paths`, a shortest path between two random nodes each time (Riondato and Kornaropoulos 2014), many and cheap; `sources`,
   * nodes from which all shortest paths are followed (Brandes and Pich 2007), few and dear. Default `paths`.
   */
  readonly method?: 'paths' | 'sources';
  /** Samples to draw; default as many as `epsilon` needs. */
  readonly samples?: number;
  /** Where `samples` is left out: no value is to be farther off; default 0.01. */
  readonly epsilon?: number;
  /** Probability that some value is farther off than its error says; default 0.1. */
  readonly delta?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface SampledBetweenness {
  /** Estimates, normalized as those of `betweenness`. */
  readonly scores: NodeValues;
  /** How far each may be off: with probability 1 - delta none is farther from the exact value. */
  readonly errors: NodeValues;
  /** The largest of the errors. */
  readonly epsilon: number;
  readonly delta: number;
  /** Samples drawn; all nodes, and no error, where more sources were asked for than there are nodes. */
  readonly samples: number;
}

/** Errors of means that are remembered at most, since many nodes have the same. */
const MOST_KNOWN = 1 << 20;

const schema = z.strictObject({
  ...projectOptions,
  method: z.optional(z.enum(['paths', 'sources'])),
  samples: z.optional(option.count),
  epsilon: z.optional(option.between(0, 1)),
  delta: z.optional(option.between(0, 1)),
  seed: z.optional(option.seed),
});

/** Sums over samples of values in [0, 1] a node, and what their mean is multiplied by to be a betweenness. */
interface Drawn {
  readonly sums: Float64Array;
  readonly squares?: Float64Array;
  readonly samples: number;
  readonly scale: number;
}

/**
 * Betweenness by samples, with an error for every node that holds for all at once with probability 1 - delta: Chernoff's bound, and for
 * sources also the empirical Bernstein-Serfling bound, over all nodes (union bound). Definitions are those of `betweenness`.
 *
 * @example
 * const { scores, epsilon } = await sampledBetweenness(graph, { direction: 'both', epsilon: 0.005 });
 * @throws {HeteroGraphError} INVALID_WEIGHT unless weights are above 0; VALUE_OUT_OF_RANGE where two nodes have more than 1e300 shortest
 * paths; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function sampledBetweenness(
  graph: HeteroGraph | ProjectedGraph,
  options: SampledBetweennessOptions = {},
): Promise<SampledBetweenness> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const { numNodes } = view;
  const { method = 'paths', epsilon = 0.01, delta = 0.1 } = options;
  const values = new Float64Array(numNodes);
  const errors = new Float64Array(numNodes);
  // Chernoff's bound on either side of every node; half of delta where there is a second bound.
  const level = Math.log(((method === 'paths' ? 2 : 4) * numNodes) / delta);
  const scale = method === 'paths' ? numNodes / (numNodes - 2) : numNodes / (numNodes - 1);
  const needed = Math.ceil((level / 2) * (scale / epsilon) ** 2);
  const wanted = options.samples ?? needed;
  if (numNodes <= 2) {
    checkLengths(view.forward, 'above-zero');
    const none = new NodeValues(view, values);
    return { scores: none, errors: new NodeValues(view, errors), epsilon: 0, delta, samples: 0 };
  }
  const { sums, squares, samples } =
    method === 'paths'
      ? await drawPaths(view, { ...options, samples: wanted, scale })
      : await drawSources(view, { ...options, samples: Math.min(numNodes, wanted), scale });
  const varianceLevel = Math.log((20 * numNodes) / delta);
  let largest = 0;
  const known = new Map<number, number>();
  const timer = new YieldTimer(options.signal);
  for (let v = 0; v < numNodes; v++) {
    const mean = sums[v]! / samples;
    values[v] = mean * scale;
    if (squares && samples === numNodes) continue;
    let error = known.get(mean);
    if (error === undefined) {
      if (known.size === MOST_KNOWN) known.clear();
      known.set(mean, (error = entropyError(mean, samples, level)));
    }
    if (timer.isDue()) await timer.yieldNow();
    if (squares) {
      const variance = Math.max(0, squares[v]! / samples - mean * mean);
      error = Math.min(error, varianceError(variance, samples, numNodes, varianceLevel));
    }
    errors[v] = error * scale;
    largest = Math.max(largest, errors[v]!);
  }
  return {
    scores: new NodeValues(view, values),
    errors: new NodeValues(view, errors),
    epsilon: largest,
    delta,
    samples,
  };
}

type Wanted = SampledBetweennessOptions & { readonly samples: number; readonly scale: number };

/** Shares of dependencies on a node among all other targets, of distinct sources. */
async function drawSources(view: ProjectedGraph, { samples, scale, seed = 0, ...run }: Wanted): Promise<Drawn> {
  const { numNodes } = view;
  const sources = Int32Array.from({ length: numNodes }, (_, v) => v);
  const random = new RandomStream(seed, 'betweenness', 'sources');
  for (let i = 0; i < samples; i++) {
    const j = i + random.nextInt(numNodes - i);
    [sources[i], sources[j]] = [sources[j]!, sources[i]!];
  }
  const squares = new Float64Array(numNodes);
  const sums = await sumDependencies(view, sources.subarray(0, samples).sort(), run, squares);
  for (let v = 0; v < numNodes; v++) {
    sums[v] = sums[v]! / (numNodes - 2);
    squares[v] = squares[v]! / (numNodes - 2) ** 2;
  }
  return { sums, squares, samples, scale };
}

/** How many of the drawn paths go through each node. */
async function drawPaths(
  { numNodes, isDirected, forward, backward }: ProjectedGraph,
  { samples, scale, seed = 0, signal, onProgress }: Wanted,
): Promise<Drawn> {
  checkLengths(forward, 'above-zero');
  const out = simpleEdges(forward);
  const back = isDirected ? simpleEdges(backward) : out;
  const sampler: PathSampler = out.weights ? new WeightedSampler(out, back) : new MeetingSampler(out, back);
  const random = new RandomStream(seed, 'betweenness', 'paths');
  const sums = new Float64Array(numNodes);
  const timer = new YieldTimer(signal);
  for (let i = 0; i < samples; i++) {
    const source = random.nextInt(numNodes);
    const other = random.nextInt(numNodes - 1);
    sampler.addPath(source, other < source ? other : other + 1, random, sums);
    if (!timer.isDue()) continue;
    onProgress?.({ stage: 'betweenness', done: i + 1, total: samples, unit: 'samples' });
    await timer.yieldNow();
  }
  return { sums, samples, scale };
}
