import { quantile, type RunOptions, throwIfAborted } from '../../../core/index.js';
import { adamW, cosineDecay } from '../../../tensor/index.js';
import { Trainer } from '../../../training/index.js';
import { copySeed } from '../copy-seed.js';
import type { FittedLearner, LearnedPart, Learner, LearningProblem } from '../types.js';
import { chunkedAnchors, groupedAnchors } from './anchor-groups.js';
import { BatchMaker } from './batch.js';
import { BatchSource } from './batch-source.js';
import { NetworkForecaster } from './forecaster.js';
import { type ModelShape, TemporalNetwork } from './model.js';
import { neighboursOf } from './neighbours.js';
import { planNetwork } from './network-plan.js';
import { restoreNetwork } from './restore.js';
import { networkSettings } from './settings.js';
import { type Labels, networkTask } from './task.js';

/** A network over typed neighbours in the past, and one of histories as old as those of later anchors of a frozen database. */
export const networkLearners: readonly Learner[] = [
  networkOf('network', networkSettings.copies, { title: 'a network over rows of the past' }),
  networkOf('stale-network', networkSettings.staleCopies, {
    title: 'a network over rows of old histories',
    isStale: true,
  }),
];

function networkOf(name: string, copies: number, more: Pick<Learner, 'title' | 'isStale'>): Learner {
  return {
    name,
    level: 'learned',
    maxFeatures: 0,
    isCostly: true,
    fit: (problem, run) => fitNetwork(problem, copies, run),
    restore: restoreNetwork,
    ...more,
  };
}

async function fitNetwork(problem: LearningProblem, copies: number, run: RunOptions = {}): Promise<FittedLearner> {
  const { train, valid } = problem;
  const { forecaster, epochs } = await learned(
    problem,
    train,
    valid,
    new Array(copies).fill(networkSettings.epochs),
    run,
  );
  return {
    forecaster,
    refit: async (part, options = {}) => (await learned(problem, part, undefined, epochs, options)).forecaster,
  };
}

/** @param epochs of each copy, at most where the validation chooses */
async function learned(
  { database, kind, numClasses, seed, reads }: LearningProblem,
  train: LearnedPart,
  valid: LearnedPart | undefined,
  epochs: readonly number[],
  run: RunOptions,
) {
  const { anchors } = train;
  const plan = planNetwork(database, anchors.table, latestSeen(train), reads);
  const maker = new BatchMaker(neighboursOf(database, plan), plan);
  const { hidden, dropout, learningRate, weightDecay, patience } = networkSettings;
  const batchSize = batchSizeOf(anchors.rows.length);
  const groups = groupedAnchors(anchors, maker, batchSize, seed);
  const rows = await BatchSource.make(maker, anchors, groups, undefined, run);
  const source = (part: LearnedPart) =>
    BatchSource.make(maker, part.anchors, chunkedAnchors(part.anchors, batchSize), rows.scalings, run);
  const labels = labelsOf(train, kind, numClasses);
  const task = networkTask(labels, rows, valid && (await source(valid)));
  const shape: ModelShape = { ...maker.widths, hidden, outputs: numClasses, dropout };
  const models: TemporalNetwork[] = [];
  const best: number[] = [];
  const forecaster = new NetworkForecaster({ plan, scalings: rows.scalings, shape, labels }, models);
  try {
    for (const [copy, most] of epochs.entries()) {
      const own = copySeed(seed, epochs.length, copy);
      const model = new TemporalNetwork(shape, own);
      models.push(model);
      // The rate falls as in the training that chose, so that an epoch is the same again.
      const schedule = cosineDecay(networkSettings.epochs);
      const options = { epochs: most, patience, seed: own, schedule };
      const optimizer = adamW({ learningRate, weightDecay });
      best.push((await new Trainer({ ...options, optimizer }).fit(model, task, run)).bestEpoch);
      throwIfAborted(run.signal);
    }
  } catch (error) {
    forecaster.dispose();
    throw error;
  }
  return { forecaster, epochs: best };
}

function batchSizeOf(numAnchors: number): number {
  const { batchSize, steps } = networkSettings;
  return Math.min(batchSize, Math.max(16, Math.ceil(numAnchors / steps)));
}

function latestSeen({ anchors: { times, seenUntil = times } }: LearnedPart): number {
  return times.reduce((latest, time, i) => Math.max(latest, Math.min(time, seenUntil[i]!)), Number.NEGATIVE_INFINITY);
}

function labelsOf({ anchors }: LearnedPart, kind: Labels['kind'], numClasses: number): Labels {
  if (kind !== 'numbers') return { kind, numClasses, middle: 0, spread: 1 };
  const sorted = anchors.labels.slice().sort();
  const middle = quantile(sorted, 0.5);
  const spread = sorted.reduce((sum, label) => sum + Math.abs(label - middle) / sorted.length, 0);
  return { kind, numClasses, middle, spread: spread > 0 ? spread : 1 };
}
