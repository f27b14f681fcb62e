import { HeteroGraphError } from '../../core/index.js';
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
    check: (_, settings) => checkLayers(settings),
    fit: (problem, settings, options) => fitFactors(problem, settings, options),
    load: (state, { width }, { matrix }) => FactorScorer.load(state, width, matrix),
  };
}

/** The views that are contrasted are layers. @throws {HeteroGraphError} INVALID_OPTION */
function checkLayers({ layers, contrast }: FactorSettings): void {
  if (layers > 0 || contrast === 0) return;
  throw new HeteroGraphError('INVALID_OPTION', 'The contrastive loss compares layers, and layers is 0.', {
    column: 'settings.layers',
    hint: 'Use one layer or more, or contrast: 0.',
  });
}
