import { checkOptions, expectArgument, expectMembers, HeteroGraphError, ownProperty } from '../core/index.js';
import { allRecommenders } from './all-recommenders.js';
import type { RecommenderDefinition } from './core/definition.js';

const registered = new Map(allRecommenders.map((definition) => [definition.name, definition]));

/** Names of the recommenders, simple ones first. */
export function recommenderNames(): string[] {
  return [...registered.keys()];
}

/**
 * Makes a recommender usable by name.
 *
 * @throws {HeteroGraphError} DUPLICATE_NAME; INVALID_OPTION
 * @example
 * registerRecommender({ name: 'newest', title: 'The newest items', settings: z.strictObject({}), defaults: {}, fit, load });
 */
export function registerRecommender<S extends object>(definition: RecommenderDefinition<S>): void {
  expectMembers(definition, 'definition', {
    ...{ name: 'text', title: 'text', settings: 'object', defaults: 'object' },
    ...{ fit: 'function', load: 'function' },
  });
  if (registered.has(definition.name)) {
    throw new HeteroGraphError('DUPLICATE_NAME', `There is a recommender called "${definition.name}" already.`, {
      hint: 'Choose another name.',
    });
  }
  registered.set(definition.name, definition as unknown as RecommenderDefinition);
}

/** @throws {HeteroGraphError} UNKNOWN_MODEL naming those there are */
export function recommenderNamed(name: string): RecommenderDefinition {
  expectArgument(name, 'text', 'name');
  const definition = registered.get(name);
  if (definition) return definition;
  throw new HeteroGraphError('UNKNOWN_MODEL', `There is no recommender called "${name}".`, {
    hint: `There are: ${recommenderNames().join(', ')}.`,
  });
}

/**
 * Whole settings: the preset of that name, on the defaults, with changes on top.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the setting
 */
export function recommenderSettings(definition: RecommenderDefinition, changes: object, preset?: string): object {
  expectArgument(changes, 'object', 'settings');
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const byPreset = preset === undefined ? undefined : ownProperty(definition.presets, preset);
  const settings = { ...definition.defaults, ...byPreset, ...given };
  checkOptions(definition.settings, settings, { what: 'settings' });
  return settings;
}
