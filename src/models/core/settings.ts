import { checkOptions, expectArgument, expectMembers, ownProperty } from '../../core/index.js';
import type { ModelDescription } from './definition.js';

/**
 * Whole settings: the model's preset of that name, else its defaults, with changes on top.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the setting
 */
export function settingsOf<S extends object>(definition: ModelDescription<S>, changes: object, preset?: string): S {
  expectMembers(definition, 'definition', { defaults: 'object', settings: 'object' });
  expectArgument(changes, 'object', 'settings');
  const base = (preset === undefined ? undefined : ownProperty(definition.presets, preset)) ?? definition.defaults;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const settings: S = { ...base, ...given };
  checkOptions(definition.settings, settings, { what: 'settings' });
  return settings;
}
