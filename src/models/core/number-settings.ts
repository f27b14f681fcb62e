import type { SettingsForProblem } from './definition.js';
import type { Problem } from './types.js';

/** Dropout in training makes sums larger or smaller, which classes bear and numbers do not. */
const MOST_DROPOUT = 0.1;

/** Dropout for problems of numbers: nowhere above a tenth. */
export function numberSettings<S extends object>({ kind }: Problem, defaults: S): SettingsForProblem<S> {
  if (kind !== 'regression') return { settings: {}, reasons: [] };
  const high = Object.entries(defaults).filter(
    ([name, value]) => /dropout$/i.test(name) && typeof value === 'number' && value > MOST_DROPOUT,
  );
  return {
    settings: Object.fromEntries(high.map(([name]) => [name, MOST_DROPOUT])) as Partial<S>,
    reasons: high.map(([name]) => `${name}: ${MOST_DROPOUT}, since numbers are learned, whose size more of it blurs`),
  };
}
