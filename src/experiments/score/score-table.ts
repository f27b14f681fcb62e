import type { Score } from './score.js';

export function percent(value: number): string {
  return (100 * value).toFixed(2);
}

export const scoreHeads = ['model', 'micro-F1', '95 % interval', 'macro-F1', '95 % interval', 'seconds'];

/** Rows of a table for people that fits into 80 columns, in the order of {@link scoreHeads}. */
export function scoreRows(scores: readonly Score[]): string[][] {
  return scores.map(({ model, micro, macro, microInterval, macroInterval, seconds }) => [
    model,
    percent(micro),
    interval(microInterval),
    percent(macro),
    interval(macroInterval),
    Object.values(seconds)
      .reduce((sum, value) => sum + value, 0)
      .toFixed(1),
  ]);
}

function interval([low, high]: readonly [number, number]): string {
  return `${percent(low)}–${percent(high)}`;
}
