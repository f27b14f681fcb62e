import { HeteroGraphError, nodeModule, type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { chooseSeeds, joined } from '../algorithms/choose-seeds.js';
import { type SeedOptions, type SeedProblem, seedProblem } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import { checkSameQuestion } from '../node/check-same.js';
import type { RunManifest } from '../node/manifest.js';
import { questionFrom } from '../node/question-words.js';
import { readManifest, writeRun } from '../node/run-folder.js';
import { readSegments } from '../node/segments.js';
import { readWords } from '../node/words-file.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { roundUp, sizeShare } from '../proof/size-share.js';
import { RrSets } from '../sampling/rr-sets.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/** The question of an online run; it does not change. */
export type OnlineOptions = Omit<SeedOptions, keyof RunOptions | 'onAnswer'>;

/** What a run may spend: one of the two. */
export interface OnlineBudget {
  /** Reverse-reachable sets there shall be in all, those of before and of both pools included. */
  readonly sets?: number;
  /** Milliseconds from now; a step that has begun is finished. */
  readonly ms?: number;
}

/** Sets of a pool after the first step. */
const FIRST = 100;

/**
 * Seeds at any time (online OPIM: Tang, Tang, Xiao, Yuan, SIGMOD 2018, section 4): half of the sets choose, half judge; spend a budget,
 * look at the answer and its certificate, and go on, now or in another process. Sets depend on (network, roots, seed) alone, so an
 * answer depends on their number and not on how it was come to: aborts, saves and threads change nothing.
 *
 * All certificates of a run hold together but for a chance of `delta`, whatever the number of looks and whatever decides when to stop: each
 * size of the pools has its own share of delta, and those of all sizes sum to at most 1. Round numbers have more: see {@link sizeShare}.
 */
export class OnlineInfluence {
  readonly #problem: SeedProblem;
  readonly #choosing: RrSets;
  readonly #judging: RrSets;
  /** Sets of each pool that answers rest on. */
  #size = 0;
  #saved: { folder: string; manifest: RunManifest } | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE */
  constructor(network: DiffusionNetwork, options: OnlineOptions) {
    this.#problem = seedProblem(network, options);
    const { roots, seed } = this.#problem;
    this.#choosing = new RrSets(network, roots, { seed, pool: 'choose' });
    this.#judging = new RrSets(network, roots, { seed, pool: 'judge' });
  }

  /**
   * A run as it was saved.
   *
   * @param options where given, the question that the run must be of
   * @throws {HeteroGraphError} FILE_NOT_FOUND; CHECKPOINT_MISMATCH naming what differs, the network among it; CORRUPT_FILE
   * naming the file
   */
  static async open(folder: string, network: DiffusionNetwork, options?: OnlineOptions): Promise<OnlineInfluence> {
    const manifest = await readManifest(folder);
    checkSameQuestion(folder, manifest, network, options && seedProblem(network, options));
    const { question } = manifest;
    const words = await readWords(join(folder, question.file.file), question.file);
    const run = new OnlineInfluence(network, questionFrom(question, words));
    try {
      await readSegments(folder, run.#choosing, manifest.pools.choose);
      await readSegments(folder, run.#judging, manifest.pools.judge);
    } catch (error) {
      run.release();
      throw error;
    }
    run.#size = manifest.size;
    run.#saved = { folder, manifest };
    return run;
  }

  /** Sets that answers rest on, of both pools together. */
  get sets(): number {
    return 2 * this.#size;
  }

  /**
   * Makes sets in steps until the budget is spent, and answers. An abort leaves whole sets; `answer` then rests on those of whole
   * steps, and the rest counts when the run goes on.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, ABORTED, OUT_OF_MEMORY, DISPOSED
   */
  async advance(budget: OnlineBudget, { signal, onProgress }: RunOptions = {}): Promise<SeedAnswer> {
    const { sets, ms } = checkBudget(budget);
    const goal = sets === undefined ? Number.POSITIVE_INFINITY : Math.ceil(sets / 2);
    const end = performance.now() + (ms ?? Number.POSITIVE_INFINITY);
    const run = signal ? { signal } : {};
    throwIfAborted(signal);
    const yieldTimer = new YieldTimer(signal);
    while (this.#size < goal && performance.now() < end) {
      const next = Math.min(goal, this.#size < FIRST ? FIRST : roundUp(this.#size));
      await this.#choosing.grow(Math.max(next, this.#choosing.size), run);
      await this.#judging.grow(Math.max(next, this.#judging.size), run);
      this.#size = next;
      onProgress?.({ stage: 'sets', done: this.sets, ...(sets !== undefined && { total: 2 * goal }), unit: 'sets' });
      if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    }
    return this.answer();
  }

  /** The seeds by the sets there are, with their certificate; without sets any seeds, and a ratio of 0. O(sum of set sizes + numNodes). */
  answer(): SeedAnswer {
    const { roots, delta, given } = this.#problem;
    const size = this.#size;
    const { seeds, gains, upper } = chooseSeeds(this.#problem, { ...this.#choosing.view(), size });
    const certificate = { delta, rounds: 1, sets: 2 * size };
    if (size === 0) {
      const nothing = { sigmaLow: 0, sigmaHigh: roots.weight, ratio: 0, ...certificate, rounds: 0 };
      return { seeds, gains: new Float64Array(seeds.length), spread: 0, certificate: nothing };
    }
    const hits = this.#judging.hits(joined(given, seeds), size);
    const a = Math.log(2) - Math.log(delta) - Math.log(sizeShare(size));
    const scale = roots.weight / size;
    return {
      seeds,
      gains: Float64Array.from(gains, (gain) => gain * scale),
      spread: (roots.weight * hits) / size,
      certificate: { ...certify(roots, size, { hits, upper, a }), ...certificate },
    };
  }

  /**
   * Writes all sets that are not in the folder yet, those of an aborted step too; what was saved before is not written again. A process
   * that is killed at any moment leaves the run as of this save or of the one before. One process at a time may write to a folder.
   *
   * @throws {HeteroGraphError} TARGET_EXISTS where the folder holds another run; WRITE_FAILED with the cause
   */
  async save(folder: string): Promise<void> {
    const before = this.#saved?.folder === folder ? this.#saved.manifest : undefined;
    const parts = { problem: this.#problem, size: this.#size, choosing: this.#choosing, judging: this.#judging };
    this.#saved = { folder, manifest: await writeRun(folder, parts, before) };
  }

  /** Frees the memory of the sets; the run is over. */
  release(): void {
    this.#size = 0;
    this.#choosing.release();
    this.#judging.release();
  }
}

function checkBudget({ sets, ms }: OnlineBudget): OnlineBudget {
  const isOne = (sets === undefined) !== (ms === undefined);
  if (isOne && (sets === undefined || (Number.isSafeInteger(sets) && sets > 0)) && (ms === undefined || ms >= 0)) {
    return { ...(sets !== undefined && { sets }), ...(ms !== undefined && { ms }) };
  }
  throw new HeteroGraphError('INVALID_OPTION', `The budget is ${JSON.stringify({ sets, ms })}.`, {
    column: 'budget',
    hint: 'Give a whole number of sets in all, or milliseconds.',
  });
}
