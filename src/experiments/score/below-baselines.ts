import type { Score } from './score.js';

/**
 * Says which simple models score above the model on the test rows; undefined where none does. Of two classes by ROC-AUC, which no threshold
 * changes, else by micro-F1.
 *
 * @param scores baselines first, the model last
 */
export function belowBaselines(scores: readonly Score[]): string | undefined {
  const model = scores.at(-1)!;
  const byRank = scores.every(({ positive, rocAuc }) => positive && !Number.isNaN(rocAuc));
  const figure = byRank ? 'ROC-AUC' : 'micro-F1';
  const value = ({ rocAuc, micro }: Score) => (byRank ? rocAuc : micro);
  const interval = ({ rocAucInterval, microInterval }: Score) => (byRank ? rocAucInterval : microInterval);
  const better = scores
    .slice(0, -1)
    .filter((other) => value(other) > value(model))
    .sort((a, b) => value(b) - value(a));
  const [best] = better;
  if (!best) return undefined;
  const shown = (score: Score) => (100 * value(score)).toFixed(2);
  const isClear = interval(best)[0] > interval(model)[1];
  return (
    `${model.model} scores below ${better.map(({ model: name }) => name).join(', ')}: ${figure} ${shown(model)} against ${shown(best)}` +
    (isClear ? ', and the intervals do not overlap. ' : ', but the intervals overlap. ') +
    `Use ${best.model}, which is simpler, or other settings.`
  );
}
