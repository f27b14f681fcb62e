import type { Score } from './score.js';

/**
 * Says which simple models score above the model on the test rows; undefined where none does.
 *
 * @param scores baselines first, the model last
 */
export function belowBaselines(scores: readonly Score[]): string | undefined {
  const model = scores.at(-1)!;
  const better = scores
    .slice(0, -1)
    .filter(({ micro }) => micro > model.micro)
    .sort((a, b) => b.micro - a.micro);
  const [best] = better;
  if (!best) return undefined;
  const shown = (value: number) => (100 * value).toFixed(2);
  const isClear = best.microInterval[0] > model.microInterval[1];
  return (
    `${model.model} scores below ${better.map(({ model: name }) => name).join(', ')}: micro-F1 ${shown(model.micro)} against ${shown(best.micro)}` +
    (isClear ? ', and the intervals do not overlap. ' : ', but the intervals overlap. ') +
    `Use ${best.model}, which is simpler, or other settings.`
  );
}
