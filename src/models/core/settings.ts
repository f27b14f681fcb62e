import { checkOptions, expectArgument, expectMembers, ownProperty } from '../../core/index.js';
import type { ModelDescription, NodeModelDefinition } from './definition.js';
import { numberSettings } from './number-settings.js';
import type { Problem } from './types.js';

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

/**
 * Whole settings for a problem: as {@link settingsOf}, but where there is no preset of the name, the model may choose by the shape of the
 * graph what is not among the changes. Of numbers, dropout is at most a tenth.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the setting
 */
export function settingsForProblem<S extends object>(
  definition: NodeModelDefinition<S>,
  problem: Problem,
  changes: object,
  preset?: string,
): { readonly settings: S; readonly reasons: readonly string[] } {
  const given = settingsOf(definition, changes, preset);
  const hasPreset = preset !== undefined && ownProperty(definition.presets, preset) !== undefined;
  if (hasPreset) return { settings: given, reasons: [] };
  const asked = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const byShape = definition.settingsFor?.(problem, asked as Partial<S>) ?? { settings: {}, reasons: [] };
  const forNumbers = numberSettings(problem, definition.defaults);
  const chosen = {
    settings: { ...forNumbers.settings, ...byShape.settings },
    reasons: [...forNumbers.reasons, ...byShape.reasons],
  };
  const isOpen = (name: string) => (changes as Readonly<Record<string, unknown>>)[name] === undefined;
  const open = Object.fromEntries(Object.entries(chosen.settings).filter(([name]) => isOpen(name)));
  const settings = settingsOf(definition, { ...open, ...changes }, preset);
  return { settings, reasons: chosen.reasons.filter((reason) => isOpen(reason.split(':')[0]!)) };
}
