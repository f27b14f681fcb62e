import { estimateRpHgnn, explainRpHgnn } from '../../propagation/index.js';
import { checkLimit } from '../../propagation/internal.js';
import { ascendingRows } from '../core/ascending-rows.js';
import type { ModelDefinition } from '../core/definition.js';
import { scaleOf } from '../core/number-scale.js';
import type { ModelResources, Problem } from '../core/types.js';
import { noRelations } from '../inputs/check.js';
import { RpHgnnClassifier } from './classifier.js';
import { propagationOptions } from './propagation-options.js';
import { type RpHgnnSettings, rphgnnDefaults, rphgnnPresets } from './settings.js';
import { settingsSchema } from './settings-check.js';
import { rphgnnSettingsFor } from './settings-for.js';

export const rphgnn: ModelDefinition<RpHgnnSettings> = {
  name: 'rphgnn',
  title: 'RpHGNN: random projections propagated along relations, then an encoder',
  paper: 'Hu, Hooi, He: Efficient Heterogeneous Graph Learning via Random Projection, IEEE TKDE, 2024',
  settings: settingsSchema,
  defaults: rphgnnDefaults,
  presets: rphgnnPresets,
  tasks: ['classification', 'regression'],
  settingsFor: rphgnnSettingsFor,
  check(problem, settings, { memoryBytes }) {
    const { graph, nodeType } = problem;
    const estimate = estimateRpHgnn(graph, optionsFor(problem, settings));
    if (estimate.groups.length === 0) throw noRelations(nodeType);
    if (memoryBytes !== undefined) checkLimit(estimate, memoryBytes, nodeType);
  },
  create: (settings, resources) => new RpHgnnClassifier({ ...resources, settings }),
  restore: (saved, settings, resources) => RpHgnnClassifier.restore(saved, settings, resources),
  explain(problem, settings, { memoryBytes, costs }: ModelResources) {
    return explainRpHgnn(problem.graph, {
      ...optionsFor(problem, settings),
      ...{ costs, ...(memoryBytes === undefined ? {} : { memoryBytes }) },
    });
  },
};

function optionsFor(problem: Problem, settings: RpHgnnSettings) {
  const { train, valid, test } = problem.split;
  const rows = ascendingRows(train, valid, test);
  const scale = problem.kind === 'regression' ? scaleOf(problem.targets, train) : undefined;
  return propagationOptions(settings, { ...problem, rows, trainRows: train, scale });
}
