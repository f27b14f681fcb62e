import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option } from '../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { anomalyThreshold } from '../detectors/threshold.js';
import { burstEnds, scoreInTime, type TimedScores } from './score-in-time.js';

export interface TemporalEdgeOptions {
  /** Edge types that are looked at; default all that have times, or the column. */
  readonly relations?: readonly EdgeTypeRef[];
  /** Column of the edges with their times in seconds; default the first one with the role `time`. */
  readonly time?: string;
  /** Seconds of a bucket, in which edges are counted; default 3600. */
  readonly bucketSeconds?: number;
  /** Share of the edges that are taken as odd; default none is. */
  readonly contamination?: number;
  /** Edges that are explained, the oddest first; default 20. */
  readonly top?: number;
}

/** Why an edge was odd when it came. */
export interface TemporalReason {
  /** `rare`: the ends were rarely together before; `burst`: more edges in the bucket than before. */
  readonly kind: 'rare' | 'burst';
  /** Whose edges are counted. */
  readonly of: 'pair' | 'source' | 'target';
  /** `rare`: how often the pair was there before; `burst`: edges in the bucket until then. */
  readonly count: number;
  /** `burst`: edges that were expected in a bucket by those before. */
  readonly expected?: number;
  /** Part of the score, -log of a probability. */
  readonly surprise: number;
  /** `rare`: ends that had no edge of the type before. */
  readonly unseen: readonly ('source' | 'target')[];
}

/** An edge among the oddest. `row` is its row in its type. */
export interface OddTimedEdge {
  readonly type: EdgeType;
  readonly row: number;
  readonly source: string | number;
  readonly target: string | number;
  /** Seconds. */
  readonly time: number;
  readonly score: number;
  /** The stronger one first. */
  readonly reasons: readonly TemporalReason[];
}

export interface TemporalEdgeReport {
  /** Of every edge of the types, one after the other, [edges]; the higher, the odder; NaN without a time. The sum of the two below. */
  readonly scores: Float64Array;
  /** -log of how likely the ends were to meet, by what came before. */
  readonly rarity: Float64Array;
  /** -log of how likely so many edges of the pair, the source or the target in a bucket were, by the buckets before. */
  readonly burst: Float64Array;
  readonly types: readonly EdgeType[];
  /** Where the scores of each type begin. */
  readonly starts: readonly number[];
  readonly oddest: readonly OddTimedEdge[];
  /** With `contamination`: from which score on an edge is taken as odd. */
  readonly threshold?: number;
  readonly remarks: readonly string[];
}

const schema = z.strictObject({
  relations: z.optional(z.array(z.unknown(), 'a list of edge types')),
  time: z.optional(z.string('the name of a column')),
  bucketSeconds: z.optional(option.positive),
  contamination: z.optional(option.fraction),
  top: z.optional(option.countFrom(0)),
});

/**
 * Edges that were odd when they came: each is judged by what came before it alone, so that nothing that comes later changes a bit of its score. Edge
 * types are judged each by itself; a type has all its own counts.
 *
 * The score is the sum of two parts. Rarity: how unlikely the target was for the source and the source for the target, from counts of the pair, backed
 * off to how often the other end was there at all. Burst: how many edges of the pair, of the source and of the target came in a bucket of time, against
 * the buckets before, of which the largest surprise counts; of who is new one edge is usual, and the first bucket has no bursts. The counts are those of MIDAS-R (Bhatia, Hooi, Yoon, Shin, Faloutsos: MIDAS: microcluster-based
 * detector of anomalies in edge streams. AAAI 2020), but exact where it has sketches, without decay, and compared by the tail of a Poisson
 * distribution where it has a chi-squared statistic, which takes every late newcomer for a burst.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, INVALID_OPTION, NON_FINITE; MISSING_TIME where an edge type has no times, or none has
 * @example
 * const { oddest } = detectTemporalEdgeAnomalies(graph, { relations: ['logs into'], bucketSeconds: 3600, top: 10 });
 */
export function detectTemporalEdgeAnomalies(graph: HeteroGraph, options: TemporalEdgeOptions = {}): TemporalEdgeReport {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  checkOptions(schema, options);
  const { relations, time, bucketSeconds = 3600, contamination, top = 20 } = options;
  const parts = timedTypes(graph, relations, time).map(({ type, times }) => {
    const { source, target } = graph.edgeIndex(type);
    const sizes = { numSources: graph.numNodes(type[0]), numTargets: graph.numNodes(type[2]) };
    return { type, times, source, target, of: scoreInTime({ source, target, ...sizes, times }, bucketSeconds) };
  });
  const starts: number[] = [];
  let numEdges = 0;
  for (const { times } of parts) {
    starts.push(numEdges);
    numEdges += times.length;
  }
  const [rarity, burst] = (['rarity', 'burst'] as const).map((name) => {
    const all = new Float64Array(numEdges);
    for (const [i, { of }] of parts.entries()) all.set(of[name], starts[i]!);
    return all;
  }) as [Float64Array, Float64Array];
  const scores = rarity.map((part, edge) => part + burst[edge]!);
  const scored = Uint32Array.from(scores.keys()).filter((edge) => !Number.isNaN(scores[edge]));
  const order = scored.slice().sort((a, b) => scores[b]! - scores[a]! || a - b);
  const oddest = Array.from(order.subarray(0, top), (edge): OddTimedEdge => {
    const place = starts.findLastIndex((start, i) => start <= edge && parts[i]!.times.length > 0);
    const { type, times, source, target, of } = parts[place]!;
    const row = edge - starts[place]!;
    return {
      ...{ type, row, time: times[row]!, score: scores[edge]!, reasons: reasonsOf(of, row) },
      source: graph.ids(type[0]).idOf(source[row]!),
      target: graph.ids(type[2]).idOf(target[row]!),
    };
  });
  const missing = numEdges - scored.length;
  const known = contamination === undefined ? [] : Float64Array.from(scored, (edge) => scores[edge]!);
  return {
    ...{ scores, rarity, burst, starts, oddest, types: parts.map(({ type }) => type) },
    ...(contamination === undefined ? {} : { threshold: anomalyThreshold(known, contamination) }),
    remarks:
      missing === 0 ? [] : [`${missing} of ${numEdges} edges have no time: they have no score and count for none.`],
  };
}

function timedTypes(graph: HeteroGraph, relations: readonly EdgeTypeRef[] | undefined, time: string | undefined) {
  const types = (relations ?? graph.edgeTypes).map((ref) => graph.resolveEdgeType(ref));
  const timed = types.flatMap((type) => {
    const { columns } = graph.edgeSchema(type);
    const isThere = time === undefined || columns.some(({ name }) => name === time);
    const times = isThere || relations ? graph.times(type, time) : undefined;
    if (times) return [{ type, times: finite(times, edgeTypeKey(type)) }];
    if (relations === undefined) return [];
    throw missingTime(edgeTypeKey(type));
  });
  if (timed.length === 0) throw missingTime(types.map(edgeTypeKey).join(', '));
  return timed;
}

function finite(times: Float64Array, type: string): Float64Array {
  const row = times.findIndex((each) => Math.abs(each) === Number.POSITIVE_INFINITY);
  if (row < 0) return times;
  throw new HeteroGraphError('NON_FINITE', 'A time is infinite.', { type, row, hint: 'Give seconds, or null.' });
}

function missingTime(type: string): HeteroGraphError {
  return new HeteroGraphError('MISSING_TIME', 'The edges have no times.', {
    type,
    hint: 'Name their column in time, or give it the role time.',
  });
}

function reasonsOf(of: TimedScores, row: number): TemporalReason[] {
  const unseen = (['source', 'target'] as const).filter((end) => of[`${end}Seen`][row] === 0);
  const rare = { kind: 'rare', of: 'pair', count: of.pairBefore[row]!, surprise: of.rarity[row]!, unseen } as const;
  if (!(of.burst[row]! > 0)) return [rare];
  const burst = {
    ...({ kind: 'burst', of: burstEnds[of.burstEnd[row]!]!, unseen: [] } as const),
    ...{ count: of.count[row]!, expected: of.expected[row]!, surprise: of.burst[row]! },
  };
  return rare.surprise >= burst.surprise ? [rare, burst] : [burst, rare];
}
