import type { Csr } from '../../core/index.js';
import type { Arrays } from '../core/arrays.js';
import type { FitOptions, FitReport, RecommendProblem } from '../core/definition.js';
import { FactorModel } from './factor-model.js';
import { FactorScorer } from './factor-scorer.js';
import type { FactorSettings } from './factor-settings.js';
import { fitLoop } from './fit-loop.js';
import { historyAdditions } from './fold-in.js';
import { bipartiteBlocks, LightGraph } from './light-graph.js';
import type { Propagation } from './propagation.js';

/** Trains vectors for inner products by the settings. The propagation of other graphs than that of the interactions can be given. */
export async function fitFactors(
  { train, validation }: RecommendProblem,
  settings: FactorSettings,
  options: FitOptions,
  propagation: (arrays: Arrays, known: Csr) => Propagation = (arrays, known) =>
    new LightGraph(arrays, bipartiteBlocks(known), settings.width, settings.layers),
): Promise<{ scorer: FactorScorer; report: FitReport }> {
  const { matrix } = train;
  const model = new FactorModel(matrix, settings, options.seed, (arrays) => propagation(arrays, matrix));
  try {
    const { factors, report } = await fitLoop(model, matrix, validation?.matrix, settings, options);
    return { scorer: new FactorScorer(factors, historyAdditions(matrix, factors)), report };
  } finally {
    model.dispose();
  }
}
