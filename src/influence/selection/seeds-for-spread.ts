import { HeteroGraphError } from '../../core/index.js';
import { aloneWeights } from '../algorithms/answer-alone.js';
import { lowerHits, upperHits } from '../algorithms/bounds.js';
import { doublePools, type PoolOptions, poolOptions } from '../algorithms/double-pools.js';
import { checkChoice, checkWeights, invalidOption } from '../network/check-nodes.js';
import { placesOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import type { SetView } from '../sampling/set-store.js';
import type { GreedyOptions } from './greedy.js';
import { orderNodes } from './order-nodes.js';
import { spreadAlone } from './spread-alone.js';

export interface SpreadGoal extends PoolOptions, GreedyOptions {
  /** Expected spread that is wanted, in target weight; above 0. */
  readonly spread: number;
  /** Of every node, at least 0, [numNodes]; default 1 each, so that few seeds are wanted. */
  readonly costs?: ArrayLike<number>;
  /** How much more the certified seeds may cost than seeds whose estimate reaches the spread, before sets are doubled; default 0.05. */
  readonly slack?: number;
}

export interface SpreadGoalAnswer {
  readonly seeds: Int32Array;
  /** What each adds to the spread of those before it, estimated. */
  readonly gains: Float64Array;
  /** Of all seeds together, estimated by sets that did not choose them. */
  readonly spread: number;
  readonly cost: number;
  readonly certificate: SpreadGoalCertificate;
}

export interface SpreadGoalCertificate {
  /** The seeds reach at least this in expectation: no less than was wanted. */
  readonly sigmaLow: number;
  /** No seeds that reach what was wanted cost less. */
  readonly leastCost: number;
  /** leastCost / cost. */
  readonly ratio: number;
  /** Both hold together with probability at least 1 - delta. */
  readonly delta: number;
  readonly rounds: number;
  readonly sets: number;
}

/**
 * Few or cheap seeds whose expected spread is certified to reach a wanted one: the shortest prefix of a greedy order by gain per cost, made
 * on one pool of reverse-reachable sets, whose lower bound on another pool is high enough, for all prefixes at once. Greedy costs at most
 * 1 + ln(sets) times the least (Wolsey 1982); what is proved of this answer stands in the certificate.
 *
 * @throws {HeteroGraphError} SPREAD_UNREACHABLE where all candidates together are certified to reach less; SPREAD_NOT_CERTIFIED where `maxSets`
 *   are too few to tell; ABORTED, INVALID_OPTION, ROW_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
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

/** How many sets the first 0, 1, ... nodes hit, with `given`. O(sum of set sizes + N). */
export function hitsOfPrefixes(sets: SetView, numNodes: number, nodes: Int32Array, given?: Int32Array): Float64Array {
  const places = placesOf(numNodes, nodes);
  for (const v of given ?? []) places[v] = -1;
  const hits = new Float64Array(nodes.length + 2);
  for (let i = 0; i < sets.size; i++) {
    let least = nodes.length;
    for (let at = sets.starts[i]!; at < sets.starts[i]! + sets.lengths[i]!; at++) {
      least = Math.min(least, places[sets.words[at]!]!);
    }
    hits[least + 1]!++;
  }
  for (let i = 1; i <= nodes.length; i++) hits[i]! += hits[i - 1]!;
  return hits.subarray(0, nodes.length + 1);
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
