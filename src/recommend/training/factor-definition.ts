import type { RecommenderDefinition } from '../core/definition.js';
import { factorSchema } from './factor-schema.js';
import { FactorScorer } from './factor-scorer.js';
import type { FactorSettings } from './factor-settings.js';
import { fitFactors } from './fit-factors.js';

/** A recommender that is {@link fitFactors} under some defaults. */
export function factorDefinition(
  named: Pick<RecommenderDefinition<FactorSettings>, 'name' | 'title' | 'defaults' | 'presets' | 'foldInAgreement'> & {
    readonly paper: string;
  },
): RecommenderDefinition<FactorSettings> {
  return {
    ...named,
    settings: factorSchema,
    resumes: true,
    fit: (problem, settings, options) => fitFactors(problem, settings, options),
    load: (state, { width }, { matrix }) => FactorScorer.load(state, width, matrix),
  };
}
