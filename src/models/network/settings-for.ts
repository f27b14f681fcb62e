import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import type { NetworkSettings } from './settings.js';

/** Training rows below which narrower states are less prone to learn the rows by heart. */
const FEW_ROWS = 200;

/** Width of the states by the number of labelled rows; where nodes may have several classes, the best epoch by F1. */
export function networkSettingsFor({ split, ...problem }: Problem): SettingsForProblem<NetworkSettings> {
  const count = split.train.length;
  const isMulti = problem.kind === 'classification' && problem.targets.kind === 'multi';
  const rules = [
    {
      holds: count < FEW_ROWS,
      settings: { hidden: 32 },
      reason: `hidden: 32, since there are only ${count} training rows, fewer than ${FEW_ROWS}`,
    },
    {
      holds: isMulti,
      settings: { criterion: 'f1' as const },
      reason:
        'criterion: f1, since nodes may have several classes, where the least loss comes many epochs before the best decisions',
    },
  ].filter(({ holds }) => holds);
  return {
    settings: Object.assign({}, ...rules.map(({ settings }) => settings)),
    reasons: rules.map(({ reason }) => reason),
  };
}
