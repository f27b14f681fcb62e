import type { ModelDefinition, NodeModelDefinition } from '../core/definition.js';
import { findAmong } from '../ensemble/model.js';
import { criterionFor } from './criterion.js';
import { AutoEstimator } from './estimator.js';
import { type AutoSettings, autoDefaults, autoPresets, settingsSchema } from './settings.js';

/** @param models those that may be compared, the ensemble of them among them */
export function autoOf(models: readonly ModelDefinition[]): NodeModelDefinition<AutoSettings> {
  const find = findAmong(models, 'candidates');
  return {
    name: 'auto',
    title: 'The best of several models, compared by cross-validation',
    tasks: ['classification', 'regression'],
    settings: settingsSchema,
    defaults: autoDefaults,
    presets: autoPresets,
    check(problem, settings) {
      criterionFor(problem, settings);
      for (const { model } of [...(settings.candidates ?? []), ...(settings.also ?? [])]) find(model, problem.kind);
    },
    create: (settings, resources) => new AutoEstimator(settings, find, resources),
    restore: (saved, settings, resources) => AutoEstimator.restore(saved, settings, find, resources),
  };
}
