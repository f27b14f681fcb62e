import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { graphTimes, type TimeColumns } from '../memory/entry-times.js';
import { fanout, flag } from './check.js';
import { Sampler } from './sampler.js';

/**
 * How many neighbours of a node are taken, hop by hop from the seeds outwards: `[15, 10]` for every relation, or by relation. -1 takes
 * all of them, 0 none. Relations that a record leaves out are not followed.
 */
export type Fanouts = readonly number[] | Readonly<Record<string, readonly number[]>>;

export interface NeighbourSamplerOptions {
  readonly fanouts: Fanouts;
  /** May an edge be taken more than once? Then every node with neighbours gets as many as its fan-out says. Default false. */
  readonly replace?: boolean;
  /** Gives every seed a tree of its own, in which a node that other seeds reach too is there again. Default false; with `time` always true. */
  readonly disjoint?: boolean;
  /**
   * Only what is not later than the time of the seed can be taken: edges, and nodes that have times. `true`: all columns with the role
   * `time`; or columns by node type or relation. Types without times were always there.
   */
  readonly time?: TimeColumns;
  /** With `time`, which of the neighbours that can be taken: any, or the latest. Default 'any'. */
  readonly prefer?: 'any' | 'latest';
}

const hopsSchema = z.array(fanout, 'a list with a fan-out for every hop');
const optionsSchema = z.strictObject({
  fanouts: z.union([hopsSchema, z.record(z.string(), hopsSchema)]),
  replace: z.optional(flag),
  disjoint: z.optional(flag),
  time: z.optional(z.union([z.literal(true), z.record(z.string(), z.string('the name of a column'))])),
  prefer: z.optional(z.enum(['any', 'latest'])),
});

/**
 * Samples the neighbourhoods of seeds, relation by relation and hop by hop: of each node that is reached, once, up to a number of its
 * in-edges, each equally likely. Messages go along edges, so that neighbours are the sources of edges that end at a node.
 *
 * @see Hamilton, Ying and Leskovec, "Inductive representation learning on large graphs", NIPS 2017
 * @example
 * const sampler = new NeighbourSampler(graph, { fanouts: [15, 10] });
 * const batch = sampler.sample({ rows: { paper: Int32Array.of(3, 17) } }, { seed: 1 });
 * batch.relations.get('author>writes>paper'); // CSR over local ids, rows are papers
 */
export class NeighbourSampler extends Sampler {
  readonly hops: number;

  /**
   * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE, AMBIGUOUS; of times MISSING_TIME, UNKNOWN_COLUMN, WRONG_DTYPE;
   *   OUT_OF_MEMORY
   */
  constructor(graph: HeteroGraph, options: NeighbourSamplerOptions) {
    checkOptions(optionsSchema, options);
    const { replace = false, time, prefer = 'any' } = options;
    if (prefer === 'latest' && (time === undefined || replace)) {
      throw new HeteroGraphError('INVALID_OPTION', "prefer is 'latest'.", {
        column: 'prefer',
        hint: 'It needs `time`, and no replacement.',
      });
    }
    const { relations, fanouts, hops } = resolveFanouts(graph, options.fanouts);
    super(graph, {
      kernel: 'sampleNeighbours',
      ...{ hops, relations, fanouts, replace },
      disjoint: options.disjoint === true || time !== undefined,
      latest: prefer === 'latest',
      ...(time === undefined ? {} : { times: graphTimes(graph, time) }),
    });
    this.hops = hops;
  }
}

/** Relations in the order of the schema, with a fan-out for every hop. */
export function resolveFanouts(
  graph: HeteroGraph,
  fanouts: Fanouts,
): { relations: EdgeType[]; fanouts: Int32Array[]; hops: number } {
  const isList = Array.isArray(fanouts);
  const named = new Map<string, readonly number[]>();
  if (!isList) {
    for (const [ref, each] of Object.entries(fanouts as Record<string, readonly number[]>)) {
      named.set(edgeTypeKey(graph.resolveEdgeType(ref)), each);
    }
  }
  const lengths = new Set(isList ? [fanouts.length] : [...named.values()].map(({ length }) => length));
  if (lengths.size > 1) {
    throw new HeteroGraphError('INVALID_OPTION', 'The relations have fan-outs for different numbers of hops.', {
      column: 'fanouts',
      hint: 'Give every relation as many; 0 where a relation is not followed in a hop.',
    });
  }
  const relations = graph.edgeTypes.filter((type) => isList || named.has(edgeTypeKey(type)));
  return {
    relations,
    fanouts: relations.map((type) => Int32Array.from(isList ? fanouts : named.get(edgeTypeKey(type))!)),
    hops: [...lengths][0] ?? 0,
  };
}
