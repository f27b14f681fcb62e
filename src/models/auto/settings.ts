import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { EnsembleMember } from '../ensemble/settings.js';

/** What is compared, by what, and for how long. */
export interface AutoSettings {
  /**
   * Models to compare instead of those that the library chooses for the problem. Constant predictions are always among them.
   */
  readonly candidates?: readonly EnsembleMember[];
  /** Models to compare besides. */
  readonly also?: readonly EnsembleMember[];
  /** Parts that the rows of training and validation are dealt into; default 5. */
  readonly folds: number;
  /**
   * Seconds after which nothing more is compared; the fit of the kept model comes on top. What is tried is planned, from sizes alone, to take
   * half of them or less on one core, so that a machine that is busy or slow keeps the same model. Default 120.
   */
  readonly seconds: number;
  /**
   * Carries out all that is planned however long it takes, so that the kept model is the same on every machine. Default false: the clock stops
   * the comparison after `seconds`.
   */
  readonly ignoreClock: boolean;
  /**
   * What is compared: `micro-f1`; `f1`, the mean of micro- and macro-F1; of two classes `roc-auc`. Default: of two classes ROC-AUC, of more
   * micro-F1, but `f1` where nine rows in ten have the same class. Of numbers it is always the explained variance.
   */
  readonly criterion?: 'micro-f1' | 'f1' | 'roc-auc';
}

const members = z.array(
  z.strictObject({
    model: z.string('the name of a model'),
    preset: z.optional(z.string('the name of a data set')),
    settings: z.optional(z.record(z.string(), z.unknown(), 'settings by name')),
  }),
);

export const settingsSchema = z.strictObject({
  candidates: z.optional(members),
  also: z.optional(members),
  folds: option.countFrom(2),
  seconds: option.positive,
  ignoreClock: z.boolean('true or false'),
  criterion: z.optional(z.enum(['micro-f1', 'f1', 'roc-auc'])),
}) as unknown as z.ZodMiniType<AutoSettings>;

export const autoDefaults: AutoSettings = { folds: 5, seconds: 120, ignoreClock: false };

/** The settings of a data set that models know are compared with the others. */
export const autoPresets = Object.fromEntries(
  ['wordnet', 'hgb-acm', 'hgb-dblp', 'hgb-imdb'].map((preset) => [
    preset,
    { ...autoDefaults, also: [{ model: 'rphgnn', preset }] },
  ]),
) as Readonly<Record<string, AutoSettings>>;
