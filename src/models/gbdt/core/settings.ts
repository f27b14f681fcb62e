import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../../core/index.js';

/** What the trees lessen: squares, sizes, Huber's or quantile losses of numbers, Poisson counts, two classes, several classes, wrong orders of lists. */
export type TreeLoss = 'l2' | 'l1' | 'huber' | 'quantile' | 'poisson' | 'logistic' | 'softmax' | 'lambdarank';
/** Figures that decide when to stop: the loss itself, or another one. */
export type TreeMetric = 'loss' | 'mae' | 'rmse' | 'auroc' | 'ndcg';

export interface BoostedTreesSettings {
  readonly loss: TreeLoss;
  /** Rounds at most; each has a tree, with softmax one a class. Default 100. */
  readonly numTrees: number;
  /** Default 0.1. */
  readonly learningRate: number;
  /** Leaves of a tree at most, 2 to 4096. Default 31. */
  readonly numLeaves: number;
  /** Splits above a leaf at most; 0: no limit. Default 0. */
  readonly maxDepth: number;
  /** Bins of a column at most, that of missing values included, 2 to 255. Default 255. */
  readonly maxBins: number;
  /** Rows that a bin has at least. Default 3. */
  readonly minDataInBin: number;
  /** Rows that decide the bins, drawn where there are more. Default 200,000. */
  readonly binRows: number;
  /** Rows that a leaf has at least. Default 20. */
  readonly minChildSamples: number;
  /** Sum of second derivatives that a leaf has at least. Default 0.001. */
  readonly minChildWeight: number;
  /** Penalties on the values of leaves. Default 0. */
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  /** Gain that a split must exceed. Default 0. */
  readonly minGain: number;
  /** Part of the columns that a tree may use, drawn for each. Default 1. */
  readonly featureFraction: number;
  /** Part of the rows that trees learn from, drawn anew every `baggingEvery` rounds. Default 1, every round. */
  readonly baggingFraction: number;
  readonly baggingEvery: number;
  /** Ends where the figure of validation rows has not improved for so many rounds; 0: never. Default 0. */
  readonly earlyStopping: number;
  /** Figure that early stopping looks at. Default: the loss; of `lambdarank` 1 - NDCG. */
  readonly metric: TreeMetric;
  /** Quantile that is learned, or where Huber's loss becomes linear. Default 0.9. */
  readonly alpha: number;
  /** Of `lambdarank`: places of a list whose pairs are learned from, from 1. Default 30. */
  readonly rankingPlaces: number;
  /** Of `lambdarank`: whether pairs far apart, and lists with large gradients, count less. Default true. */
  readonly rankingNorm: boolean;
  /** Places of a list that NDCG looks at, from 1. Default 10. */
  readonly ndcgPlaces: number;
  /** Classes of softmax; default 0: one more than the highest target. */
  readonly numClasses: number;
  /** Direction of columns by name: predictions never fall (1) or never rise (-1) with the column. */
  readonly monotone: Readonly<Record<string, 1 | -1>>;
  /** Added to second derivatives where categories are put in order. Default 10. */
  readonly catSmooth: number;
  /** L2 of splits of categories, added to lambdaL2. Default 10. */
  readonly catL2: number;
  /** Categories on the smaller side of a split at most. Default 32. */
  readonly maxCatThreshold: number;
  /** Up to so many categories are split one against all others. Default 4. */
  readonly maxCatToOnehot: number;
  /** Rows of the categories that are added to a side together, at least. Default 100. */
  readonly minDataPerGroup: number;
  /** Of the rows and columns that are drawn. Default 0. */
  readonly seed: number;
}

const defaults: BoostedTreesSettings = {
  loss: 'l2',
  numTrees: 100,
  learningRate: 0.1,
  numLeaves: 31,
  maxDepth: 0,
  maxBins: 255,
  minDataInBin: 3,
  binRows: 200_000,
  minChildSamples: 20,
  minChildWeight: 1e-3,
  lambdaL1: 0,
  lambdaL2: 0,
  minGain: 0,
  featureFraction: 1,
  baggingFraction: 1,
  baggingEvery: 1,
  earlyStopping: 0,
  metric: 'loss',
  alpha: 0.9,
  rankingPlaces: 30,
  rankingNorm: true,
  ndcgPlaces: 10,
  numClasses: 0,
  monotone: {},
  catSmooth: 10,
  catL2: 10,
  maxCatThreshold: 32,
  maxCatToOnehot: 4,
  minDataPerGroup: 100,
  seed: 0,
};

const between = (low: number, high: number) => {
  const mustBe = `a whole number from ${low} to ${high}`;
  return z.int(mustBe).check(z.minimum(low, mustBe), z.maximum(high, mustBe));
};
const share = z
  .number('a number above 0, at most 1')
  .check(z.gt(0, 'a number above 0, at most 1'), z.maximum(1, 'a number above 0, at most 1'));

export const settingsSchema = z.strictObject({
  loss: z.enum(['l2', 'l1', 'huber', 'quantile', 'poisson', 'logistic', 'softmax', 'lambdarank']),
  numTrees: between(1, 100_000),
  learningRate: option.positive,
  numLeaves: between(2, 4096),
  maxDepth: between(0, 4096),
  maxBins: between(2, 255),
  minDataInBin: option.count,
  binRows: option.count,
  minChildSamples: option.countFrom(0),
  minChildWeight: option.nonNegative,
  lambdaL1: option.nonNegative,
  lambdaL2: option.nonNegative,
  minGain: option.nonNegative,
  featureFraction: share,
  baggingFraction: share,
  baggingEvery: option.count,
  earlyStopping: option.countFrom(0),
  metric: z.enum(['loss', 'mae', 'rmse', 'auroc', 'ndcg']),
  alpha: option.positive,
  rankingPlaces: option.count,
  rankingNorm: z.boolean('true or false'),
  ndcgPlaces: option.count,
  numClasses: between(0, 1000),
  monotone: z.record(z.string(), z.literal([1, -1])),
  catSmooth: option.nonNegative,
  catL2: option.nonNegative,
  maxCatThreshold: option.count,
  maxCatToOnehot: option.countFrom(0),
  minDataPerGroup: option.count,
  seed: option.seed,
});

/** Settings with defaults. @throws {HeteroGraphError} INVALID_OPTION */
export function settingsWith(given: Partial<BoostedTreesSettings>): BoostedTreesSettings {
  const settings = { ...defaults, ...given };
  checkOptions(settingsSchema, settings, { what: 'settings' });
  const { loss, metric, alpha } = settings;
  if (metric === 'auroc' && loss !== 'logistic') throw unfit('metric', 'auroc is a figure of the logistic loss alone.');
  if ((metric === 'ndcg') !== (loss === 'lambdarank') && metric !== 'loss') {
    throw unfit('metric', `${metric} is no figure of the loss ${loss}.`);
  }
  if ((metric === 'mae' || metric === 'rmse') && (loss === 'logistic' || loss === 'softmax')) {
    throw unfit('metric', `${metric} is a figure of numbers.`);
  }
  if (loss === 'quantile' && alpha >= 1) throw unfit('alpha', `The quantile ${alpha} is not below 1.`);
  return loss === 'lambdarank' ? { ...settings, metric: 'ndcg' } : settings;
}

function unfit(column: string, message: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', message, { column, hint: 'Change the option, or leave it out.' });
}
