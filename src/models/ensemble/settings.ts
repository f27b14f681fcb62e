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
}

/** Members times copies at most. */
const MOST_MODELS = 100;

const fewEnough = z.refine<EnsembleSettings>(
  ({ members, copies }) => members.length * copies <= MOST_MODELS,
  `at most ${MOST_MODELS} models in all`,
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
  })
  .check(fewEnough as never) as unknown as z.ZodMiniType<EnsembleSettings>;

export const ensembleDefaults: EnsembleSettings = { members: [{ model: 'rphgnn' }], copies: 3 };

/** RpHGNN as its authors have it and with labels as an input, which err on different nodes. */
function withAndWithoutLabels(preset: keyof typeof rphgnnPresets): EnsembleSettings {
  const labels = { hops: 4, partitions: 4 };
  const member = { model: 'rphgnn', preset };
  return { members: [member, { ...member, settings: { labels } }], copies: 3 };
}

export const ensemblePresets = {
  'hgb-acm': withAndWithoutLabels('hgb-acm'),
  'hgb-dblp': withAndWithoutLabels('hgb-dblp'),
  'hgb-imdb': withAndWithoutLabels('hgb-imdb'),
} as const satisfies Record<string, EnsembleSettings>;
