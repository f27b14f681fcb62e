import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { isMultiLabel, numOutputs } from '../core/learning.js';
import type { LearnedTask, SavedModel } from '../core/types.js';
import { BoostedTrees } from '../gbdt/boosted-trees.js';

/** What a fit keeps. */
export interface TreesState {
  /** One model, or where a node may have several classes one a class. Columns are named by their numbers among the inputs. */
  readonly trees: readonly BoostedTrees[];
  /** Of the inputs, with the constant one. */
  readonly width: number;
  /** What numbers were divided by before they were learned. */
  readonly unit: number;
  /** What the inputs are made by. */
  readonly state: SavedModel['state'];
}

const schema = z.looseObject({
  texts: z.array(z.string('a text'), 'a list of texts'),
  width: option.count,
  unit: z
    .number('a number')
    .check(z.refine((unit) => Number.isFinite(unit) && unit !== 0, 'a finite number other than 0')),
});

/** Objectives of LightGBM's text, by what is learned. */
const objectives = {
  binary: /^binary\b/,
  softmax: /^multiclass\b/,
  numbers: /^(regression|regression_l1|huber|quantile|poisson)\b/,
} as const;

/**
 * The trees of a saved model, which may be by anybody.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, CORRUPT_FILE, and as `BoostedTrees.fromText`
 */
export function restoredTrees(saved: SavedModel['state'], task: LearnedTask): TreesState {
  checkOptions(schema, saved, { what: 'state' });
  const { texts, width, unit, ...state } = saved as z.infer<typeof schema>;
  const outputs = numOutputs(task);
  const isSeveral = isMultiLabel(task);
  const kind = task.kind === 'regression' ? 'numbers' : isSeveral || outputs === 2 ? 'binary' : 'softmax';
  const count = isSeveral ? outputs : kind === 'softmax' && outputs === 1 ? 0 : 1;
  if (texts.length !== count) throw forged();
  const trees = texts.map((text) => BoostedTrees.fromText(text));
  const isColumn = (name: string) => /^(0|[1-9]\d{0,8})$/.test(name) && Number(name) < width;
  const numScores = kind === 'softmax' ? outputs : 1;
  for (const { objective, isAverage, numOutputs: given, numRounds, featureNames } of trees) {
    const isSame = objectives[kind].test(objective) && !isAverage && given === numScores;
    if (!isSame || numRounds < 1 || !featureNames.every(isColumn)) throw forged();
  }
  return { trees, width, unit, state };
}

function forged(): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', 'The trees of the model are of other columns or classes.', {
    column: 'state',
    hint: 'Save the model again.',
  });
}
