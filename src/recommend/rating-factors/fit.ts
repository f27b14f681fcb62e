import {
  entryOf,
  HeteroGraphError,
  RandomStream,
  throwIfAborted,
  type WeightedCsr,
  yieldToEventLoop,
} from '../../core/index.js';
import type { FitOptions, FitReport, RecommendProblem } from '../core/definition.js';
import { historyOf } from '../core/histories.js';
import { joinedFeatures } from '../side/joined-features.js';
import { relatedFeatures } from '../side/related-features.js';
import { holdOutPerUser } from '../splits/hold-out-per-user.js';
import { newRatingModel, type RatingModel, ratingVectors, rootMeanSquare, trainUser } from './rating-model.js';
import { type RatingScale, RatingScorer } from './scorer.js';
import type { RatingFactorsSettings } from './settings.js';

/** Of each user's ratings, where no validation ratings are given. */
const HELD_SHARE = 0.1;
const MOST_TRIES = 8;

/**
 * Trains until the error on the validation ratings has not fallen for some epochs; where the problem has none, a tenth of each user's
 * ratings tells how long, and all are trained on for as long. With side 'auto' the error also tells whether side relations are used.
 */
export async function fitRatings(
  problem: RecommendProblem,
  settings: RatingFactorsSettings,
  options: FitOptions,
): Promise<{ scorer: RatingScorer; report: FitReport }> {
  const { train, validation } = problem;
  const scale = scaleOf(train.matrix);
  const split = validation
    ? { train, test: validation }
    : holdOutPerUser(train, { share: HELD_SHARE, seed: options.seed });
  const [first, second] = problem.side && settings.side === 'auto' ? [true, false] : [settings.side !== false];
  const attempt = async (side: boolean) => ({
    side,
    ...(await trainModel(problem, split.train.matrix, split.test.matrix, scale, { ...settings, side }, options)),
  });
  let best = await attempt(first!);
  const remarks: string[] = [];
  if (second !== undefined) {
    const without = await attempt(second);
    if (errorOf(without) < errorOf(best)) best = without;
    remarks.push(`Side relations are ${best.side ? '' : 'not '}used: the error on the validation ratings is lower so.`);
  }
  let { model } = best;
  if (!validation) {
    const epochs = Math.max(1, best.report.bestEpoch!);
    ({ model } = await trainModel(
      problem,
      train.matrix,
      undefined,
      scale,
      { ...settings, side: best.side, epochs },
      options,
    ));
  }
  const additions = additionsOf(model, train.matrix.numCols, settings.implicit);
  return {
    scorer: new RatingScorer(ratingVectors(model), scale, additions, settings),
    report: { ...best.report, remarks },
  };
}

function errorOf({ report }: { readonly report: FitReport }): number {
  return Math.min(Number.POSITIVE_INFINITY, ...(report.history ?? []).flatMap(({ rmse }) => rmse ?? []));
}

/** Vector and bias of the first features of users, which are the items that they rated, [items, width + 1]. */
function additionsOf({ width, users }: RatingModel, numItems: number, implicit: boolean): Float32Array {
  const out = new Float32Array(numItems * (width + 1));
  if (!implicit) return out;
  for (let item = 0; item < numItems; item++) {
    out.set(users.featureVectors.subarray(item * width, (item + 1) * width), item * (width + 1));
    out[item * (width + 1) + width] = users.featureBias[item]!;
  }
  return out;
}

function scaleOf({ values }: WeightedCsr): RatingScale {
  let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { mean: sum / Math.max(1, values.length), low, high };
}

async function trainModel(
  { side }: RecommendProblem,
  matrix: WeightedCsr,
  held: WeightedCsr | undefined,
  { mean, low, high }: RatingScale,
  settings: RatingFactorsSettings,
  { seed, signal, onProgress }: FitOptions,
): Promise<{ model: RatingModel; report: FitReport }> {
  const related = side && settings.side ? relatedFeatures(side) : { users: [], items: [] };
  const userFeatures = joinedFeatures(matrix.numRows, settings.implicit ? [matrix, ...related.users] : related.users);
  const itemFeatures = joinedFeatures(matrix.numCols, related.items);
  const bounds = [settings.missing > 0 ? low - 1 : low, high] as const;
  let model = newRatingModel(settings.width, mean, userFeatures, itemFeatures, seed);
  let best: { readonly rmse: number; readonly epoch: number; readonly model: RatingModel } | undefined;
  const history: Record<string, number>[] = [];
  for (let epoch = 1; epoch <= settings.epochs && epoch - (best?.epoch ?? epoch) < settings.patience; epoch++) {
    const stream = new RandomStream(seed, 'recommend/ratings/order', epoch);
    for (const [at, user] of stream.permutation(matrix.numRows).entries()) {
      const { items, strengths } = historyOf(matrix, user);
      const drawn = missingItems(matrix, user, items.length * settings.missing, stream);
      const ratings = [...strengths, ...drawn.map(() => low - 1)];
      if (items.length > 0) trainUser(model, user, { items: [...items, ...drawn], ratings }, settings);
      if (at % 1000 !== 999) continue;
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
    const row: Record<string, number> = { epoch };
    if (held && held.indices.length > 0) {
      row.rmse = rootMeanSquare(model, held, bounds);
      if (!Number.isFinite(row.rmse)) throw notFinite(epoch);
      if (!best || row.rmse < best.rmse) best = { rmse: row.rmse, epoch, model: structuredClone(model) };
    }
    history.push(row);
    onProgress?.({ stage: 'train', done: epoch, total: settings.epochs, unit: 'epochs', values: row });
    throwIfAborted(signal);
  }
  model = best?.model ?? model;
  return { model, report: { epochs: history.length, bestEpoch: best?.epoch ?? history.length, history } };
}

/** Items that the user did not rate, as far as a few tries find some. */
function missingItems(matrix: WeightedCsr, user: number, count: number, stream: RandomStream): number[] {
  return Array.from({ length: count }, () => {
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const item = stream.nextInt(matrix.numCols);
      if (entryOf(matrix, user, item) < 0) return item;
    }
    return -1;
  }).filter((item) => item >= 0);
}

function notFinite(epoch: number): HeteroGraphError {
  return new HeteroGraphError('NON_FINITE', `The error of epoch ${epoch} is not a finite number.`, {
    hint: 'Use a lower learningRate.',
  });
}
