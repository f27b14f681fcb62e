import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { checkSnapshot } from './check-snapshot.js';
import { checkSameRun, hasCheckpoint, readCheckpoint } from './read.js';
import type { ParameterShape, RunConfig, Snapshot } from './snapshot.js';
import { writeCheckpoint } from './write.js';

/** Seconds between two checkpoints where nobody says how many epochs. */
const EVERY_SECONDS = 60;

/** Where a fit keeps its state and how often: `everyEpochs` or `everySeconds`; and what tells it from others, whose checkpoints are refused. */
export interface FitCheckpointOptions {
  readonly dir: string;
  readonly everyEpochs?: number | undefined;
  readonly everySeconds?: number | undefined;
  readonly config: RunConfig;
}

/** What a fit is at: counters, history and arrays. */
export type FitState = Pick<Snapshot, 'progress' | 'history' | 'weights'>;

/** What the states of a fit are like. */
interface Kept {
  /** Epochs at most; default any number. */
  readonly epochs?: number;
  /** Steps of an epoch. */
  readonly steps: number;
  readonly parameters: readonly ParameterShape[];
  /** Whether states are of whole epochs alone; default false. */
  readonly isBetweenEpochs?: boolean;
  /** What the optimiser keeps; default nothing. */
  readonly slots?: readonly string[];
}

/** Keeps the state of a fit in a folder, to go on from it to the same bits. */
export class FitCheckpoint {
  readonly #options: FitCheckpointOptions;
  readonly #seed: number;
  readonly #kept: Kept;
  #lastSave = performance.now();
  #savedAt = '';
  /** Why the last one could not be written, such as a full disk; the fit went on without. */
  problem: HeteroGraphError | undefined;

  constructor(options: FitCheckpointOptions, seed: number, kept: Kept) {
    this.#options = options;
    this.#seed = seed;
    this.#kept = kept;
  }

  get dir(): string {
    return this.#options.dir;
  }

  /** Undefined where none is kept. */
  static of(
    { checkpoint, seed }: { readonly checkpoint?: FitCheckpointOptions; readonly seed: number },
    kept: Kept,
  ): FitCheckpoint | undefined {
    return checkpoint && new FitCheckpoint(checkpoint, seed, kept);
  }

  /** Sentences for the report of the fit. */
  get remarks(): string[] {
    return this.problem ? [`The fit is whole, its last checkpoint is not: ${this.problem.message}`] : [];
  }

  /** The state to go on from, where there is one. @throws {HeteroGraphError} CHECKPOINT_MISMATCH naming what differs; CORRUPT_FILE */
  async open(): Promise<FitState | undefined> {
    const { dir, config } = this.#options;
    const { parameters } = this.#kept;
    if (!hasCheckpoint(dir)) return undefined;
    const snapshot = await readCheckpoint(dir);
    checkSameRun(dir, snapshot, { config, parameters });
    checkSnapshot(dir, snapshot);
    this.#checkPossible(snapshot);
    this.#savedAt = positionOf(snapshot);
    return snapshot;
  }

  /** Refuses what no fit of this kind comes to, whatever the checksums say. */
  #checkPossible({ progress: { epoch, batch, step }, weights }: FitState): void {
    const { epochs = Infinity, steps, isBetweenEpochs = false, slots = [] } = this.#kept;
    const fail = (message: string) => {
      const hint = 'Start again in another folder, or remove this one.';
      throw new HeteroGraphError('CORRUPT_FILE', message, { file: this.#options.dir, hint });
    };
    if (epoch > epochs || batch > (isBetweenEpochs ? 0 : steps) || step !== epoch * steps + batch) {
      fail(
        `It has ${step} steps, ${epoch} epochs and ${batch} batches, of ${epochs === Infinity ? '' : `${epochs} `}epochs of ${steps}.`,
      );
    }
    const named = (names: readonly string[]) => [...names].sort().join(', ') || 'nothing';
    const [found, expected] = [named(Object.keys(weights.optimizer)), named(slots)];
    if (found !== expected) fail(`Of the optimiser it keeps ${found} instead of ${expected}.`);
  }

  /** Writes the state where so many seconds are over or, at the end of an epoch, so many epochs. */
  async saveIfDue(state: () => FitState, ended?: { readonly epoch: number }): Promise<void> {
    const { everyEpochs, everySeconds = everyEpochs === undefined ? EVERY_SECONDS : undefined } = this.#options;
    const isLate = everySeconds !== undefined && performance.now() - this.#lastSave >= everySeconds * 1000;
    const isEpoch = ended !== undefined && everyEpochs !== undefined && ended.epoch % everyEpochs === 0;
    if (isLate || isEpoch) await this.save(state());
  }

  /** A full disk is no reason to lose what was fitted: {@link problem} says so. */
  async save(state: FitState): Promise<void> {
    const position = positionOf(state);
    if (position === this.#savedAt) return;
    const { dir, config } = this.#options;
    this.#lastSave = performance.now();
    try {
      await writeCheckpoint(dir, { config, seed: this.#seed, parameters: this.#kept.parameters, ...state });
    } catch (error) {
      if (!isHeteroGraphError(error) || error.code !== 'WRITE_FAILED') throw error;
      this.problem = error;
      return;
    }
    this.problem = undefined;
    this.#savedAt = position;
  }

  /** Saves the state of a fit that is aborted, and says how to go on. @throws {HeteroGraphError} ABORTED; WRITE_FAILED */
  async stop(state: FitState, reason: unknown): Promise<never> {
    await this.save(state);
    if (this.problem) throw this.problem;
    const { epoch, batch } = state.progress;
    const where = batch === 0 ? `after epoch ${epoch}` : `in epoch ${epoch + 1}`;
    throw new HeteroGraphError('ABORTED', `Stopped ${where}; the checkpoint is in ${this.#options.dir}.`, {
      hint: 'Repeat the same call to continue.',
      cause: reason,
    });
  }
}

/** Two states of a fit at the same position are the same. */
function positionOf({ progress: { epoch, batch } }: FitState): string {
  return `${epoch}/${batch}`;
}
