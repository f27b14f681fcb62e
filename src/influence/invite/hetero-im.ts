import { type Pieces, type RunOptions, withPauses } from '../../core/index.js';
import { coverGreedily } from '../coverage/cover-greedily.js';
import { CoverState, indexSets } from '../coverage/cover-state.js';
import type { Selection } from '../coverage/greedy.js';
import { marksOf, placesOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lnBinomial } from '../proof/bounds.js';
import { RrSets } from '../sampling/rr-sets.js';
import type { SetView } from '../sampling/set-store.js';
import type { Friends } from './friends.js';
import { entryOf } from './simple-rows.js';

export interface HeteroImOptions extends RunOptions {
  readonly epsilon: number;
  readonly delta: number;
  readonly seed: number;
  readonly maxSets: number;
  /** Number of node 0 of the friends in the network. */
  readonly offset: number;
}

/** How many sets HeteroIM makes: so many times each of n nodes as a root. */
export interface HeteroImPlan {
  readonly first: number;
  readonly doublings: number;
  readonly perRoot: number;
}

/**
 * Sets of OPIM-C's last round for greedy under one quota an inviter, of which the ratio is 1/2 in place of 1 - 1/e: with a = ln(6 / delta),
 * l = the sum of ln C(friends, k) over inviters, 2 (sqrt(a) / 2 + sqrt((l + a) / 2))^2 sets, doubled log2(n / (epsilon^2 k inviters)) times.
 */
export function heteroImPlan(
  n: number,
  friendsOfInviters: ArrayLike<number>,
  k: number,
  { epsilon, delta, maxSets }: Pick<HeteroImOptions, 'epsilon' | 'delta' | 'maxSets'>,
): HeteroImPlan {
  const a = Math.log(6) - Math.log(delta);
  let sum = 0;
  for (let i = 0; i < friendsOfInviters.length; i++) sum += lnBinomial(friendsOfInviters[i]!, k);
  const first = 2 * (0.5 * Math.sqrt(a) + Math.sqrt(0.5 * (sum + a))) ** 2;
  const doublings = Math.max(0, Math.floor(Math.log2(n / (epsilon * epsilon * k * friendsOfInviters.length))));
  const perRoot = Math.max(1, Math.ceil(Math.min(maxSets, first * 2 ** doublings) / n));
  return { first, doublings, perRoot };
}

/**
 * HeteroIM (arXiv 2508.13517): friends of inviters by greedy coverage of reverse-reachable sets, all of them ranked; a friendship scores
 * by the sets that hold both ends and that no friend ranked before covers. O(sum of set sizes log d + N).
 *
 * @returns scores of the friendships of the inviters, in the order of `indices`
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY
 */
export async function heteroIm(
  friends: Friends,
  network: DiffusionNetwork,
  inviters: Int32Array,
  k: number,
  options: HeteroImOptions,
): Promise<{ scores: Float32Array; sets: number }> {
  const { indptr, indices, numNodes } = friends;
  const { offset, seed } = options;
  const plan = heteroImPlan(
    numNodes,
    inviters.map((u) => indptr[u + 1]! - indptr[u]!),
    k,
    options,
  );
  const nodes = Int32Array.from({ length: numNodes }, (_, v) => offset + v);
  const sets = new RrSets(network, { weight: numNodes, nodes, inTurn: true }, { seed, pool: 'hetero-im' });
  try {
    await sets.grow(plan.perRoot * numNodes, options);
    const candidates = candidateMask(friends, inviters, network.numNodes, offset);
    const view = sets.view();
    const ranking = await withPauses(rankAll(view, network.numNodes, candidates), options.signal);
    return { scores: sharedSets(view, friends, inviters, ranking, offset, indices.length), sets: sets.size };
  } finally {
    sets.dispose();
  }
}

function* rankAll(view: SetView, numNodes: number, candidates: Uint8Array): Pieces<Pick<Selection, 'seeds' | 'gains'>> {
  return yield* coverGreedily(new CoverState(yield* indexSets(view, numNodes, { candidates })));
}

/** Friends of inviters, 1 each, in the numbering of the network. */
export function candidateMask(
  { indptr, indices }: Friends,
  inviters: Int32Array,
  numNodes: number,
  offset: number,
): Uint8Array {
  const candidates = new Uint8Array(numNodes);
  for (const u of inviters) for (let i = indptr[u]!; i < indptr[u + 1]!; i++) candidates[offset + indices[i]!] = 1;
  return candidates;
}

/**
 * Scores once all candidates are ranked: a set belongs to the first of its nodes in the ranking, and counts for the friendships of that
 * one with inviters that the set holds too. 1 + that number; where it is 0, the node's gain over the first one's.
 */
export function sharedSets(
  { size, words, starts, lengths }: SetView,
  friends: Friends,
  inviters: Int32Array,
  { seeds, gains }: Pick<Selection, 'seeds' | 'gains'>,
  offset: number,
  numEntries: number,
): Float32Array {
  const { numNodes, indptr, indices } = friends;
  const owners = seeds.map((v) => v - offset);
  const rank = placesOf(numNodes, owners);
  const invites = marksOf(numNodes, inviters);
  const shared = new Int32Array(numEntries);
  for (let s = 0; s < size; s++) {
    const [begin, end] = [starts[s]!, starts[s]! + lengths[s]!];
    let first = owners.length;
    for (let at = begin; at < end; at++) {
      const v = words[at]! - offset;
      if (v >= 0 && v < numNodes && rank[v]! < first) first = rank[v]!;
    }
    if (first === owners.length) continue;
    const owner = owners[first]!;
    for (let at = begin; at < end; at++) {
      const u = words[at]! - offset;
      if (u < 0 || u >= numNodes || invites[u] === 0) continue;
      const entry = entryOf(friends, u, owner);
      if (entry >= 0) shared[entry]!++;
    }
  }
  const maxGain = gains[0] ?? 1;
  const scores = new Float32Array(numEntries);
  for (const u of inviters) {
    for (let i = indptr[u]!; i < indptr[u + 1]!; i++) {
      scores[i] = shared[i]! > 0 ? 1 + shared[i]! : (gains[rank[indices[i]!]!] ?? 0) / maxGain;
    }
  }
  return scores;
}
