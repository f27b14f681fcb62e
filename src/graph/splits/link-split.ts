import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, sameEdgeType } from '../schema/schema.js';
import { drawByDegree } from './degree-negatives.js';
import { inverseOf } from './link-inverse.js';
import { messageGraph } from './link-messages.js';
import { drawNonLinks, type LinkPairs } from './link-negatives.js';
import { dealLinks, type LinkParts, LinkRole } from './link-parts.js';
import type { NodeChance } from './negative-sampler.js';

export interface LinkSplitOptions {
  /** Shares of the links that validate and test; what is left trains. Defaults 0.1 and 0.2. */
  readonly valid?: number;
  readonly test?: number;
  readonly seed: number;
  /** Pairs without a link that are drawn for every link of a part; default 1. */
  readonly negatives?: number;
  /**
   * How the pairs are drawn: uniformly among all without a link, each once; or by 'degree': each link's source with a target in proportion to its
   * number of links, of all parts, to the power of 0.75, so that targets of few links are no easy answers; a pair may come twice. Default 'uniform'.
   */
  readonly negativesBy?: NodeChance;
  /**
   * Keep the inverse relation in the message graphs, without the links held out; default true. False leaves it out as a
   * whole.
   */
  readonly keepInverse?: boolean;
  /**
   * Share of the training links that are examples only and no messages, all others being messages only; default 0: every
   * training link is both.
   */
  readonly disjointTrain?: number;
}

const optionsSchema = z.strictObject({
  valid: z.optional(option.rate),
  test: z.optional(option.rate),
  seed: option.seed,
  negatives: z.optional(option.nonNegative),
  negativesBy: z.optional(z.enum(['uniform', 'degree'])),
  keepInverse: z.optional(z.boolean()),
  disjointTrain: z.optional(option.rate),
});

export interface LinkPart {
  /** What a model may see while it scores this part's pairs. */
  readonly graph: HeteroGraph;
  /** Links, one for each joined pair; `edges` is a row of each in the edge table of the whole graph. */
  readonly positive: LinkPairs & { readonly edges: Int32Array };
  /** Pairs without a link. */
  readonly negative: LinkPairs;
}

export interface LinkSplit {
  readonly edgeType: EdgeType;
  /** The edge type that holds the same links backwards, declared or found; `edgeType` itself for a symmetric relation. */
  readonly inverse: EdgeType | undefined;
  readonly disjointTrain: number;
  /** Messages: the training links (but for the examples where those are kept apart). */
  readonly train: LinkPart;
  /** Messages: the training links. */
  readonly valid: LinkPart;
  /** Messages: the links of training and validation. */
  readonly test: LinkPart;
}

/**
 * Splits the links of one relation for link prediction. A link is a distinct pair of ends (unordered where the relation
 * is its own inverse): parallel edges go together, and so do the edges of the inverse. A relation that holds exactly the same pairs
 * backwards counts as the inverse, also where the schema does not declare it: another one between the same types, or the relation
 * itself where every link is stored in both directions. Links of a part, and of parts that
 * are scored later, are no edges of the part's graph, in either direction. Other relations stay whole.
 *
 * Negatives are drawn uniformly (or by degree: `negativesBy`) among pairs that no edge of the whole graph's relation joins, no pair twice in all parts;
 * within one node type, loops only where the relation has some. For a symmetric relation the order of the ends of a pair
 * is drawn, so that it tells nothing. O(N + E).
 *
 * PyG's `RandomLinkSplit` splits edges instead of pairs, so that parallel edges may land on both sides, and knows the
 * inverse only where it is named.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION; TOO_FEW_CANDIDATES where there
 * are not enough pairs without a link; INVERSE_MISMATCH
 */
export function splitLinks(graph: HeteroGraph, edgeType: EdgeTypeRef, options: LinkSplitOptions): LinkSplit {
  checkOptions(optionsSchema, options);
  const {
    valid = 0.1,
    test = 0.2,
    seed,
    negatives: ratio = 1,
    negativesBy,
    keepInverse = true,
    disjointTrain = 0,
  } = options;
  const type = graph.resolveEdgeType(edgeType);
  if (valid + test >= 1) {
    const message = `The shares ${valid} and ${test} leave nothing to train on.`;
    const hint = 'The shares of validation and test must sum to less than 1.';
    throw new HeteroGraphError('INVALID_OPTION', message, { type: edgeTypeKey(type), hint });
  }
  const inverse = inverseOf(graph, type);
  const isSymmetric = inverse !== undefined && sameEdgeType(type, inverse);
  const parts = dealLinks(graph, type, inverse, { valid, test, disjointTrain }, seed);
  const stream = new RandomStream(seed, 'link split', edgeTypeKey(type));
  const { train: both, example, message } = LinkRole;
  const coins = stream.child('orientation');
  const positives = [[both, example], [LinkRole.valid], [LinkRole.test]].map((roles) =>
    positivesOf(graph, type, parts, roles, isSymmetric ? coins : undefined),
  );
  const counts = positives.map(({ edges }) => Math.round(edges.length * ratio));
  const space = {
    numSources: graph.numNodes(type[0]),
    numTargets: graph.numNodes(type[2]),
    isWithin: type[0] === type[2],
    isSymmetric,
    links: graph.edgeIndex(type),
    type: edgeTypeKey(type),
  };
  const total = counts.reduce((sum, count) => sum + count, 0);
  const byDegree = (i: number) =>
    drawByDegree(space, type, positives[i]!, counts[i]!, stream.child('negatives', 'by degree', i));
  const negatives =
    negativesBy === 'degree'
      ? counts.map((_, i) => byDegree(i))
      : cut(drawNonLinks(space, total, stream.child('negatives')), counts);
  const dropped = keepInverse || isSymmetric ? undefined : inverse;
  const messages = (...roles: number[]) => messageGraph(graph, parts.edgeRoles, roles, dropped);
  const training = messages(both, message, example);
  const part = (i: number, seen: HeteroGraph): LinkPart => ({
    graph: seen,
    positive: positives[i]!,
    negative: negatives[i]!,
  });
  return {
    edgeType: type,
    inverse,
    disjointTrain,
    train: part(0, disjointTrain > 0 ? messages(both, message) : training),
    valid: part(1, training),
    test: part(2, messages(both, message, example, LinkRole.valid)),
  };
}

/** A link of every pair with one of the roles, by pair: its first edge, or with coins any of its edges. */
function positivesOf(
  graph: HeteroGraph,
  type: EdgeType,
  { groups: { order, starts }, roles }: LinkParts,
  chosen: readonly number[],
  coins: RandomStream | undefined,
): LinkPart['positive'] {
  const { source, target } = graph.edgeIndex(type);
  const all = new Int32Array(roles.length);
  let count = 0;
  for (let g = 0; g < roles.length; g++) {
    if (!chosen.includes(roles[g]!)) continue;
    const numEdges = starts[g + 1]! - starts[g]!;
    all[count++] = order[starts[g]! + (coins ? coins.nextInt(numEdges) : 0)]!;
  }
  const edges = all.slice(0, count);
  return { edges, source: edges.map((e) => source[e]!), target: edges.map((e) => target[e]!) };
}

function cut({ source, target }: LinkPairs, counts: readonly number[]): LinkPairs[] {
  let from = 0;
  return counts.map((count) => {
    const to = from + count;
    const part = { source: source.slice(from, to), target: target.slice(from, to) };
    from = to;
    return part;
  });
}
