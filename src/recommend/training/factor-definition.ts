import { HeteroGraphError } from '../../core/index.js';
import type { RecommenderDefinition, RecommendProblem } from '../core/definition.js';
import { factorSchema } from './factor-schema.js';
import { FactorScorer } from './factor-scorer.js';
import type { FactorSettings } from './factor-settings.js';
import { fitFactors } from './fit-factors.js';

/** A recommender that is {@link fitFactors} under some defaults. */
export function factorDefinition(
  named: Pick<RecommenderDefinition<FactorSettings>, 'name' | 'title' | 'defaults'> & { readonly paper: string },
): RecommenderDefinition<FactorSettings> {
  return {
    ...named,
    settings: factorSchema,
    check: checkPairs,
    fit: fitFactors,
    load: (state, { width }, train) => FactorScorer.load(state, width, train.matrix),
  };
}

/** @throws {HeteroGraphError} TOO_FEW_CANDIDATES where there is nothing to learn from, or no item that could be a negative */
export function checkPairs({ train: { matrix } }: RecommendProblem): void {
  if (matrix.indices.length > 0 && matrix.numCols > 1) return;
  throw new HeteroGraphError(
    'TOO_FEW_CANDIDATES',
    `There are ${matrix.indices.length} interactions with ${matrix.numCols} items.`,
    { hint: 'Training needs an interaction and two items; popularity needs none.' },
  );
}
