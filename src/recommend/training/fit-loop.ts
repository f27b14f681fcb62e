import {
  HeteroGraphError,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  type WeightedCsr,
  yieldToEventLoop,
} from '../../core/index.js';
import type { FitReport } from '../core/definition.js';
import { usersWithPairs } from '../core/users-with-pairs.js';
import { type PairBatch, PairBatches } from './pair-batches.js';
import { checkRanking } from './ranking-check.js';

/** What a loop trains. */
export interface TrainedModel<T> {
  /**
   * @param done share of the steps of all epochs that is done
   * @returns the loss of the batch
   */
  step(batch: PairBatch, done: number): number;
  factors(): { readonly users: Float32Array; readonly items: Float32Array; readonly width: number };
  /** What is kept of the best epoch. */
  keep(): T;
}

export interface LoopSettings {
  readonly batchSize: number;
  readonly epochs: number;
  readonly checkEvery: number;
  readonly patience: number;
}

/** Users whose lists are looked at during training, drawn by the seed; all are ranked over the full catalogue. */
const CHECKED_USERS = 5000;
const DEPTH = 20;

/**
 * Trains for `epochs`; with validation pairs until `patience` looks in a row have brought no better NDCG@20 (all items ranked, those of
 * train left out). Gives what was kept at the best look, or at the end where there are no validation pairs.
 *
 * @throws {HeteroGraphError} ABORTED; NON_FINITE where the loss is not a finite number
 */
export async function fitLoop<T>(
  model: TrainedModel<T>,
  train: WeightedCsr,
  validation: WeightedCsr | undefined,
  settings: LoopSettings,
  { seed, signal, onProgress }: RunOptions & { readonly seed: number },
): Promise<{ kept: T; report: FitReport }> {
  const batches = new PairBatches(train, settings.batchSize, seed);
  const users = validation ? checkedUsers(validation, seed) : undefined;
  const history: Record<string, number>[] = [];
  let best: { readonly ndcg: number; readonly epoch: number; readonly kept: T } | undefined;
  let fruitless = 0;
  let epoch = 0;
  while (epoch < settings.epochs && fruitless < settings.patience) {
    let [loss, steps] = [0, 0];
    for (const batch of batches.epoch(epoch)) {
      loss += model.step(batch, (epoch + steps / batches.count) / settings.epochs);
      steps++;
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
    epoch++;
    const row: Record<string, number> = { epoch, loss: loss / steps };
    if (!Number.isFinite(loss)) throw notFinite(epoch);
    if (validation && users && (epoch % settings.checkEvery === 0 || epoch === settings.epochs)) {
      const { ndcg, recall } = checkRanking(model.factors(), train, validation, DEPTH, users);
      Object.assign(row, { ndcg, recall });
      fruitless = best && ndcg <= best.ndcg ? fruitless + 1 : 0;
      if (fruitless === 0) best = { ndcg, epoch, kept: model.keep() };
    }
    history.push(row);
    onProgress?.({ stage: 'train', done: epoch, total: settings.epochs, unit: 'epochs', values: row });
  }
  return { kept: best?.kept ?? model.keep(), report: { epochs: epoch, bestEpoch: best?.epoch ?? epoch, history } };
}

function checkedUsers(validation: WeightedCsr, seed: number): Int32Array {
  const all = usersWithPairs(validation);
  if (all.length <= CHECKED_USERS) return all;
  return new RandomStream(seed, 'recommend/checked').shuffle(all).slice(0, CHECKED_USERS).sort();
}

function notFinite(epoch: number): HeteroGraphError {
  return new HeteroGraphError('NON_FINITE', `The loss of epoch ${epoch} is not a finite number.`, {
    hint: 'Use a lower learningRate.',
  });
}
