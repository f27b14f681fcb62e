import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import type { NetworkSettings } from './settings.js';

/** Training rows below which narrower states are less prone to learn the rows by heart. */
const FEW_ROWS = 200;

/**
 * Width of the states by the number of labelled rows; where nodes may have several classes, the best epoch by F1; labels as an input where
 * the target has no features.
 */
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
    {
      holds: problem.kind === 'classification' && !problem.graph.features(problem.nodeType),
      settings: { labels: true },
      reason: `labels: true, since ${problem.nodeType} has no features that could tell its nodes apart`,
    },
  ].filter(({ holds }) => holds);
  return {
    settings: Object.assign({}, ...rules.map(({ settings }) => settings)),
    reasons: rules.map(({ reason }) => reason),
  };
}
