import { HeteroGraphError } from '../../core/index.js';
import { type ModelDefinition, type NodeModelDefinition, tasksOf } from '../core/definition.js';
import { Ensemble } from './classifier.js';
import { type FindModel, plannedMembers } from './planned-members.js';
import { type EnsembleSettings, ensembleDefaults, ensemblePresets, settingsSchema } from './settings.js';

/**
 * Finds a model by its name and what it shall learn.
 *
 * @param setting that names it, for the message where it cannot
 */
export function findAmong(models: readonly ModelDefinition[], setting: string): FindModel {
  return (name, task) => {
    const isAble = (model: ModelDefinition): model is NodeModelDefinition =>
      model.create !== undefined && tasksOf(model).includes(task);
    const able = models.filter(isAble);
    const found = able.find((model) => model.name === name);
    if (found) return found;
    throw new HeteroGraphError('INVALID_OPTION', `The model "${name}" cannot be one of those that learn ${task}.`, {
      column: `settings.${setting}`,
      hint: `These can: ${able.map((model) => model.name).join(', ')}.`,
    });
  };
}

/** @param models those that may be members */
export function ensembleOf(models: readonly ModelDefinition[]): NodeModelDefinition<EnsembleSettings> {
  const find = findAmong(models, 'members');
  return {
    name: 'ensemble',
    title: 'Mean of the predictions of several models',
    paper: 'Breiman: Bagging Predictors, Machine Learning, 1996',
    tasks: ['classification', 'regression'],
    settings: settingsSchema,
    defaults: ensembleDefaults,
    presets: ensemblePresets,
    learnsValidation: ({ validation }) => validation === 'dealt',
    check: (problem, settings, resources) => void plannedMembers(settings, problem, find, resources),
    create: (settings, resources) => new Ensemble(settings, find, resources),
    restore: (saved, settings, resources) => Ensemble.restore(saved, settings, find, resources),
  };
}
