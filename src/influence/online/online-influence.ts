import { HeteroGraphError, type RunOptions, throwIfAborted, wrongArgument, YieldTimer } from '../../core/index.js';
import { chooseSeeds, joined } from '../algorithms/choose-seeds.js';
import { type SeedOptions, type SeedProblem, seedProblem } from '../algorithms/seed-problem.js';
import { checkCall } from '../network/call-options.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certifiedSeeds, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { roundUp, sizeShare } from '../proof/size-share.js';
import { TwoPools } from '../sampling/two-pools.js';

/** The problem of an online run, which does not change. */
export type OnlineOptions = Omit<SeedOptions, keyof RunOptions | 'onAnswer'>;

/** What a run may spend: one of the two. */
export interface OnlineBudget {
  /** Reverse-reachable sets in all, of both pools, those made before included. */
  readonly sets?: number;
  /** Milliseconds from now; a step that has begun is finished. */
  readonly ms?: number;
}

/** What an online run consists of: what is saved of it. */
export interface OnlineState {
  readonly problem: SeedProblem;
  readonly pools: TwoPools;
  /** Sets of each pool that answers are based on. */
  size: number;
}

/** The state of a run, for saving and opening. */
export let stateOf: (run: OnlineInfluence) => OnlineState;

/** Sets of a pool after the first step. */
const FIRST = 100;

/**
 * Seeds at any time (online OPIM: Tang, Tang, Xiao, Yuan, SIGMOD 2018, section 4): half of the sets select seeds, half validate them. Spend a
 * budget, look at the answer and its certificate, and spend more, now or in another process (`saveOnlineRun`, `openOnlineRun`). Sets
 * depend on (network, roots, seed) alone, so an answer depends on the number of sets: aborts, saves and threads change nothing.
 *
 * All certificates of a run hold together but for a chance of `delta`, however often one looks and whatever decides when to stop: each
 * size of the pools has its own share of delta, and those of all sizes sum to at most 1. Round numbers have more: see `sizeShare`.
 *
 * @example
 * ```ts
 * const run = new OnlineInfluence(network, { k: 10 });
 * let answer = await run.advance({ ms: 1000 });
 * while (answer.certificate.ratio < 0.6) answer = await run.advance({ ms: 1000 });
 * run.dispose();
 * ```
 */
export class OnlineInfluence {
  readonly #state: OnlineState;

  static {
    stateOf = (run) => {
      if (!(#state in run)) throw wrongArgument(run, 'run', 'an OnlineInfluence');
      return run.#state;
    };
  }

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE */
  constructor(network: DiffusionNetwork, options: OnlineOptions) {
    checkCall('online', options);
    const problem = seedProblem(network, options);
    this.#state = { problem, pools: new TwoPools(network, problem.roots, problem.seed), size: 0 };
  }

  /** Sets that answers are based on, of both pools together. */
  get sets(): number {
    return 2 * this.#state.size;
  }

  /**
   * Makes sets in steps until the budget is spent, and answers. An abort keeps whole sets; `answer` is then based on those of whole
   * steps, and the others count when the run continues.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, ABORTED, OUT_OF_MEMORY, DISPOSED
   */
  async advance(budget: OnlineBudget, { signal, onProgress }: RunOptions = {}): Promise<SeedAnswer> {
    const { sets, ms } = checkBudget(budget);
    const goal = sets === undefined ? Number.POSITIVE_INFINITY : Math.ceil(sets / 2);
    const end = performance.now() + (ms ?? Number.POSITIVE_INFINITY);
    const run = signal ? { signal } : {};
    throwIfAborted(signal);
    const state = this.#state;
    const yieldTimer = new YieldTimer(signal);
    while (state.size < goal && performance.now() < end) {
      const next = Math.min(goal, state.size < FIRST ? FIRST : roundUp(state.size));
      for (const pool of [state.pools.selection, state.pools.validation])
        await pool.grow(Math.max(next, pool.size), run);
      state.size = next;
      onProgress?.({ stage: 'sets', done: this.sets, ...(sets !== undefined && { total: 2 * goal }), unit: 'sets' });
      if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    }
    return this.answer();
  }

  /** The seeds by the sets there are, with their certificate; without sets any seeds, and a ratio of 0. O(sum of set sizes + numNodes). */
  answer(): SeedAnswer {
    const { problem, pools, size } = this.#state;
    const { roots, delta, given } = problem;
    const { seeds, gains, upper } = chooseSeeds(problem, { ...pools.selection.view(), size });
    if (size === 0) {
      const certificate = { sigmaLow: 0, sigmaHigh: roots.weight, ratio: 0, delta, rounds: 0, sets: 0 };
      const spread = atLeastOwn(0, roots, problem.network, seeds, given);
      return { seeds, gains: new Float64Array(seeds.length), spread, certificate };
    }
    const covered = pools.validation.numCovered(joined(given, seeds), size);
    const a = Math.log(2) - Math.log(delta) - Math.log(sizeShare(size));
    const rest = { delta, rounds: 1, sets: 2 * size };
    const proven = certifiedSeeds(roots, size, { seeds, gains, covered, upper, a }, rest);
    return { ...proven, spread: atLeastOwn((roots.weight * covered) / size, roots, problem.network, seeds, given) };
  }

  /** Frees the memory of the sets; the run is over. */
  dispose(): void {
    this.#state.size = 0;
    this.#state.pools.dispose();
  }
}

function checkBudget(budget: OnlineBudget): OnlineBudget {
  checkCall('budget', budget);
  const { sets, ms } = budget;
  const isOne = (sets === undefined) !== (ms === undefined);
  if (isOne && (sets === undefined || (Number.isSafeInteger(sets) && sets > 0)) && (ms === undefined || ms >= 0)) {
    return { ...(sets !== undefined && { sets }), ...(ms !== undefined && { ms }) };
  }
  throw new HeteroGraphError('INVALID_OPTION', `The budget is ${JSON.stringify({ sets, ms })}.`, {
    column: 'budget',
    hint: 'Give a whole number of sets in all, or milliseconds.',
  });
}
