import * as z from 'zod/mini';
import { checkOptions, option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type InviteOptions, type PlainEdges, recommendInvitees } from '../../influence/index.js';
import { friendsOf } from '../../influence/internal.js';
import { type InvitationGraph, invitationGraph } from './invitation-graph.js';
import type { Candidates, RerankStage, StageOrder } from './stage.js';

export interface InfluenceStageOptions
  extends Pick<InviteOptions, 'relation' | 'willingness' | 'acceptance' | 'capacity' | 'epsilon' | 'seed' | 'maxSets'> {
  /** Who reaches whom: a graph whose nodes of one type are the items of the lists, or edges between items by number. */
  readonly network: HeteroGraph | PlainEdges;
  /**
   * 'hetero-ir' (default): by what the item brings by itself and through its own `capacity` best friends. 'hetero-im': by the coverage of
   * reverse-reachable sets, all lists together, so that lists do not all show the same few.
   */
  readonly method?: 'hetero-ir' | 'hetero-im';
  /** Probability that who is shown the item takes it, by its score; default: the score scaled to [0, 1] within the list. */
  readonly probability?: (score: number) => number;
}

const anything = z.optional(z.custom<never>(() => true));
const schema = z.strictObject({
  network: z.custom<InfluenceStageOptions['network']>(
    (value) => typeof value === 'object' && value !== null,
    'a graph or edges',
  ),
  method: z.optional(z.enum(['hetero-ir', 'hetero-im'])),
  probability: z.optional(option.callback),
  capacity: z.optional(option.count),
  epsilon: z.optional(option.between(0, 1)),
  seed: z.optional(option.seed),
  maxSets: z.optional(option.count),
  ...{ relation: anything, willingness: anything, acceptance: anything },
});

/**
 * Stage of `rerank` for lists of people (whom to follow, invite, play with): those first who are likely to be taken and from whom it spreads on
 * (HeteroIR and HeteroIM: "Heterogeneous influence maximization in user recommendation", arXiv 2508.13517, CIKM 2025; see `recommendInvitees`). Who is
 * no node of the network is there for themselves alone.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; from `rerank` what `recommendInvitees` throws, INVALID_PROBABILITY where `probability` gives none
 * @example influence({ network: friends, relation: 'knows', acceptance: 0.6 })
 */
export function influence(options: InfluenceStageOptions): RerankStage {
  checkOptions(schema, options);
  const { method = 'hetero-ir' } = options;
  const { network, relation, willingness, acceptance } = options;
  const friendsOptions = {
    ...(relation !== undefined && { relation }),
    ...(willingness !== undefined && { willingness }),
    ...(acceptance !== undefined && { acceptance }),
  };
  return {
    name: `influence (${method})`,
    async order(lists, k, run) {
      const graph = invitationGraph(friendsOf(network, friendsOptions), lists, options.probability);
      return ordersOf(graph, lists, k, method, options, run);
    },
  };
}

async function ordersOf(
  graph: InvitationGraph,
  lists: readonly Candidates[],
  k: number,
  method: 'hetero-ir' | 'hetero-im',
  { capacity, epsilon, seed, maxSets }: InfluenceStageOptions,
  { signal, onProgress }: RunOptions,
): Promise<StageOrder[]> {
  const invitees = await recommendInvitees(graph.edges, graph.askers, k, {
    method,
    ...{ willingness: graph.willingness, acceptance: graph.acceptance },
    ...(capacity !== undefined && { capacity }),
    ...(epsilon !== undefined && { epsilon }),
    ...(seed !== undefined && { seed }),
    ...(maxSets !== undefined && { maxSets }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  return lists.map(({ items }, list) => {
    const [begin, end] = [invitees.starts[list]!, invitees.starts[list + 1]!];
    const places = new Map(items.map((_, place) => [graph.nodeOf(list, place), place]));
    const isKnown = items.some((_, place) => graph.isInNetwork(graph.nodeOf(list, place)));
    return {
      ...(!isKnown && items.length > 0 && { remark: 'none of the candidates is a node of the network' }),
      first: Array.from(invitees.invitees.subarray(begin, end), (node) => places.get(node)!),
      why: (place) => {
        const node = invitees.invitees[begin + place]!;
        const score = invitees.scores[begin + place]!.toPrecision(3);
        return method === 'hetero-ir'
          ? `brings ${score} by itself and through those it reaches (${graph.numFriends(node)})`
          : `${score} of the shared reach of all lists`;
      },
    };
  });
}
