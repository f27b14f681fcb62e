import type { ListEvaluation } from '../../recommend/index.js';
import { CHOSEN_BY, type RecommenderScore } from './recommender-score.js';

/**
 * What a run comes to, in a sentence: what is kept beside the best of the simple ones, on the same users of the test.
 *
 * @param scores what is kept comes last
 * @param evaluations by the names of the scores
 */
export async function recommenderVerdict(
  scores: readonly RecommenderScore[],
  evaluations: ReadonlyMap<string, ListEvaluation>,
  seed: number,
): Promise<string> {
  const kept = scores.at(-1)!;
  const shown = ({ recommender, ndcg }: RecommenderScore) => `${recommender} (${(100 * ndcg.estimate).toFixed(2)})`;
  const [best] = scores.slice(0, -1).sort((a, b) => b.ndcg.estimate - a.ndcg.estimate);
  const own = `On the test ${shown(kept)} was kept`;
  if (!best) return `${own}; there is nothing to compare it with.`;
  const [mine, other] = [evaluations.get(kept.recommender)!, evaluations.get(best.recommender)!];
  const { difference, pValue } = await mine.compareWith(other, CHOSEN_BY, { seed });
  const points = (100 * Math.abs(difference.estimate)).toFixed(2);
  const p = pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`;
  const isClear = pValue < 0.05;
  if (difference.estimate >= 0) {
    const may = isClear ? '' : ', which may be chance';
    return `${own}: NDCG@10 is ${points} points above the next, ${shown(best)}, on the same users (${p})${may}.`;
  }
  if (!isClear) return `${own}; ${shown(best)} is ${points} points above it, which may be chance (${p}).`;
  return `${own}, but ${shown(best)} is ${points} points above it (${p}): use that one, --model ${best.recommender.split(',')[0]}, or other settings.`;
}
