import { type RunOptions, throwIfAborted } from '../../core/index.js';
import { BoostedTrees, type BoostedTreesSettings } from '../../models/index.js';
import type { Feature } from '../features/types.js';
import { copySeed } from './copy-seed.js';
import { joinParts, rowsFrom } from './join-parts.js';
import { meanOf } from './mean.js';
import type {
  AskedPart,
  FittedLearner,
  Forecaster,
  ForecasterState,
  Learner,
  LearningProblem,
  RestoreContext,
} from './types.js';

/** Trees at most, and rounds without a better figure of the validation rows that end the training. */
const MOST_TREES = 600;
const PATIENCE = 40;
/** Models of different seeds that are averaged, so that one draw of columns and rows decides less. */
const COPIES = 3;

/** Few rows make small trees. */
const shared: Partial<BoostedTreesSettings> = {
  numTrees: MOST_TREES,
  numLeaves: 8,
  learningRate: 0.05,
  minChildSamples: 40,
  lambdaL2: 5,
  baggingFraction: 0.8,
};

/** Share of the features that a tree may see: about as many of many as of few, of which it sees no smaller share than the least. */
const SEEN = { features: 150, least: 0.1, most: 0.3 };

/** Plain features are as good as many where rows are few. */
const FEW_FEATURES = 100;

/** Gradient boosted trees of all features, of the plainest, and of histories as old as those of later anchors of a frozen database. */
export const treeLearners: readonly Learner[] = [
  treesOf('few-features', { title: 'trees of the plainest features', maxFeatures: FEW_FEATURES }),
  treesOf('all-features', { title: 'trees of all features' }),
  treesOf('stale-history', {
    title: 'trees of the plainest features of old histories',
    maxFeatures: FEW_FEATURES,
    isStale: true,
  }),
];

function treesOf(name: string, more: Pick<Learner, 'title' | 'maxFeatures' | 'isStale'>): Learner {
  return { name, level: 'learned', fit: fitTrees, restore: restoreTrees, ...more };
}

async function fitTrees(problem: LearningProblem, run: RunOptions = {}): Promise<FittedLearner> {
  const { kind, numClasses, train, valid, seed } = problem;
  const loss = kind === 'numbers' ? 'l1' : kind === 'binary' ? 'logistic' : 'softmax';
  const metric = kind === 'numbers' ? 'mae' : kind === 'binary' ? 'auroc' : 'loss';
  const whole = (copy: number): Partial<BoostedTreesSettings> => ({
    ...shared,
    ...{ loss, metric, seed: copySeed(seed, COPIES, copy), featureFraction: fractionOf(train.features.length) },
    ...(kind === 'classes' ? { numClasses } : {}),
  });
  const { features, anchors } = joinParts(train, valid);
  const numTrain = train.anchors.rows.length;
  const split = { rows: rowsFrom(0, numTrain), valid: { rows: rowsFrom(numTrain, anchors.rows.length) } };
  const made: BoostedTrees[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    const stopped = { ...whole(copy), earlyStopping: PATIENCE };
    made.push(await BoostedTrees.fit(features, anchors.labels, stopped, { ...run, ...split }));
  }
  return {
    forecaster: new TreesForecaster(made, kind === 'binary'),
    async refit(part, options = {}) {
      const again: BoostedTrees[] = [];
      for (const [copy, { numRounds }] of made.entries()) {
        // As many trees as were best, and more as there are more rows.
        const numTrees = Math.max(1, Math.round((numRounds * part.anchors.rows.length) / numTrain));
        again.push(await BoostedTrees.fit(part.features, part.anchors.labels, { ...whole(copy), numTrees }, options));
      }
      return new TreesForecaster(again, kind === 'binary');
    },
  };
}

function fractionOf(numFeatures: number): number {
  return Math.min(SEEN.most, Math.max(SEEN.least, SEEN.features / Math.max(1, numFeatures)));
}

function restoreTrees({ texts = {} }: ForecasterState, { kind, numClasses, plan }: RestoreContext): Forecaster {
  const models = Object.keys(texts).map((_, copy) => BoostedTrees.fromText(texts[textName(copy)] ?? ''));
  const numOutputs = kind === 'classes' ? numClasses : 1;
  const names = new Set(plan.features.map(({ name }) => name));
  const isSound = models.every(
    (model) => model.numOutputs === numOutputs && model.featureNames.every((name) => names.has(name)),
  );
  if (models.length > 0 && isSound) return new TreesForecaster(models, kind === 'binary');
  throw new Error('The trees are of other features or classes.');
}

function textName(copy: number): string {
  return `model-${copy}`;
}

/** The mean prediction of several models of trees. */
export class TreesForecaster implements Forecaster {
  readonly models: readonly BoostedTrees[];
  readonly used: ReadonlySet<string>;
  readonly #isBinary: boolean;

  constructor(models: readonly BoostedTrees[], isBinary: boolean) {
    this.models = models;
    this.#isBinary = isBinary;
    const split = models.flatMap((model) => {
      const counts = model.importance('splits');
      return model.featureNames.filter((_, i) => counts[i]! > 0);
    });
    this.used = new Set(split);
  }

  async predict({ features }: Pick<AskedPart, 'features'>, { signal }: RunOptions = {}): Promise<Float64Array> {
    throwIfAborted(signal);
    const all = this.models.map((model) => model.predict(features));
    const mean = meanOf(all);
    if (!this.#isBinary) return mean;
    // Of two classes trees give the probability of the second.
    const out = new Float64Array(2 * mean.length);
    for (const [i, value] of mean.entries()) out.set([1 - value, value], 2 * i);
    return out;
  }

  async state(): Promise<ForecasterState> {
    return { texts: Object.fromEntries(this.models.map((model, copy) => [textName(copy), model.toText()])) };
  }

  /** What each feature adds to the score, [anchors, outputs, features + 1], the mean last (TreeSHAP). */
  contributions(features: readonly Feature[]): Float64Array {
    const all = this.models.map((model) => model.contributions(features));
    return meanOf(all);
  }

  dispose(): void {}
}
