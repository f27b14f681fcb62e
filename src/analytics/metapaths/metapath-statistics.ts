import * as z from 'zod/mini';
import { type Csr, checkOptions, HeteroGraphError, option, throwIfAborted, YieldTimer } from '../../core/index.js';
import type { HeteroGraph, MetapathStep } from '../../graph/index.js';
import { chainOf, expectGraph } from '../../graph/internal.js';
import { checkProjectOptions, type ProjectOptions, projectOptions } from '../project/project-options.js';
import { meanEnds, startRows } from './mean-ends.js';
import { instancesFrom, pushed, totalOf } from './path-counts.js';
import { countSequences, type PathStep, stepsOf, stepsOfPath } from './steps.js';

export interface MetapathStatisticsOptions extends Omit<ProjectOptions, 'weights' | 'selfLoops'> {
  /** Steps of a metapath at most; default 2. With `metapath`, that one alone is looked at. */
  readonly maxLength?: number;
  /** Node types that metapaths begin at; default all. */
  readonly from?: string | readonly string[];
  /** Nodes of the first type whose ends are counted, drawn by chance where it has more; default 200. Infinity: all. */
  readonly starts?: number;
  /** Sequences of steps of the schema that are tried at most; default 10,000. */
  readonly maxPaths?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** A metapath of a graph: how often it occurs, and how selective it is. */
export interface MetapathStatistics {
  readonly metapath: readonly MetapathStep[];
  /** As `heterograph analyse --metapath` takes it: `writes,~writes`. */
  readonly name: string;
  /** Node types from the first to the last. */
  readonly types: readonly string[];
  /** Instances, parallel edges counted; exact up to 2^53. */
  readonly numInstances: number;
  /** Share of the nodes of the first type at which an instance begins. */
  readonly sourceShare: number;
  /** Share of the nodes of the last type at which one ends. */
  readonly targetShare: number;
  /** Different nodes that a node of the first type leads to, on average over all, those without any too; itself counts where it does. */
  readonly meanEnds: number;
  /** Standard error of `meanEnds`; 0 where the ends of all nodes were counted. */
  readonly meanEndsError: number;
  /** Share of the pairs of first and last nodes that are joined: `meanEnds` over the nodes of the last type. */
  readonly density: number;
  /** Nodes whose ends were counted. */
  readonly numStarts: number;
}

const { weights: _weights, selfLoops: _selfLoops, ...projection } = projectOptions;
const typeName = z.string('the name of a node type');
const schema = z.strictObject({
  ...projection,
  maxLength: z.optional(option.count),
  from: z.optional(z.union([typeName, z.array(typeName)], 'node types')),
  starts: z.optional(
    z.union([option.count, z.literal(Number.POSITIVE_INFINITY)], 'a whole number from 1, or Infinity'),
  ),
  maxPaths: z.optional(option.count),
  seed: z.optional(option.seed),
});

/**
 * Which metapaths a typed graph has, how often, and how selective they are: all that occur, of up to `maxLength` steps along the relations
 * and against them (`direction: 'out'` or `'in'` for one alone), by length, then by instances. Instances are counted by sparse products
 * with vectors, O(E) a step, not one by one; ends are counted from `starts` nodes, O(edges that their paths meet). A relation and its
 * declared inverse are one step each.
 *
 * @example
 * const paths = await metapathStatistics(graph, { from: 'author', maxLength: 2 });
 * paths[1]; // { name: 'writes,~writes', types: ['author', 'paper', 'author'], numInstances: 6, meanEnds: 1.3, density: 0.44, ... }
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE, AMBIGUOUS, BROKEN_METAPATH; TOO_LARGE where the schema has more sequences of steps
 * than `maxPaths`; ABORTED
 * @see Sun, Han, Yan, Yu, Wu, "PathSim: meta path-based top-k similarity search in heterogeneous information networks", VLDB 2011
 */
export async function metapathStatistics(
  graph: HeteroGraph,
  options: MetapathStatisticsOptions = {},
): Promise<MetapathStatistics[]> {
  checkOptions(schema, options);
  const { metapath, relations, direction, from, signal } = options;
  checkProjectOptions({ ...(metapath && { metapath }), ...(relations && { relations }) });
  const beside = metapath && (direction !== undefined ? 'direction' : from !== undefined ? 'from' : undefined);
  if (beside)
    throw new HeteroGraphError('INVALID_OPTION', `${beside} is given beside metapath, which says it already.`, {
      ...{ column: beside, hint: 'Leave it out, or leave metapath out to look at all paths.' },
    });
  expectGraph(graph);
  throwIfAborted(signal);
  const first = new Set(from === undefined ? graph.nodeTypes : typeof from === 'string' ? [from] : from);
  for (const type of first) graph.nodeSchema(type);
  const statistics = new Statistics(graph, options);
  if (metapath) {
    const { chain } = chainOf(graph, metapath);
    return [await statistics.of(stepsOfPath(graph, metapath), chain)];
  }
  const chosen = new Map(
    (relations ?? graph.edgeTypes).map((ref) => graph.resolveEdgeType(ref)).map((type) => [type.join('>'), type]),
  );
  const steps = stepsOf(graph, [...chosen.values()], direction ?? 'both');
  const { maxLength = 2, maxPaths = 10_000 } = options;
  const total = countSequences(steps, first, maxLength, maxPaths);
  if (total > maxPaths) throw tooMany(total, maxPaths);
  const found = await statistics.all(steps, first, maxLength, total);
  return found.sort(
    (a, b) => a.metapath.length - b.metapath.length || b.numInstances - a.numInstances || (a.name < b.name ? -1 : 1),
  );
}

/** Counts metapaths one after another. */
class Statistics {
  readonly #graph: HeteroGraph;
  readonly #options: MetapathStatisticsOptions;
  readonly #timer: YieldTimer;
  readonly #starts = new Map<string, Int32Array>();

  constructor(graph: HeteroGraph, options: MetapathStatisticsOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#timer = new YieldTimer(options.signal);
  }

  /** Those that have an instance; none of the others can be made longer. */
  async all(steps: readonly PathStep[], first: ReadonlySet<string>, maxLength: number, total: number) {
    const found: MetapathStatistics[] = [];
    const extend = async (path: readonly PathStep[], chain: readonly Csr[], counts: Float64Array, at: string) => {
      if (path.length === maxLength) return;
      for (const step of steps) {
        if (step.from !== at) continue;
        const csr = this.#graph.adjacency(step.type, step.direction);
        const next = pushed(counts, csr);
        if (totalOf(next).sum === 0) continue;
        const longer = [...path, step];
        found.push(await this.of(longer, [...chain, csr], next));
        this.#options.onProgress?.({ stage: 'metapaths', done: found.length, total, unit: 'metapaths' });
        if (this.#timer.isDue()) await this.#timer.yieldNow();
        await extend(longer, [...chain, csr], next, step.to);
      }
    };
    for (const type of first) await extend([], [], new Float64Array(this.#graph.numNodes(type)).fill(1), type);
    return found;
  }

  /** @param into instances that end at each node of the last type, where they are known */
  async of(path: readonly PathStep[], chain: readonly Csr[], into?: Float64Array): Promise<MetapathStatistics> {
    const ones = new Float64Array(chain[0]!.numRows).fill(1);
    const targets = totalOf(into ?? chain.reduce(pushed, ones));
    const { mean, error, numStarts } = await meanEnds(chain, this.#startsOf(path[0]!.from), this.#timer);
    const numTargets = chain.at(-1)!.numCols;
    return {
      metapath: path.map(({ step }) => step),
      name: path.map(({ name }) => name).join(','),
      types: [path[0]!.from, ...path.map(({ to }) => to)],
      numInstances: targets.sum,
      sourceShare: totalOf(instancesFrom(chain)).share,
      targetShare: targets.share,
      meanEnds: numStarts === 0 ? 0 : mean,
      meanEndsError: error,
      density: numStarts === 0 || numTargets === 0 ? 0 : mean / numTargets,
      numStarts,
    };
  }

  #startsOf(type: string): Int32Array {
    const { starts = 200, seed = 0 } = this.#options;
    const known = this.#starts.get(type) ?? startRows(type, this.#graph.numNodes(type), starts, seed);
    this.#starts.set(type, known);
    return known;
  }
}

function tooMany(total: number, maxPaths: number): HeteroGraphError {
  return new HeteroGraphError(
    'TOO_LARGE',
    `The schema has at least ${total} metapaths up to that length; ${maxPaths} are allowed.`,
    {
      column: 'maxPaths',
      hint: 'Take a smaller maxLength, one direction, fewer relations, one node type to begin from, or allow more with maxPaths.',
    },
  );
}
