import { HeteroGraphError, throwIfAborted } from '../../core/index.js';
import { CoverState, indexSets } from '../coverage/cover-state.js';
import { LazyQueue } from '../coverage/lazy-queue.js';
import { mostGain } from '../coverage/max-gain.js';
import { checkChoice, checkWhole, invalidOption } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Roots, uniformRoots } from '../network/roots.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';
import { RrSets } from '../sampling/rr-sets.js';

export interface Campaign {
  /** Its own probabilities; all campaigns have the same nodes. */
  readonly network: DiffusionNetwork;
  /** Its seeds at most. */
  readonly k: number;
  /** Whom it wants to reach; default all nodes, each counting 1. */
  readonly roots?: Roots;
  /** Nodes it may take, 1 each, [numNodes]; default all. */
  readonly candidates?: Uint8Array;
}

export interface CampaignOptions extends Omit<ProofOptions, 'roots'> {
  /** What is to be large: the sum of all spreads (default), or the least of them. */
  readonly objective?: 'sum' | 'min';
  /** Certified ratio to stop at; default 0.5. */
  readonly ratio?: number;
  /** Sets of all pools at most; default 4,194,304. */
  readonly maxSets?: number;
}

export interface CampaignAnswer {
  /** Seeds, gains and estimated spread of each campaign; no node serves two. */
  readonly campaigns: readonly Omit<SeedAnswer, 'certificate'>[];
  /** Of the objective. */
  readonly certificate: SeedAnswer['certificate'];
}

/** Pools of one campaign. */
interface Pools {
  readonly choosing: RrSets;
  readonly judging: RrSets;
}

/**
 * Seeds for several campaigns that spread independently, no node in two. Greedy: the largest gain of any campaign next (`sum`; at least
 * 1/3 of the best, an intersection of two partition matroids, Fisher, Nemhauser, Wolsey 1978), or the largest gain of the campaign that
 * reaches least so far (`min`; no constant is claimed). The certificate compares with campaigns that may share nodes, which is no less.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, SHAPE_MISMATCH where campaigns differ in nodes, OUT_OF_MEMORY
 */
export async function campaignInfluence(
  campaigns: readonly Campaign[],
  options: CampaignOptions = {},
): Promise<CampaignAnswer> {
  const numNodes = campaigns[0]?.network.numNodes ?? 0;
  const { objective = 'sum', ratio: wanted = 0.5, maxSets = 4_194_304, signal, onProgress } = options;
  if (campaigns.length === 0) throw new HeteroGraphError('INVALID_OPTION', 'There is no campaign.');
  for (const campaign of campaigns) {
    const { network, k } = campaign;
    checkWhole(k, 'k', 0);
    if (network.numNodes !== numNodes) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `Campaigns have ${numNodes} and ${network.numNodes} nodes.`);
    }
    checkChoice(network, campaign);
  }
  if (objective !== 'sum' && objective !== 'min') {
    throw invalidOption('objective', objective, "Use 'sum' or 'min'.");
  }
  const { delta, seed } = proofOptions({ numNodes }, options);
  checkWhole(maxSets, 'maxSets', 2, 2 ** 31 - 1);
  throwIfAborted(signal);
  const mayChoose = ({ k, candidates }: Campaign) => k > 0 && numNodes > 0 && (!candidates || candidates.includes(1));
  if (!campaigns.some(mayChoose)) return nothingChosen(campaigns.length, delta);
  const perPool = Math.max(1, Math.floor(maxSets / 2 / campaigns.length));
  const first = Math.min(1024, perPool);
  const rounds = 1 + Math.floor(Math.log2(perPool / first));
  const a = Math.log(2 * rounds * campaigns.length) - Math.log(delta);
  const roots = campaigns.map((campaign) => campaign.roots ?? uniformRoots(numNodes));
  const pools: Pools[] = campaigns.map(({ network }, c) => ({
    choosing: new RrSets(network, roots[c]!, { seed, pool: `choose/${c}` }),
    judging: new RrSets(network, roots[c]!, { seed, pool: `judge/${c}` }),
  }));
  const together = (values: number[]) =>
    objective === 'sum' ? values.reduce((sum, value) => sum + value, 0) : Math.min(...values);
  try {
    for (let round = 1; ; round++) {
      const size = first * 2 ** (round - 1);
      for (const { choosing, judging } of pools) {
        await choosing.grow(size, { signal });
        await judging.grow(size, { signal });
      }
      const scales = roots.map(({ weight }) => weight / size);
      const chosen = choose(campaigns, pools, scales, objective);
      const hits = chosen.map(({ seeds }, c) => pools[c]!.judging.hits(seeds));
      const proofs = chosen.map(({ upper }, c) => certify(roots[c]!, size, { hits: hits[c]!, upper, a }));
      const sigmaLow = together(proofs.map((proof) => proof.sigmaLow));
      const sigmaHigh = together(proofs.map((proof) => proof.sigmaHigh));
      const ratio = Math.min(1, sigmaLow / sigmaHigh);
      onProgress?.({ stage: 'campaigns', done: round, total: rounds, unit: 'rounds', values: { sigmaLow, sigmaHigh } });
      if (ratio < wanted && round < rounds) continue;
      const sets = 2 * size * campaigns.length;
      return {
        campaigns: chosen.map(({ seeds, gains }, c) => ({
          seeds,
          gains: gains.map((gain) => gain * scales[c]!),
          spread: hits[c]! * scales[c]!,
        })),
        certificate: { sigmaLow, sigmaHigh, ratio, delta, rounds: round, sets },
      };
    }
  } finally {
    for (const { choosing, judging } of pools) for (const held of [choosing, judging]) held.release();
  }
}

/** Nobody may be chosen: nothing is reached, and nothing could be. */
function nothingChosen(count: number, delta: number): CampaignAnswer {
  const none = () => ({ seeds: new Int32Array(0), gains: new Float64Array(0), spread: 0 });
  const certificate = { sigmaLow: 0, sigmaHigh: 0, ratio: 1, delta, rounds: 0, sets: 0 };
  return { campaigns: Array.from({ length: count }, none), certificate };
}

interface Choice {
  readonly seeds: Int32Array;
  readonly gains: Float64Array;
  /** No k candidates of the campaign cover more of its sets. */
  readonly upper: number;
}

function choose(
  campaigns: readonly Campaign[],
  pools: readonly Pools[],
  scales: readonly number[],
  objective: 'sum' | 'min',
): Choice[] {
  const taken = new Uint8Array(campaigns[0]!.network.numNodes);
  const states = campaigns.map(({ candidates, k }, c) => {
    const cover = new CoverState(indexSets(pools[c]!.choosing.view(), taken.length, { candidates }));
    const queue = new LazyQueue(taken.length, (v) => (taken[v] === 1 ? 0 : cover.gain[v]! * scales[c]!));
    const bound = () => cover.numCovered + mostGain(cover.gain, { k });
    return { cover, queue, bound, upper: bound(), seeds: [] as number[], gains: [] as number[] };
  });
  for (;;) {
    let best = -1;
    let bestKey = Number.NEGATIVE_INFINITY;
    states.forEach(({ queue, cover, seeds }, c) => {
      const v = seeds.length < campaigns[c]!.k ? queue.peek() : -1;
      if (v < 0) return;
      const key = objective === 'sum' ? cover.gain[v]! * scales[c]! : -cover.numCovered * scales[c]!;
      if (key > bestKey) [best, bestKey] = [c, key];
    });
    if (best < 0) break;
    const state = states[best]!;
    const v = state.queue.peek();
    state.queue.drop();
    taken[v] = 1;
    state.seeds.push(v);
    state.gains.push(state.cover.gain[v]!);
    state.cover.cover(v);
    state.upper = Math.min(state.upper, state.bound());
  }
  return states.map(({ seeds, gains, upper }) => ({
    seeds: Int32Array.from(seeds),
    gains: Float64Array.from(gains),
    upper,
  }));
}
