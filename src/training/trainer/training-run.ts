import {
  HeteroGraphError,
  isHeteroGraphError,
  RandomStream,
  type RunOptions,
  yieldToEventLoop,
} from '../../core/index.js';
import {
  checkSameRun,
  checkSnapshot,
  hasCheckpoint,
  type RunConfig,
  readCheckpoint,
  writeCheckpoint,
} from '../../files/index.js';
import { type Optimizer, valueAndGradients } from '../../tensor/index.js';
import { checkFinite } from '../check-finite.js';
import type { Model } from '../model.js';
import type { Evaluation, Task } from '../task.js';
import { EarlyStopping } from './early-stopping.js';
import { runConfig } from './run-config.js';
import type { FitOptions, ResolvedOptions } from './trainer-options.js';
import { TrainingState } from './training-state.js';
import type { EpochReport, FitResult, StopReason, TrainerCallbacks } from './types.js';

/** One call of `Trainer.fit`: the loop over epochs and batches around a `TrainingState`. */
export class TrainingRun<Batch, Output, Examples, Prediction> {
  readonly #model: Model<Batch, Output>;
  readonly #task: Task<Batch, Output, Examples, Prediction>;
  readonly #options: ResolvedOptions;
  readonly #run: RunOptions;
  readonly #config: RunConfig;
  readonly #stopping: EarlyStopping;
  readonly #optimizer: Optimizer;
  readonly #state: TrainingState;
  readonly #started = performance.now();
  #lastSave = performance.now();
  /** Epoch and batch of the newest checkpoint. */
  #savedAt = '';
  #checkpointProblem: HeteroGraphError | undefined;

  constructor(
    model: Model<Batch, Output>,
    task: Task<Batch, Output, Examples, Prediction>,
    options: ResolvedOptions,
    run: RunOptions,
  ) {
    this.#model = model;
    this.#task = task;
    this.#options = options;
    this.#run = run;
    this.#config = runConfig(model, task, options);
    this.#stopping = new EarlyStopping({ ...options, direction: task.criterion.direction });
    this.#optimizer = options.optimizer.create(model.parameters);
    this.#state = new TrainingState(model.parameters, this.#optimizer, this.#stopping);
  }

  /** Restores the state of the checkpoint, if there is one to resume from. */
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
    checkSnapshot(dir, snapshot);
    this.#state.restore(snapshot);
    this.#savedAt = this.#state.position;
  }

  /** Trains to the end, an abort or an error. */
  async finish(): Promise<FitResult> {
    const { epochs } = this.#options;
    await this.#call('onFitStart', { startEpoch: this.#state.epoch + 1, epochs });
    this.#report({});
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
      checkpoint: this.#checkpointProblem ? undefined : this.#options.checkpoint?.dir,
      ...(this.#checkpointProblem ? { checkpointProblem: this.#checkpointProblem } : {}),
    };
    await this.#call('onFitEnd', result);
    return result;
  }

  dispose(): void {
    this.#optimizer.dispose();
  }

  /** False where the run was aborted; the counters then say where to resume. */
  async #runEpoch(): Promise<boolean> {
    const { seed, optimizer, schedule } = this.#options;
    const state = this.#state;
    const started = performance.now();
    const epoch = state.epoch + 1;
    for await (const batch of this.#task.batches({ seed, epoch, start: state.batch })) {
      let loss: number;
      try {
        if (this.#run.signal?.aborted) return false;
        loss = await this.#step(batch, epoch);
      } finally {
        this.#task.disposeBatch?.(batch);
      }
      await this.#call('onBatchEnd', { epoch, batch: state.batch, loss });
      if (this.#isSaveDue()) await this.#save();
      await yieldToEventLoop();
    }
    if (state.batch === 0) {
      throw new HeteroGraphError('NO_ROWS', `The task has no batch for epoch ${epoch}.`, {
        hint: 'Check that the split has training examples.',
      });
    }

    const check = await this.#validate(epoch);
    if (check === 'aborted') return false;
    const loss = state.epochLossSum / state.epochExamples;
    const seconds = (performance.now() - started) / 1000;
    // That of the epoch's last step.
    const learningRate = optimizer.learningRate * schedule.factor({ epoch: epoch - 1, step: state.step - 1 });
    const valid = Object.fromEntries(Object.entries(check.valid).map(([name, value]) => [`valid/${name}`, value]));
    state.endEpoch({ epoch, loss, learningRate, ...valid, seconds });
    this.#report({ loss, ...valid });
    const report: EpochReport = { epoch, epochs: this.#options.epochs, loss, learningRate, seconds, ...check };
    await this.#call('onEpochEnd', report);
    const every = this.#options.checkpoint?.everyEpochs;
    if (every !== undefined && epoch % every === 0) await this.#save();
    return true;
  }

  /** One optimiser step; returns the loss before it. */
  async #step(batch: Batch, epoch: number): Promise<number> {
    const state = this.#state;
    const random = new RandomStream(this.#options.seed, 'dropout', state.step);
    const { value, gradients } = valueAndGradients(
      () => this.#task.loss(this.#model.forward(batch, { training: true, random }), batch),
      this.#model.parameters,
    );
    try {
      const figure = (await value.data())[0]!;
      checkFinite(figure, `epoch ${epoch}, batch ${state.batch + 1}`);
      this.#optimizer.step(gradients, this.#options.schedule.factor({ epoch: epoch - 1, step: state.step }));
      state.step++;
      state.batch++;
      const size = this.#task.batchSize(batch);
      state.epochLossSum += figure * size;
      state.epochExamples += size;
      return figure;
    } finally {
      for (const tensor of [value, ...gradients]) tensor.dispose();
    }
  }

  /** Loss, metrics and criterion of the validation examples where a check is due. */
  async #validate(epoch: number): Promise<Pick<EpochReport, 'valid' | 'isBest'> | 'aborted'> {
    const { valid: examples, criterion } = this.#task;
    if (examples === undefined || !this.#stopping.isDue(epoch)) return { valid: {}, isBest: false };
    const options = { signal: this.#run.signal, where: `the validation of epoch ${epoch}` };
    let evaluation: Evaluation<Prediction>;
    try {
      evaluation = await this.#task.evaluate(this.#model, examples, options);
    } catch (error) {
      if (isHeteroGraphError(error) && error.code === 'ABORTED') return 'aborted';
      throw error;
    }
    const { loss, figures } = evaluation;
    const value = criterion.value(loss, figures);
    const isBest = this.#stopping.observe(epoch, value);
    if (isBest) await this.#state.rememberBest();
    return { valid: { loss, ...figures, criterion: value }, isBest };
  }

  #isSaveDue(): boolean {
    const seconds = this.#options.checkpoint?.everySeconds;
    return seconds !== undefined && performance.now() - this.#lastSave >= seconds * 1000;
  }

  async #save(): Promise<void> {
    const dir = this.#options.checkpoint?.dir;
    if (dir === undefined || this.#savedAt === this.#state.position) return;
    const snapshot = await this.#state.snapshot(this.#config, this.#options.seed);
    this.#lastSave = performance.now();
    let path: string;
    try {
      path = await writeCheckpoint(dir, snapshot);
    } catch (error) {
      // A full disk is no reason to lose what was trained: the result says so.
      if (!isHeteroGraphError(error) || error.code !== 'WRITE_FAILED') throw error;
      this.#checkpointProblem = error;
      return;
    }
    this.#checkpointProblem = undefined;
    this.#savedAt = this.#state.position;
    await this.#call('onCheckpoint', { epoch: this.#state.epoch, path });
  }

  #report(values: Readonly<Record<string, number>>): void {
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
