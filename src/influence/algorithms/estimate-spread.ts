import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import { checkInside, checkNodes, checkWhole } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import { marksOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { reachesOthers } from '../network/reaches-others.js';
import { type Roots, uniformRoots } from '../network/roots.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { sampleCovered } from '../sampling/sample-covered.js';

export interface SpreadOptions extends RunOptions {
  /** Relative error, in (0, 1); default 0.01. */
  readonly epsilon?: number;
  /** Chance that the error is larger, in (0, 1); default 0.001. */
  readonly delta?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default all nodes, each counting 1. */
  readonly roots?: Roots;
  /** Reverse-reachable sets at most; default 1e9. */
  readonly maxSets?: number;
}

export interface SpreadBounds {
  /** Mean weight of the nodes reached, the seeds included. */
  readonly spread: number;
  /** The true spread is in [low, high] but for a chance of delta. */
  readonly low: number;
  readonly high: number;
  /** Sets that the estimate took. */
  readonly sets: number;
}

/** Hits at which the rule stops (Dagum, Karp, Luby, Ross, SIAM J. Comput. 2000, stopping rule algorithm). */
export function requiredCoverage(epsilon: number, delta: number): number {
  return Math.ceil(1 + (4 * (Math.E - 2) * (1 + epsilon) * Math.log(2 / delta)) / epsilon ** 2);
}

/**
 * The spread of given seeds to a relative error of `epsilon` but for a chance of `delta`: reverse-reachable sets are made until so many
 * hold a seed as the stopping rule wants, each ending at the first seed it meets. The number of sets is inverse to spread / weight: for
 * seeds that reach next to nothing simulate forward instead. The spread of seeds that reach nobody else is exact.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, INDEX_OUT_OF_RANGE; SPREAD_NOT_CERTIFIED where `maxSets` were not enough; ABORTED
 */
export async function estimateSpread(
  network: DiffusionNetwork,
  seeds: ArrayLike<number>,
  options: SpreadOptions = {},
): Promise<SpreadBounds> {
  expectNetwork(network);
  checkCall('estimateSpread', options);
  const { epsilon = 0.01, delta = 0.001, seed = 1, roots = uniformRoots(network.numNodes), maxSets = 1e9 } = options;
  checkInside('epsilon', epsilon, 1);
  checkInside('delta', delta, 1);
  const nodes = checkNodes(network, seeds, 'seeds');
  const marks = marksOf(network.numNodes, nodes);
  checkWhole(maxSets, 'maxSets', 1, 2 ** 31 - 1);
  throwIfAborted(options.signal);
  if (!reachesOthers(network, marks, roots)) {
    const own = atLeastOwn(0, roots, network, nodes);
    return { spread: own, low: own, high: own, sets: 0 };
  }

  const required = requiredCoverage(epsilon, delta);
  const { signal } = options;
  const count = (from: number, sets: number) =>
    sampleCovered(network, roots, marks, { seed, pool: 'spread', from, count: sets, signal });
  let [sets, covered] = [0, 0];
  while (covered < required) {
    if (sets >= maxSets) throw tooFew(covered, required, sets);
    const batch = Math.min(nextBatch(sets, covered, required), maxSets - sets);
    const more = await count(sets, batch);
    if (covered + more >= required) {
      sets += await lastSet(count, sets, batch, required - covered);
      covered = required;
    } else {
      sets += batch;
      covered += more;
    }
    options.onProgress?.({ stage: 'covered', done: covered, total: required, unit: 'sets', values: { sets } });
  }
  const spread = (roots.weight * required) / sets;
  const atLeast = (value: number) => atLeastOwn(value, roots, network, nodes);
  return {
    spread: atLeast(spread),
    low: atLeast(spread / (1 + epsilon)),
    high: Math.min(roots.weight, spread / (1 - epsilon)),
    sets,
  };
}

/** As many sets as the covered that are left will take by the rate so far; at most three times those there are. */
function nextBatch(sets: number, covered: number, required: number): number {
  if (sets === 0) return 4096;
  const expected = covered === 0 ? Number.POSITIVE_INFINITY : Math.ceil(((required - covered) * sets) / covered);
  return Math.max(1024, Math.min(3 * sets, expected));
}

/** Sets of a batch up to the given number of covered ones, by bisection: sets are decided by their numbers, and can be counted again. */
async function lastSet(
  count: (from: number, sets: number) => Promise<number>,
  from: number,
  batch: number,
  numCovered: number,
): Promise<number> {
  let [before, left] = [0, batch];
  for (let missing = numCovered; left > 1; ) {
    const half = left >>> 1;
    const covered = await count(from + before, half);
    if (covered >= missing) left = half;
    else [before, left, missing] = [before + half, left - half, missing - covered];
  }
  return before + 1;
}

function tooFew(covered: number, required: number, sets: number): HeteroGraphError {
  return new HeteroGraphError(
    'SPREAD_NOT_CERTIFIED',
    `The spread cannot be certified: ${covered} of ${sets} sampled sets hold a seed, and ${required} are needed.`,
    {
      column: 'maxSets',
      hint: 'These seeds reach a small share of the targets: allow a larger epsilon or more sets, or use simulateSpread.',
    },
  );
}
