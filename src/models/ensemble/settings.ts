import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { rphgnnPresets } from '../rphgnn/settings.js';

/** A model of an ensemble. */
export interface EnsembleMember {
  /** Name of a model of the library that learns the task. */
  readonly model: string;
  /** Name of a data set whose settings the model knows; default: its defaults. */
  readonly preset?: string;
  /** Settings that differ from those. */
  readonly settings?: object;
}

export interface EnsembleSettings {
  readonly members: readonly EnsembleMember[];
  /** How often each member is fitted, with seeds of its own. */
  readonly copies: number;
  /**
   * Rows that choose a member's best epoch: `given`, those of the problem; `dealt`, for every copy another part of the rows of training and
   * validation together, while it trains on all others. Then every labelled row trains all copies but one, and what that one predicts of it is
   * known without having learned it. Needs two copies or more. Default `given`.
   */
  readonly validation: 'given' | 'dealt';
}

/** Members times copies at most. */
const MOST_MODELS = 100;

const fewEnough = z.refine<EnsembleSettings>(
  ({ members, copies }) => members.length * copies <= MOST_MODELS,
  `at most ${MOST_MODELS} models in all`,
);

const partsEnough = z.refine<EnsembleSettings>(
  ({ copies, validation }) => validation === 'given' || copies > 1,
  'two copies or more where their validation rows are dealt',
);

export const settingsSchema = z
  .strictObject({
    members: z
      .array(
        z.strictObject({
          model: z.string('the name of a model'),
          preset: z.optional(z.string('the name of a data set')),
          settings: z.optional(z.record(z.string(), z.unknown(), 'settings by name')),
        }),
      )
      .check(z.minLength(1, 'at least one member')),
    copies: option.count,
    validation: z.enum(['given', 'dealt']),
  })
  .check(fewEnough as never)
  .check(partsEnough as never) as unknown as z.ZodMiniType<EnsembleSettings>;

export const ensembleDefaults: EnsembleSettings = { members: [{ model: 'rphgnn' }], copies: 3, validation: 'given' };

/** RpHGNN as its authors have it and with labels as an input, which err on different nodes; all labelled rows train. */
function withAndWithoutLabels(preset: keyof typeof rphgnnPresets, hops: number): EnsembleSettings {
  const member = { model: 'rphgnn', preset };
  const labels = { hops, partitions: 4 };
  return { members: [member, { ...member, settings: { labels } }], copies: 5, validation: 'dealt' };
}

export const ensemblePresets = {
  'hgb-acm': withAndWithoutLabels('hgb-acm', 4),
  'hgb-dblp': withAndWithoutLabels('hgb-dblp', 5),
  'hgb-imdb': withAndWithoutLabels('hgb-imdb', 8),
} as const satisfies Record<string, EnsembleSettings>;
