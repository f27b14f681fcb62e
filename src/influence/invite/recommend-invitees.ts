import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { opimC } from '../algorithms/opim-c.js';
import { checkCall } from '../network/call-options.js';
import { invalidOption } from '../network/check-nodes.js';
import type { PlainEdges } from '../network/from-edges.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Friends, type FriendsOptions, friendsOf } from './friends.js';
import { candidateMask, heteroIm } from './hetero-im.js';
import { heteroIr } from './hetero-ir.js';
import { invitationNetwork } from './invitation-network.js';
import { Invitees } from './invitees.js';
import { rankFriends } from './rank-friends.js';

/**
 * - `hetero-ir`: by the profit of two stages of invitations.
 * - `hetero-im`: by the coverage of reverse-reachable sets, ranked anew for each inviter by the sets shared with it.
 * - `willingness`: by the probability of the invitation alone.
 * - `degree`: by how many friends the friend has.
 * - `imm-friends`: friends that are among the seeds of influence maximisation, the best seed first; lists may be short.
 */
export type InviteMethod = 'hetero-ir' | 'hetero-im' | 'willingness' | 'degree' | 'imm-friends';

export interface InviteOptions extends FriendsOptions, RunOptions {
  /** Default 'hetero-im'. */
  readonly method?: InviteMethod;
  /** Of `hetero-ir`: how many friends an invitee can invite in turn; default 20. */
  readonly capacity?: number;
  /** Of `hetero-im` and `imm-friends`: how far from the best ratio; default 0.1. */
  readonly epsilon?: number;
  /** Of `hetero-im` and `imm-friends`: chance that it is farther; default 1 / nodes. */
  readonly delta?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Of `hetero-im`: so many sets at most; `sets` of the result tells how many were made. Default 2^24. */
  readonly maxSets?: number;
  /** Of `imm-friends`: seeds; default k for every inviter, at most all friends. */
  readonly numSeeds?: number;
  /**
   * Of `hetero-im` and `imm-friends`: how influence travels, which may be by other relations than friendship, through nodes of other types.
   * Default: independent cascade by willingness and acceptance. Only those of the friends' type count as reached.
   */
  readonly network?: DiffusionNetwork;
}

const METHODS: readonly InviteMethod[] = ['hetero-ir', 'hetero-im', 'willingness', 'degree', 'imm-friends'];

/**
 * Whom to suggest to each inviter among their friends, at most k, so that invitations spread far and are made (Heterogeneous influence
 * maximisation in user recommendation, arXiv 2508.13517, CIKM 2025). O(N + E) besides the sets.
 *
 * @param input a graph with a relation from a node type to itself, or plain edges; u to v: u may invite v
 * @param inviters external ids of a graph, node numbers of plain edges, each once; or 'all'
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_ID, INDEX_OUT_OF_RANGE, DUPLICATE_ID naming the row of an inviter; INVALID_PROBABILITY,
 *   SHAPE_MISMATCH, UNKNOWN_COLUMN, WRONG_DTYPE, NULL_VALUE, UNKNOWN_TYPE, AMBIGUOUS; ABORTED, OUT_OF_MEMORY
 */
export async function recommendInvitees(
  input: HeteroGraph | PlainEdges,
  inviters: ArrayLike<string | number | bigint> | 'all',
  k: number,
  options: InviteOptions = {},
): Promise<Invitees> {
  checkOptions(k, options);
  const { method = 'hetero-im' } = options;
  const friends = friendsOf(input, options);
  const rows = inviterRows(friends, inviters);
  const { scores, sets } = await scoreFriends(friends, rows, k, method, options);
  return new Invitees(
    { method, k, numNodes: friends.numNodes, sets },
    rows,
    rankFriends(friends, rows, scores, k),
    friends.social.idOf,
  );
}

async function scoreFriends(
  friends: Friends,
  inviters: Int32Array,
  k: number,
  method: InviteMethod,
  options: InviteOptions,
): Promise<{ scores: Float32Array; sets: number }> {
  const { indptr, indices, numNodes, willingness } = friends;
  if (method === 'willingness') return { scores: willingness, sets: 0 };
  if (method === 'degree') {
    return { scores: Float32Array.from(indices, (v) => indptr[v + 1]! - indptr[v]!), sets: 0 };
  }
  if (method === 'hetero-ir') return { scores: heteroIr(friends, options.capacity ?? 20), sets: 0 };
  const hasFriends = inviters.some((u) => indptr[u + 1]! > indptr[u]!);
  if (!hasFriends) return { scores: new Float32Array(indices.length), sets: 0 };
  const { epsilon = 0.1, delta = 1 / Math.max(2, numNodes), seed = 1, maxSets = 2 ** 24 } = options;
  const network = options.network ?? invitationNetwork(friends);
  const offset = options.network ? offsetOf(network, friends) : 0;
  if (method === 'hetero-im') {
    return heteroIm(friends, network, inviters, k, { ...options, epsilon, delta, seed, maxSets, offset });
  }
  const candidates = candidateMask(friends, inviters, network.numNodes, offset);
  const numCandidates = candidates.reduce((sum, each) => sum + each, 0);
  const nodes = Int32Array.from({ length: numNodes }, (_, v) => offset + v);
  const { signal, onProgress } = options;
  const { seeds, gains, certificate } = await opimC(network, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
    ...{ epsilon, delta, seed, candidates, roots: { weight: numNodes, nodes } },
    k: Math.min(numCandidates, options.numSeeds ?? k * inviters.length),
  });
  const gain = new Float32Array(numNodes).fill(Number.NaN);
  seeds.forEach((v, i) => {
    gain[v - offset] = gains[i]!;
  });
  return { scores: Float32Array.from(indices, (v) => gain[v]!), sets: certificate.sets };
}

/** Number of the friends' node 0 in a network. */
function offsetOf(network: DiffusionNetwork, { numNodes, social }: Friends): number {
  const { origin } = social;
  const range = origin
    ? network.types.find(({ name }) => name === origin.type[0])
    : { start: 0, count: network.numNodes };
  if (range?.count === numNodes) return range.start;
  throw new HeteroGraphError('SHAPE_MISMATCH', `The network has ${range?.count ?? 0} of the ${numNodes} nodes.`, {
    column: 'network',
    ...(origin && { type: origin.type[0] }),
    hint: 'Make the network from the same graph.',
  });
}

function inviterRows({ numNodes, social }: Friends, inviters: ArrayLike<string | number | bigint> | 'all'): Int32Array {
  if (inviters === 'all') return Int32Array.from({ length: numNodes }, (_, v) => v);
  const seen = new Uint8Array(numNodes);
  const rows = new Int32Array(inviters.length);
  for (let i = 0; i < rows.length; i++) {
    const row = social.rowOf(inviters[i]!, { row: i, column: 'inviters' });
    if (seen[row] === 1) {
      throw new HeteroGraphError('DUPLICATE_ID', `${inviters[i]} is named twice.`, {
        row: i,
        column: 'inviters',
        hint: 'Name every inviter once, such as by [...new Set(inviters)].',
      });
    }
    seen[row] = 1;
    rows[i] = row;
  }
  return rows;
}

function checkOptions(k: number, options: InviteOptions): void {
  checkCall('recommendInvitees', options);
  const { method = 'hetero-im', capacity = 1, epsilon = 0.1, delta = 0.5, maxSets = 1, numSeeds = 1 } = options;
  if (!METHODS.includes(method)) throw invalidOption('method', method, `Use one of: ${METHODS.join(', ')}.`);
  for (const [name, value] of Object.entries({ k, capacity, maxSets, numSeeds })) {
    if (!(Number.isInteger(value) && value >= 1)) throw invalidOption(name, value, 'Use a whole number from 1.');
  }
  if (!(epsilon > 0 && epsilon < 1)) throw invalidOption('epsilon', epsilon, 'Use a number in (0, 1).');
  if (!(delta > 0 && delta < 1)) throw invalidOption('delta', delta, 'Use a number in (0, 1).');
}
