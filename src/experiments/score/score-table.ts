import type { Score } from './score.js';

export function percent(value: number): string {
  return (100 * value).toFixed(2);
}

export const scoreHeads = ['model', 'micro-F1', '95 % interval', 'macro-F1', '95 % interval', 'seconds'];

/** Rows of a table for people, in the order of {@link scoreHeads}. */
export function scoreRows(scores: readonly Score[]): string[][] {
  return scores.map(({ model, micro, macro, microInterval, macroInterval, seconds }) => [
    model,
    percent(micro),
    microInterval.map(percent).join(' – '),
    percent(macro),
    macroInterval.map(percent).join(' – '),
    Object.entries(seconds)
      .map(([stage, value]) => `${stage} ${value.toFixed(1)}`)
      .join(', '),
  ]);
}
