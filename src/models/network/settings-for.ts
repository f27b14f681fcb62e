import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import type { NetworkSettings } from './settings.js';

/** Training rows below which narrower states are less prone to learn the rows by heart. */
const FEW_ROWS = 200;

/** Width of the states by the number of labelled rows. */
export function networkSettingsFor({ split }: Problem): SettingsForProblem<NetworkSettings> {
  const count = split.train.length;
  if (count >= FEW_ROWS) return { settings: {}, reasons: [] };
  return {
    settings: { hidden: 32 },
    reasons: [`hidden: 32, since there are only ${count} training rows, fewer than ${FEW_ROWS}`],
  };
}
