import { breathe, HeteroGraphError, isHeteroGraphError, RandomStream, type RunOptions } from '../core/index.js';
import { Adam, valueAndGradients } from '../tensor/index.js';
import { epochOrder, numBatches } from './batches.js';
import { checkSameRun, hasCheckpoint, readCheckpoint } from './checkpoint/read.js';
import type { RunConfig } from './checkpoint/snapshot.js';
import { writeCheckpoint } from './checkpoint/write.js';
import { EarlyStopping, type ResolvedCriterion, resolveCriterion } from './early-stopping.js';
import { checkFinite, evaluate } from './evaluate.js';
import { runConfig } from './run-config.js';
import type { FitOptions, ResolvedOptions } from './trainer-options.js';
import { TrainingState } from './training-state.js';
import type {
  EpochReport,
  FitResult,
  Metric,
  Model,
  StopReason,
  Targets,
  TrainerCallbacks,
  TrainingRows,
} from './types.js';

/** One call of `Trainer.fit`: the loop over epochs and batches around a `TrainingState`. */
export class TrainingRun {
  readonly #model: Model;
  readonly #options: ResolvedOptions;
  readonly #targets: Targets;
  readonly #rows: TrainingRows;
  readonly #run: RunOptions;
  readonly #config: RunConfig;
  readonly #criterion: ResolvedCriterion;
  readonly #metrics: readonly Metric[];
  readonly #stopping: EarlyStopping;
  readonly #adam: Adam;
  readonly #state: TrainingState;
  readonly #batchSize: number;
  readonly #started = performance.now();
  #lastSave = performance.now();
  /** Epoch and batch of the newest checkpoint. */
  #savedAt = '';

  constructor(model: Model, options: ResolvedOptions, targets: Targets, rows: TrainingRows, run: RunOptions) {
    this.#model = model;
    this.#options = options;
    this.#targets = targets;
    this.#rows = rows;
    this.#run = run;
    this.#config = runConfig(model, options, targets, rows);
    this.#criterion = resolveCriterion(options.criterion);
    this.#metrics = distinct([...this.#criterion.metrics, ...options.metrics]);
    this.#stopping = new EarlyStopping({ ...options, direction: this.#criterion.direction });
    this.#adam = new Adam(model.parameters, options.optimizer);
    this.#state = new TrainingState(model.parameters, this.#adam, this.#stopping);
    this.#batchSize = options.batchSize ?? rows.train.length;
  }

  /** Goes to where the checkpoint stands, where one is wanted. */
  async open(resume: NonNullable<FitOptions['resume']>): Promise<void> {
    const dir = this.#options.checkpoint?.dir;
    if (resume === 'must' && dir === undefined) {
      throw new HeteroGraphError('INVALID_OPTION', "resume is 'must' without a checkpoint folder.", {
        hint: 'Give checkpoint.dir to the trainer.',
      });
    }
    if (dir === undefined || resume === 'never' || (resume === 'auto' && !hasCheckpoint(dir))) return;
    const snapshot = await readCheckpoint(dir);
    checkSameRun(dir, snapshot, { config: this.#config, parameters: this.#model.parameters });
    this.#state.restore(snapshot);
    this.#savedAt = this.#state.position;
  }

  /** Trains to the end, an abort or an error. */
  async finish(): Promise<FitResult> {
    const { epochs } = this.#options;
    await this.#call('onFitStart', { startEpoch: this.#state.epoch + 1, epochs });
    this.#tell({});
    let stoppedBy: StopReason | undefined;
    while (stoppedBy === undefined) {
      if (this.#stopping.shouldStop) stoppedBy = 'patience';
      else if (this.#state.epoch >= epochs) stoppedBy = 'epochs';
      else if (!(await this.#runEpoch())) stoppedBy = 'abort';
    }
    await this.#save();
    this.#state.useBest();
    const { bestEpoch, bestValue } = this.#stopping.state;
    const result: FitResult = {
      history: this.#state.history,
      bestEpoch: bestEpoch === 0 ? this.#state.epoch : bestEpoch,
      bestCriterion: bestValue,
      epochs: this.#state.epoch,
      stoppedBy,
      seconds: (performance.now() - this.#started) / 1000,
      checkpoint: this.#options.checkpoint?.dir,
    };
    await this.#call('onFitEnd', result);
    return result;
  }

  dispose(): void {
    this.#adam.dispose();
  }

  /** False where the signal came first; the counters then say where to go on. */
  async #runEpoch(): Promise<boolean> {
    const { seed, optimizer, learningRateDecay } = this.#options;
    const state = this.#state;
    const started = performance.now();
    const epoch = state.epoch + 1;
    const learningRate = optimizer.learningRate * learningRateDecay ** (epoch - 1);
    const order = epochOrder(this.#rows.train, this.#batchSize, seed, epoch);
    while (state.batch < numBatches(order.length, this.#batchSize)) {
      if (this.#run.signal?.aborted) return false;
      const start = state.batch * this.#batchSize;
      const loss = await this.#step(order.subarray(start, start + this.#batchSize), epoch, learningRate);
      await this.#call('onBatchEnd', { epoch, batch: state.batch, loss });
      if (this.#isSaveDue()) await this.#save();
      await breathe();
    }

    const check = await this.#validate(epoch);
    if (check === 'aborted') return false;
    const loss = state.epochLossSum / state.epochRows;
    const seconds = (performance.now() - started) / 1000;
    const valid = Object.fromEntries(Object.entries(check.valid).map(([name, value]) => [`valid/${name}`, value]));
    state.endEpoch({ epoch, loss, learningRate, ...valid, seconds });
    this.#tell({ loss, ...valid });
    const report: EpochReport = { epoch, epochs: this.#options.epochs, loss, learningRate, seconds, ...check };
    await this.#call('onEpochEnd', report);
    const every = this.#options.checkpoint?.everyEpochs;
    if (every !== undefined && epoch % every === 0) await this.#save();
    return true;
  }

  /** One optimiser step; returns the loss before it. */
  async #step(rows: Int32Array, epoch: number, learningRate: number): Promise<number> {
    const { loss, seed } = this.#options;
    const state = this.#state;
    const random = new RandomStream(seed, 'dropout', state.step);
    const { value, gradients } = valueAndGradients(
      () => loss.compute(this.#model.forward(rows, { training: true, random }), rows, this.#targets),
      this.#model.parameters,
    );
    try {
      const figure = (await value.data())[0]!;
      checkFinite(figure, `epoch ${epoch}, batch ${state.batch + 1}`);
      this.#adam.step(gradients, learningRate);
      state.step++;
      state.batch++;
      state.epochLossSum += figure * rows.length;
      state.epochRows += rows.length;
      return figure;
    } finally {
      for (const tensor of [value, ...gradients]) tensor.dispose();
    }
  }

  /** Figures on the validation rows where a check is due. */
  async #validate(epoch: number): Promise<Pick<EpochReport, 'valid' | 'isBest'> | 'aborted'> {
    const { valid: rows } = this.#rows;
    if (rows.length === 0 || !this.#stopping.isDue(epoch)) return { valid: {}, isBest: false };
    const what = { loss: this.#options.loss, metrics: this.#metrics, where: `the validation of epoch ${epoch}` };
    const options = { batchSize: this.#options.evalBatchSize, signal: this.#run.signal };
    let evaluation: Awaited<ReturnType<typeof evaluate>>;
    try {
      evaluation = await evaluate(this.#model, rows, this.#targets, what, options);
    } catch (error) {
      if (isHeteroGraphError(error) && error.code === 'ABORTED') return 'aborted';
      throw error;
    }
    const { loss, figures } = evaluation;
    const criterion = this.#criterion.value(loss, figures);
    const isBest = this.#stopping.observe(epoch, criterion);
    if (isBest) await this.#state.rememberBest();
    return { valid: { loss, ...figures, criterion }, isBest };
  }

  #isSaveDue(): boolean {
    const seconds = this.#options.checkpoint?.everySeconds;
    return seconds !== undefined && performance.now() - this.#lastSave >= seconds * 1000;
  }

  async #save(): Promise<void> {
    const dir = this.#options.checkpoint?.dir;
    if (dir === undefined || this.#savedAt === this.#state.position) return;
    const path = await writeCheckpoint(dir, await this.#state.snapshot(this.#config, this.#options.seed));
    this.#lastSave = performance.now();
    this.#savedAt = this.#state.position;
    await this.#call('onCheckpoint', { epoch: this.#state.epoch, path });
  }

  #tell(values: Readonly<Record<string, number>>): void {
    const { epochs } = this.#options;
    this.#run.onProgress?.({ stage: 'train', done: this.#state.epoch, total: epochs, unit: 'epochs', values });
  }

  async #call<K extends keyof TrainerCallbacks>(
    hook: K,
    info: Parameters<NonNullable<TrainerCallbacks[K]>>[0],
  ): Promise<void> {
    for (const callbacks of this.#options.callbacks) {
      await (callbacks[hook] as ((argument: typeof info) => void | Promise<void>) | undefined)?.call(callbacks, info);
    }
  }
}

function distinct(metrics: readonly Metric[]): Metric[] {
  return [...new Map(metrics.map((metric) => [metric.name, metric])).values()];
}
