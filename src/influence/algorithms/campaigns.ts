import { expectArgument, HeteroGraphError, type Pieces, withPauses } from '../../core/index.js';
import { CoverState, indexSets, type SetIndex } from '../coverage/cover-state.js';
import { LazyQueue } from '../coverage/lazy-queue.js';
import { maxGain } from '../coverage/max-gain.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice, checkWhole, invalidOption } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { type Roots, uniformRoots } from '../network/roots.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { numberedStreams, type TwoPools } from '../sampling/two-pools.js';
import { doublePools, type PoolOptions, poolOptions } from './double-pools.js';

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

export interface CampaignOptions extends Omit<PoolOptions, 'roots'> {
  /** What is to be large: the sum of all spreads (default), or the smallest one. */
  readonly objective?: 'sum' | 'min';
  /** Certified ratio to stop at; default 0.5. */
  readonly ratio?: number;
}

export interface CampaignAnswer {
  /** Seeds, gains and estimated spread of each campaign; no node serves two. */
  readonly campaigns: readonly Omit<SeedAnswer, 'certificate'>[];
  /** Of the objective. */
  readonly certificate: SeedAnswer['certificate'];
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
  expectArgument(campaigns, 'objects', 'campaigns');
  checkCall('campaignInfluence', options);
  const numNodes = campaigns[0]?.network.numNodes ?? 0;
  const { objective = 'sum', ratio: required = 0.5, onProgress } = options;
  if (campaigns.length === 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'There is no campaign.', {
      column: 'campaigns',
      hint: 'Give at least one: { network, k }.',
    });
  }
  for (const campaign of campaigns) {
    checkCall('campaign', campaign);
    const { network, k } = campaign;
    checkWhole(k, 'k', 0);
    if (network.numNodes !== numNodes) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `Networks of campaigns have ${numNodes} and ${network.numNodes} nodes.`,
        {
          column: 'network',
          hint: 'Make all of them from the same graph.',
        },
      );
    }
    checkChoice(network, campaign);
  }
  if (objective !== 'sum' && objective !== 'min') {
    throw invalidOption('objective', objective, "Use 'sum' or 'min'.");
  }
  const asked = { ...options, ...poolOptions({ numNodes }, options) };
  const { delta } = asked;
  const mayChoose = ({ k, candidates }: Campaign) => k > 0 && numNodes > 0 && (!candidates || candidates.includes(1));
  if (!campaigns.some(mayChoose)) return nothingChosen(campaigns.length, delta);
  const problems = campaigns.map(({ network, roots = uniformRoots(numNodes) }, c) => ({
    ...{ network, roots, streams: numberedStreams(c) },
  }));
  const total = (values: number[]) =>
    objective === 'sum' ? values.reduce((sum, value) => sum + value, 0) : Math.min(...values);
  return doublePools(problems, 1024, asked, async (pools, { size, a, round, rounds }) => {
    const scales = problems.map(({ roots }) => roots.weight / size);
    const chosen = await withPauses(choose(campaigns, pools, scales, objective), options.signal);
    const covered = chosen.map(({ seeds }, c) => pools[c]!.validation.numCovered(seeds));
    const proofs = chosen.map(({ upper }, c) => certify(problems[c]!.roots, size, { covered: covered[c]!, upper, a }));
    const sigmaLow = total(proofs.map((proof) => proof.sigmaLow));
    const sigmaHigh = total(proofs.map((proof) => proof.sigmaHigh));
    const ratio = Math.min(1, sigmaLow / sigmaHigh);
    onProgress?.({ stage: 'campaigns', done: round, total: rounds, unit: 'rounds', values: { sigmaLow, sigmaHigh } });
    if (ratio < required && round < rounds) return undefined;
    return {
      campaigns: chosen.map(({ seeds, gains }, c) => ({
        seeds,
        gains: gains.map((gain) => gain * scales[c]!),
        spread: atLeastOwn(covered[c]! * scales[c]!, problems[c]!.roots, { numNodes }, seeds),
      })),
      certificate: { sigmaLow, sigmaHigh, ratio, delta, rounds: round, sets: 2 * size * campaigns.length },
    };
  });
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

function* choose(
  campaigns: readonly Campaign[],
  pools: readonly TwoPools[],
  scales: readonly number[],
  objective: 'sum' | 'min',
): Pieces<Choice[]> {
  const taken = new Uint8Array(campaigns[0]!.network.numNodes);
  const indices: SetIndex[] = [];
  for (const [c, { candidates }] of campaigns.entries()) {
    indices.push(yield* indexSets(pools[c]!.selection.view(), taken.length, { candidates }));
  }
  const states = campaigns.map(({ k }, c) => {
    const cover = new CoverState(indices[c]!);
    const queue = new LazyQueue(taken.length, (v) => (taken[v] === 1 ? 0 : cover.gain[v]! * scales[c]!));
    const bound = () => cover.numCovered + maxGain(cover.gain, { k });
    return { cover, queue, bound, upper: bound(), seeds: [] as number[], gains: [] as number[] };
  });
  for (;;) {
    yield;
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
