import {
  HeteroGraphError,
  RandomStream,
  throwIfAborted,
  type WeightedCsr,
  yieldToEventLoop,
} from '../../core/index.js';
import { FitCheckpoint } from '../../files/index.js';
import type { FitOptions, FitReport } from '../core/definition.js';
import type { Factors } from '../core/scorer.js';
import { usersWithPairs } from '../core/users-with-pairs.js';
import { LoopState, type TrainedTable } from './loop-state.js';
import { type PairBatch, PairBatches } from './pair-batches.js';
import { checkRanking } from './ranking-check.js';

/** What a loop trains. */
export interface TrainedModel {
  readonly table: TrainedTable;
  /**
   * @param done share of the steps of all epochs that is done
   * @returns the loss of the batch
   */
  step(batch: PairBatch, done: number): number;
  /** By the values of the table alone. */
  factors(): Factors;
}

export interface LoopSettings {
  /** Numbers of a trained vector. */
  readonly width: number;
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
 * train left out). Gives the vectors of the best look, or those of the end where there are no validation pairs. With a folder for
 * checkpoints it goes on from the one that is there.
 *
 * @throws {HeteroGraphError} ABORTED; NON_FINITE where the loss is not a finite number; CHECKPOINT_MISMATCH, CORRUPT_FILE; WRITE_FAILED where it is
 *   aborted and its state cannot be kept
 */
export async function fitLoop(
  model: TrainedModel,
  train: WeightedCsr,
  validation: WeightedCsr | undefined,
  settings: LoopSettings,
  options: FitOptions,
): Promise<{ factors: Factors; report: FitReport }> {
  const { seed, signal, onProgress } = options;
  const { epochs, patience, checkEvery, width } = settings;
  const { table } = model;
  const batches = new PairBatches(train, settings.batchSize, seed);
  const users = validation ? checkedUsers(validation, seed) : undefined;
  const state = new LoopState(table);
  const parameters = [{ name: 'vectors', shape: [table.values.length / width, width] }];
  const checkpoint = FitCheckpoint.of(options, { epochs, steps: batches.count, parameters, slots: ['m', 'v'] });
  const found = await checkpoint?.open();
  if (found) state.restore(found);
  const hasNumbers = () => table.values.every(Number.isFinite);
  const snapshot = () => {
    if (!hasNumbers()) throw notFinite('A vector', state.epoch + 1);
    return state.snapshot();
  };
  while (state.epoch < epochs && state.fruitless < patience) {
    for (const batch of batches.epoch(state.epoch, state.batch)) {
      state.lossSum += model.step(batch, (state.epoch + state.batch / batches.count) / epochs);
      state.pairs += batch.items.length;
      state.batch++;
      await yieldToEventLoop();
      if (signal?.aborted) await checkpoint?.stop(snapshot(), signal.reason);
      throwIfAborted(signal);
      await checkpoint?.saveIfDue(snapshot);
    }
    const { lossSum, batch: steps } = state;
    const epoch = state.epoch + 1;
    const row: Record<string, number> = { epoch, loss: lossSum / steps };
    if (!Number.isFinite(lossSum)) throw notFinite('The loss', epoch);
    if (validation && users?.length && (epoch % checkEvery === 0 || epoch === epochs)) {
      const { ndcg, recall } = checkRanking(model.factors(), train, validation, DEPTH, users);
      Object.assign(row, { ndcg, recall });
      state.fruitless = state.best && ndcg <= state.best.ndcg ? state.fruitless + 1 : 0;
      if (state.fruitless === 0) state.best = { ndcg, epoch, values: table.values.slice() };
    }
    state.endEpoch(row);
    onProgress?.({ stage: 'train', done: epoch, total: epochs, unit: 'epochs', values: row });
    await checkpoint?.saveIfDue(snapshot, { epoch });
  }
  const { epoch, best, history } = state;
  const isSound = hasNumbers();
  if (!isSound && !best) throw notFinite('A vector', epoch);
  if (isSound) await checkpoint?.save(snapshot());
  if (best) table.values.set(best.values);
  const remarks = checkpoint?.remarks ?? [];
  const report = { epochs: epoch, bestEpoch: best?.epoch ?? epoch, history, ...(remarks.length > 0 && { remarks }) };
  return { factors: model.factors(), report };
}

function checkedUsers(validation: WeightedCsr, seed: number): Int32Array {
  const all = usersWithPairs(validation);
  if (all.length <= CHECKED_USERS) return all;
  return new RandomStream(seed, 'recommend/checked').shuffle(all).slice(0, CHECKED_USERS).sort();
}

function notFinite(what: string, epoch: number): HeteroGraphError {
  return new HeteroGraphError('NON_FINITE', `${what} of epoch ${epoch} is not a finite number.`, {
    hint: 'Use a lower learningRate.',
  });
}
