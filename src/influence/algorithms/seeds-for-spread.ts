import { HeteroGraphError } from '../../core/index.js';
import { doublePools, type PoolOptions, poolOptions } from '../algorithms/double-pools.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { orderNodes } from '../coverage/order-nodes.js';
import { hitsOfPrefixes } from '../coverage/prefix-coverage.js';
import { checkChoice, checkWeights, invalidOption } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lowerHits, upperHits } from '../proof/bounds.js';
import type { SpreadGoalAnswer } from '../proof/spread-goal.js';
import { aloneWeights } from './isolated-answer.js';
import { spreadAlone } from './isolated-spread.js';

export interface SpreadGoal extends PoolOptions, GreedyOptions {
  /** Expected spread that is wanted, in target weight; above 0. */
  readonly spread: number;
  /** Of every node, at least 0, [numNodes]; default 1 each, so that few seeds are wanted. */
  readonly costs?: ArrayLike<number>;
  /** How much more the certified seeds may cost than seeds whose estimate reaches the spread, before sets are doubled; default 0.05. */
  readonly slack?: number;
}

/**
 * Few or cheap seeds whose expected spread is certified to reach a wanted one: the shortest prefix of a greedy order by gain per cost, made
 * on one pool of reverse-reachable sets, whose lower bound on another pool is high enough, for all prefixes at once. Greedy costs at most
 * 1 + ln(sets) times the least (Wolsey 1982); what is proved of this answer stands in the certificate.
 *
 * @throws {HeteroGraphError} SPREAD_UNREACHABLE where all candidates together are certified to reach less; SPREAD_NOT_CERTIFIED where `maxSets`
 *   are too few to tell; ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function seedsForSpread(network: DiffusionNetwork, options: SpreadGoal): Promise<SpreadGoalAnswer> {
  const { numNodes } = network;
  const { spread, costs, slack = 0.05, onProgress } = options;
  const { roots, delta } = poolOptions(network, options);
  if (!(spread > 0)) throw invalidOption('spread', spread, 'Use a number above 0.');
  if (costs) checkWeights(network, costs, 'costs');
  checkChoice(network, options);
  if (spread > roots.weight) throw unreachable(spread, roots.weight);
  const alone = aloneWeights(network, roots, options, {});
  if (alone) {
    const answer = spreadAlone(alone, spread, costs, delta);
    if (answer) return answer;
    throw unreachable(
      spread,
      alone.weights.reduce((sum, weight) => sum + weight, alone.given),
    );
  }
  return doublePools(network, 1, options, (pools) => {
    const { choosing, judging, size, scale, a, round, rounds } = pools;
    // Seeds that reach the spread hit so many sets at least, or upperHits would be below it.
    const target = (Math.sqrt(spread / scale) - Math.sqrt(a / 2)) ** 2 - a / 2;
    const { nodes, gains, covered, leastCost } = orderNodes(choosing.view(), numNodes, target, costs, options);
    if (scale * upperHits(covered, a) < spread) throw unreachable(spread, scale * upperHits(covered, a));
    const hits = hitsOfPrefixes(judging.view(), numNodes, nodes, options.given);
    const certified = Math.log(nodes.length + 1) + a;
    const count = hits.findIndex((h) => scale * lowerHits(h, certified) >= spread);
    const estimated = hits.findIndex((h) => scale * h >= spread);
    const costOf = (seeds: number) => sumOfCosts(nodes.subarray(0, seeds), costs);
    onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { seeds: estimated } });
    if (round < rounds && (count < 0 || costOf(count) > (1 + slack) * costOf(estimated))) return undefined;
    if (count < 0) throw notCertified(spread, scale * lowerHits(hits.at(-1)!, certified), size);
    const cost = costOf(count);
    const sigmaLow = scale * lowerHits(hits[count]!, certified);
    const ratio = cost > 0 ? Math.min(1, leastCost / cost) : 1;
    return {
      seeds: nodes.slice(0, count),
      gains: Float64Array.from(gains.subarray(0, count), (gain) => gain * scale),
      spread: hits[count]! * scale,
      cost,
      certificate: { sigmaLow, leastCost, ratio, delta, rounds: round, sets: 2 * size },
    };
  });
}

function sumOfCosts(nodes: Int32Array, costs: ArrayLike<number> | undefined): number {
  return costs ? nodes.reduce((sum, v) => sum + costs[v]!, 0) : nodes.length;
}

function unreachable(spread: number, most: number): HeteroGraphError {
  return new HeteroGraphError('SPREAD_UNREACHABLE', `A spread of ${spread} is out of reach: it is at most ${most}.`, {
    hint: 'Want less, or allow more candidates.',
  });
}

function notCertified(spread: number, low: number, size: number): HeteroGraphError {
  return new HeteroGraphError(
    'SPREAD_NOT_CERTIFIED',
    `With ${size} sets in a pool, all candidates are certified to reach ${low}, less than ${spread}.`,
    { hint: 'Allow more sets, or want less.' },
  );
}
