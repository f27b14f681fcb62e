import { HeteroGraphError } from '../../core/index.js';
import type { RunConfig, Snapshot } from '../../files/index.js';
import type { Optimizer, Parameter } from '../../tensor/index.js';
import { TrainingHistory } from '../history.js';
import type { EarlyStopping } from './early-stopping.js';

/**
 * All that changes while a model is trained: weights, optimiser state, counters, history, best weights. `snapshot` and
 * `restore` are inverse to the bit.
 */
export class TrainingState {
  /** Completed epochs. */
  epoch = 0;
  /** Batches done of the epoch after those. */
  batch = 0;
  /** Optimiser steps done. */
  step = 0;
  epochLossSum = 0;
  epochExamples = 0;
  history = new TrainingHistory();
  best: Float32Array[] | undefined;
  readonly #parameters: readonly Parameter[];
  readonly #optimizer: Optimizer;
  readonly #stopping: EarlyStopping;

  constructor(parameters: readonly Parameter[], optimizer: Optimizer, stopping: EarlyStopping) {
    this.#parameters = parameters;
    this.#optimizer = optimizer;
    this.#stopping = stopping;
  }

  /** Two states of a run with the same position are the same. */
  get position(): string {
    return `${this.epoch}/${this.batch}`;
  }

  async rememberBest(): Promise<void> {
    this.best = await this.#read();
  }

  /** Puts the best weights into the model, where there are any. */
  useBest(): void {
    if (this.best) this.#write(this.best);
  }

  endEpoch(row: Readonly<Record<string, number>>): void {
    this.history.append(row);
    this.epoch++;
    this.batch = 0;
    this.epochLossSum = 0;
    this.epochExamples = 0;
  }

  /** @throws {HeteroGraphError} DIVERGED rather than save what cannot be trained on */
  async snapshot(config: RunConfig, seed: number): Promise<Snapshot> {
    const { bestEpoch, bestValue, failedEpochs } = this.#stopping.state;
    const { slots } = await this.#optimizer.state();
    const current = await this.#read();
    for (const [i, values] of current.entries()) {
      if (isFiniteArray(values)) continue;
      throw new HeteroGraphError('DIVERGED', 'A weight is NaN or infinite.', {
        column: this.#parameters[i]!.name,
        row: this.epoch,
        hint: 'Lower the learning rate; the checkpoint before is still whole.',
      });
    }
    return {
      config,
      seed,
      progress: {
        epoch: this.epoch,
        batch: this.batch,
        step: this.step,
        epochLossSum: this.epochLossSum,
        epochExamples: this.epochExamples,
        bestEpoch,
        bestCriterion: bestEpoch === 0 ? null : bestValue,
        failedEpochs,
      },
      history: this.history.toJSON(),
      parameters: this.#parameters.map(({ name, shape }) => ({ name, shape })),
      weights: { current, best: this.best, optimizer: slots },
    };
  }

  restore({ progress, history, weights }: Snapshot): void {
    this.epoch = progress.epoch;
    this.batch = progress.batch;
    this.step = progress.step;
    this.epochLossSum = progress.epochLossSum;
    this.epochExamples = progress.epochExamples;
    this.history = TrainingHistory.fromJSON(history);
    this.best = weights.best && [...weights.best];
    this.#write(weights.current);
    this.#optimizer.restore({ step: progress.step, slots: weights.optimizer });
    this.#stopping.restore({
      bestEpoch: progress.bestEpoch,
      bestValue: progress.bestCriterion ?? Number.NaN,
      failedEpochs: progress.failedEpochs,
    });
  }

  #read(): Promise<Float32Array[]> {
    return Promise.all(this.#parameters.map((parameter) => parameter.read()));
  }

  #write(values: readonly Float32Array[]): void {
    for (const [i, parameter] of this.#parameters.entries()) parameter.write(values[i]!);
  }
}

function isFiniteArray(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
}
