import { type RunOptions, YieldTimer } from '../../core/index.js';
import type { Credits } from './credits.js';

export interface CascadeFit {
  readonly probability: Float64Array;
  /** How many sure tries tell as much of an edge, [E]; what co-operating edges leave open between them is not subtracted. */
  readonly evidence: Float64Array;
  /** Of the log, given who acted without anybody before. */
  readonly logLikelihood: number;
  readonly iterations: number;
  /** False where `maxIterations` came first. */
  readonly converged: boolean;
}

export interface CascadeFitOptions extends RunOptions {
  readonly maxIterations: number;
  /** No probability changes by more than this in the last iteration. */
  readonly tolerance: number;
}

/**
 * Independent cascades by expectation maximisation (Saito, Nakano, Kimura, KES 2008, equations 4 to 7): an act shares its credit among those
 * who may have led to it in proportion to their probabilities, over the probability that at least one of them did; the new probability
 * is the credit over the tries. Starts from equal shares. O(iterations (E + credits)).
 *
 * @throws {HeteroGraphError} ABORTED
 */
export async function fitCascades(
  credits: Credits,
  trials: Int32Array,
  { maxIterations, tolerance, signal, onProgress }: CascadeFitOptions,
): Promise<CascadeFit> {
  const numEdges = trials.length;
  let probability = overTrials(equalShares(credits, numEdges), trials);
  let iterations = 0;
  let change = Number.POSITIVE_INFINITY;
  const yieldTimer = new YieldTimer(signal);
  while (change > tolerance && iterations < maxIterations) {
    const next = overTrials(shares(credits, probability), trials);
    change = 0;
    for (let e = 0; e < numEdges; e++) change = Math.max(change, Math.abs(next[e]! - probability[e]!));
    probability = next;
    iterations++;
    if (!yieldTimer.isDue()) continue;
    onProgress?.({ stage: 'learn', done: iterations, total: maxIterations, unit: 'iterations', values: { change } });
    await yieldTimer.yieldNow();
  }
  return { probability, iterations, converged: change <= tolerance, ...evaluate(credits, trials, probability) };
}

/** Credit of every edge where all who may have led to an act have the same share of it, [E]. */
export function equalShares({ starts, edges }: Credits, numEdges: number): Float64Array {
  const credit = new Float64Array(numEdges);
  for (let i = 0; i + 1 < starts.length; i++) {
    const share = 1 / (starts[i + 1]! - starts[i]!);
    for (let at = starts[i]!; at < starts[i + 1]!; at++) credit[edges[at]!]! += share;
  }
  return credit;
}

function shares({ starts, edges }: Credits, probability: Float64Array): Float64Array {
  const credit = new Float64Array(probability.length);
  for (let i = 0; i + 1 < starts.length; i++) {
    let none = 1;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) none *= 1 - probability[edges[at]!]!;
    const scale = 1 / (1 - none);
    for (let at = starts[i]!; at < starts[i + 1]!; at++) credit[edges[at]!]! += probability[edges[at]!]! * scale;
  }
  return credit;
}

/** Parts of the whole; 0 of 0 is 0. A rounding above 1 is 1. */
export function overTrials(credit: Float64Array, trials: Int32Array): Float64Array {
  return credit.map((value, e) => (trials[e] === 0 ? 0 : Math.min(1, value / trials[e]!)));
}

/** Likelihood, and the observed information of each probability by itself: (the others' failure / success of all)^2 an act, 1 / (1 - p)^2 a failure. */
function evaluate(
  { possible, starts, edges }: Credits,
  trials: Int32Array,
  probability: Float64Array,
): { logLikelihood: number; evidence: Float64Array } {
  const information = new Float64Array(trials.length);
  // Tries whose outcome is known for sure: failures, and successes of which no other could be the cause.
  const sure = new Float64Array(trials.length);
  let logLikelihood = 0;
  for (let i = 0; i + 1 < starts.length; i++) {
    const [begin, end] = [starts[i]!, starts[i + 1]!];
    let none = 1;
    for (let at = begin; at < end; at++) none *= 1 - probability[edges[at]!]!;
    logLikelihood += Math.log(1 - none);
    if (end - begin === 1) sure[edges[begin]!]!++;
    // At p = 1 the information has no weight in the evidence.
    for (let at = begin; at < end; at++) {
      const p = probability[edges[at]!]!;
      if (p < 1) information[edges[at]!]! += (none / (1 - p) / (1 - none)) ** 2;
    }
  }
  const evidence = information.map((value, e) => {
    const p = probability[e]!;
    const failures = trials[e]! - possible[e]!;
    if (failures > 0) logLikelihood += failures * Math.log(1 - p);
    const informed = p < 1 ? p * (1 - p) * (value + failures / (1 - p) ** 2) : 0;
    return Math.max(failures + sure[e]!, informed);
  });
  return { logLikelihood, evidence };
}
