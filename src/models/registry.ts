import { expectArgument, expectMembers, HeteroGraphError } from '../core/index.js';
import { allModels } from './all-models.js';
import { checkSaved, checkSavedWeights } from './core/check-saved.js';
import { type ModelDefinition, type NodeModelDefinition, type TaskKind, tasksOf } from './core/definition.js';
import type { LinkEstimator, SavedLinkModel } from './core/link-types.js';
import { settingsOf } from './core/settings.js';
import type { Estimator, ModelResources, SavedModel } from './core/types.js';

const models = new Map<string, ModelDefinition>(allModels.map((model) => [model.name, model]));

/**
 * Makes a model usable by its name: in `createModel`, in experiments and for saved runs.
 *
 * @throws {HeteroGraphError} DUPLICATE_NAME where the name is taken
 */
export function registerModel<S extends object>(definition: ModelDefinition<S>): void {
  expectMembers(definition, 'definition', {
    name: 'text',
    create: 'function',
    restore: 'function',
    defaults: 'object',
    settings: 'object',
  });
  if (models.has(definition.name)) {
    throw new HeteroGraphError('DUPLICATE_NAME', `There is a model called ${definition.name} already.`, {
      hint: 'Choose another name.',
    });
  }
  models.set(definition.name, definition as ModelDefinition);
}

/** All models that can be named, or those that can learn a task. */
export function listModels(task?: TaskKind): readonly ModelDefinition[] {
  return [...models.values()].filter((each) => task === undefined || tasksOf(each).includes(task));
}

/**
 * A model that learns something about nodes.
 *
 * @param task what it shall be able to learn; default: whatever it can
 * @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL
 */
export function nodeModelNamed(name: string, task?: Exclude<TaskKind, 'links'>): NodeModelDefinition {
  const definition = modelNamed(name);
  const isAble = task === undefined || tasksOf(definition).includes(task);
  if (definition.create !== undefined && isAble) return definition;
  throw cannotLearn(name, task ?? 'classification');
}

/** A model that learns links, with its settings for them. @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL */
export function linkModelNamed(name: string): ModelDefinition & Required<Pick<ModelDefinition, 'links'>> {
  const definition = modelNamed(name);
  const { links } = definition;
  if (links) return { ...definition, ...links.own, links };
  throw cannotLearn(name, 'links');
}

function cannotLearn(name: string, task: TaskKind): HeteroGraphError {
  const able = listModels(task).map((each) => each.name);
  return new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${name} does not learn ${task}.`, {
    hint: `These do: ${able.join(', ')}.`,
  });
}

/** @throws {HeteroGraphError} UNKNOWN_MODEL naming those there are */
export function modelNamed(name: string): ModelDefinition {
  const definition = models.get(name);
  if (definition) return definition;
  throw new HeteroGraphError('UNKNOWN_MODEL', `There is no model called "${name}".`, {
    hint: `There are: ${[...models.keys()].join(', ')}.`,
  });
}

export interface CreateModelOptions extends ModelResources {
  /** Settings that differ from the preset or the defaults. */
  readonly settings?: object;
  /** Name of a data set whose settings the model knows; default: its defaults. */
  readonly preset?: string;
}

/**
 * A model that is not fitted yet.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL; INVALID_OPTION naming the setting
 */
export function createModel(name: string, options: CreateModelOptions = {}): Estimator {
  expectArgument(options, 'object', 'options');
  const { settings = {}, preset, ...resources } = options;
  const definition = nodeModelNamed(name);
  return definition.create(settingsOf(definition, settings, preset), resources);
}

/**
 * A model of links that is not fitted yet.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL; INVALID_OPTION naming the setting
 */
export function createLinkModel(name: string, options: CreateModelOptions = {}): LinkEstimator {
  expectArgument(options, 'object', 'options');
  const { settings = {}, preset, ...resources } = options;
  const definition = linkModelNamed(name);
  return definition.links.create(settingsOf(definition, settings, preset), resources);
}

/**
 * A fitted model from what `Estimator.save` gave; `predict` and `embed` need a graph.
 *
 * @throws {HeteroGraphError} UNKNOWN_MODEL; INVALID_OPTION naming the setting; SHAPE_MISMATCH, NON_FINITE, INDEX_OUT_OF_RANGE,
 *   DUPLICATE_ID where its parts do not belong together
 */
export function restoreModel(saved: SavedModel, resources: ModelResources = {}): Estimator {
  expectSaved(saved);
  const definition = nodeModelNamed(saved.model, saved.task.kind);
  checkSaved(saved);
  return definition.restore(saved, settingsOf(definition, saved.settings), resources);
}

/**
 * A fitted model from what `LinkEstimator.save` gave.
 *
 * @throws {HeteroGraphError} as {@link restoreModel}
 */
export function restoreLinkModel(saved: SavedLinkModel, resources: ModelResources = {}): LinkEstimator {
  expectSaved(saved);
  const definition = linkModelNamed(saved.model);
  checkSavedWeights(saved);
  return definition.links.restore(saved, settingsOf(definition, saved.settings), resources);
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function expectSaved(saved: SavedModel | SavedLinkModel): void {
  expectMembers(saved, 'saved', {
    task: 'object',
    parameters: 'list',
    weights: 'list',
    trainRows: 'numbers',
    settings: 'object',
  });
}
