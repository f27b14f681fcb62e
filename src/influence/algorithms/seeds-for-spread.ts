import { HeteroGraphError, withPauses } from '../../core/index.js';
import { doublePools, type PoolOptions, poolOptions } from '../algorithms/double-pools.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { orderNodes } from '../coverage/order-nodes.js';
import { prefixCoverage } from '../coverage/prefix-coverage.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice, checkWeights, invalidOption } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lowerCoverage, upperCoverage } from '../proof/bounds.js';
import { atLeastOwn } from '../proof/own-weight.js';
import type { SpreadGoalAnswer } from '../proof/spread-goal.js';
import { isolatedWeights } from './isolated-answer.js';
import { isolatedSpread } from './isolated-spread.js';
import { opimPlan } from './opim-schedule.js';

export interface SpreadGoal extends PoolOptions, GreedyOptions {
  /** Expected spread to reach, in target weight; above 0. */
  readonly spread: number;
  /** Of every node, at least 0, [numNodes]; default 1 each, so that the fewest seeds are sought. */
  readonly costs?: ArrayLike<number>;
  /** How much more the certified seeds may cost than seeds whose estimate reaches the spread, before sets are doubled; default 0.05. */
  readonly slack?: number;
}

/**
 * Few or cheap seeds whose expected spread is certified to reach a required one: the shortest prefix of a greedy order by gain per cost, made
 * on one pool of reverse-reachable sets, whose lower bound on another pool is high enough, for all prefixes at once. Greedy costs at most
 * 1 + ln(sets) times the minimum (Wolsey 1982); the certificate says what is proved of this answer.
 *
 * @throws {HeteroGraphError} SPREAD_UNREACHABLE where all candidates together are certified to reach less; SPREAD_NOT_CERTIFIED where `maxSets`
 *   are too few to tell; ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function seedsForSpread(network: DiffusionNetwork, options: SpreadGoal): Promise<SpreadGoalAnswer> {
  checkCall('seedsForSpread', options);
  const { numNodes } = network;
  const { spread, costs, slack = 0.05, onProgress } = options;
  const asked = { ...options, ...poolOptions(network, options) };
  const { roots, delta } = asked;
  if (!(spread > 0)) throw invalidOption('spread', spread, 'Use a number above 0.');
  if (costs) checkWeights(network, costs, 'costs');
  checkChoice(network, options);
  if (spread > roots.weight) throw unreachable(spread, roots.weight);
  const isolated = isolatedWeights(network, roots, options, {});
  if (isolated) {
    const answer = isolatedSpread(isolated, spread, costs, delta);
    if (answer) return answer;
    throw unreachable(
      spread,
      isolated.weights.reduce((sum, weight) => sum + weight, isolated.given),
    );
  }
  const { first } = opimPlan(numNodes, 1, 0.1, delta);
  return doublePools([{ network, roots }], first, asked, async ([pools], { size, a, round, rounds }) => {
    const scale = roots.weight / size;
    // Seeds that reach the spread cover so many sets at least, or upperCoverage would be below it.
    const target = (Math.sqrt(spread / scale) - Math.sqrt(a / 2)) ** 2 - a / 2;
    const { nodes, gains, covered, minCost } = await withPauses(
      orderNodes(pools!.selection.view(), numNodes, target, costs, options),
      options.signal,
    );
    const reachable = scale * upperCoverage(covered, a);
    if (reachable < spread) throw unreachable(spread, reachable);
    const validated = await withPauses(
      prefixCoverage(pools!.validation.view(), numNodes, nodes, options.given),
      options.signal,
    );
    const aPrefixes = Math.log(nodes.length + 1) + a;
    const count = validated.findIndex((sets) => scale * lowerCoverage(sets, aPrefixes) >= spread);
    const estimated = validated.findIndex((sets) => scale * sets >= spread);
    const costOf = (seeds: number) => sumOfCosts(nodes.subarray(0, seeds), costs);
    onProgress?.({ stage: 'rounds', done: round, total: rounds, unit: 'rounds', values: { seeds: estimated } });
    if (round < rounds && (count < 0 || costOf(count) > (1 + slack) * costOf(estimated))) return undefined;
    if (count < 0) throw notCertified(spread, scale * lowerCoverage(validated.at(-1)!, aPrefixes), size);
    const cost = costOf(count);
    const sigmaLow = scale * lowerCoverage(validated[count]!, aPrefixes);
    const ratio = cost > 0 ? Math.min(1, minCost / cost) : 1;
    return {
      seeds: nodes.slice(0, count),
      gains: Float64Array.from(gains.subarray(0, count), (gain) => gain * scale),
      spread: atLeastOwn(validated[count]! * scale, roots, network, nodes.subarray(0, count), options.given),
      cost,
      certificate: { sigmaLow, minCost, ratio, delta, rounds: round, sets: 2 * size },
    };
  });
}

function sumOfCosts(nodes: Int32Array, costs: ArrayLike<number> | undefined): number {
  return costs ? nodes.reduce((sum, v) => sum + costs[v]!, 0) : nodes.length;
}

function unreachable(spread: number, max: number): HeteroGraphError {
  return new HeteroGraphError(
    'SPREAD_UNREACHABLE',
    `A spread of ${spread} is out of reach: at most ${max} can be reached.`,
    {
      hint: 'Require less, or allow more candidates.',
    },
  );
}

function notCertified(spread: number, low: number, size: number): HeteroGraphError {
  return new HeteroGraphError(
    'SPREAD_NOT_CERTIFIED',
    `With ${size} sets in a pool, all candidates are certified to reach ${low}, less than ${spread}.`,
    { hint: 'Allow more sets, or require less.' },
  );
}
