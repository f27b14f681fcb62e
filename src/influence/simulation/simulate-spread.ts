import { type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import { checkNodes, checkWeights, checkWhole } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { LayeredRuns } from './layered-runs.js';
import { LiveRuns } from './live-runs.js';

export interface SimulateOptions extends RunOptions {
  /** Default 10,000. */
  readonly runs?: number;
  /** Number of the first run; default 0. Runs `from` .. `from + runs - 1` of one seed are the same however they are split. */
  readonly from?: number;
  /** Default 1. */
  readonly seed?: number;
  /** What an active node counts, [numNodes]; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/** A mean over simulated cascades. */
export interface SpreadEstimate {
  readonly mean: number;
  /** Of the mean; 0 for one run. */
  readonly standardError: number;
  /** The 95 % interval of the mean by the normal distribution. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** Cascades of a network; run number `run` of one seed is the same whoever asks, when and how often. */
export interface CascadeRuns {
  /** Who is active in the end: a view that the next run overwrites. */
  run(run: number, seeds: Int32Array): Int32Array;
}

/** The quickest way to simulate this network. */
export function cascadeRuns(network: DiffusionNetwork, seed: number): CascadeRuns {
  const plain = network.model !== 'triggering' && network.maxTime === undefined;
  return plain ? new LayeredRuns(network, seed) : new LiveRuns(network, seed);
}

/**
 * The expected spread of seeds by simulating cascades forward. The out-edges are laid out once per network, O(N + E); a run takes the
 * out-edges of the active nodes at most.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH
 */
export async function simulateSpread(
  network: DiffusionNetwork,
  seeds: ArrayLike<number>,
  options: SimulateOptions = {},
): Promise<SpreadEstimate> {
  checkCall('simulateSpread', options);
  const { runs = 10_000, from = 0, seed = 1, weights, signal, onProgress } = options;
  const nodes = checkNodes(network, seeds, 'seeds');
  checkWhole(runs, 'runs', 1, 2 ** 31 - 1);
  checkWhole(from, 'from', 0);
  if (weights) checkWeights(network, weights, 'weights');
  throwIfAborted(signal);
  const cascades = cascadeRuns(network, seed);
  // Welford's sums: no cancellation where the spread is large and varies little.
  let [mean, squares] = [0, 0];
  const yieldTimer = new YieldTimer(signal);
  for (let i = 0; i < runs; i++) {
    const value = countOf(cascades.run(from + i, nodes), weights);
    const off = value - mean;
    mean += off / (i + 1);
    squares += off * (value - mean);
    if (!yieldTimer.isDue()) continue;
    await yieldTimer.yieldNow();
    onProgress?.({ stage: 'simulate', done: i + 1, total: runs, unit: 'runs', values: { spread: mean } });
  }
  const standardError = runs > 1 ? Math.sqrt(squares / (runs - 1) / runs) : 0;
  return { mean, standardError, low: mean - 1.96 * standardError, high: mean + 1.96 * standardError, runs };
}

/** What active nodes count together. */
export function countOf(active: Int32Array, weights: ArrayLike<number> | undefined): number {
  if (!weights) return active.length;
  let sum = 0;
  for (const v of active) sum += weights[v]!;
  return sum;
}
