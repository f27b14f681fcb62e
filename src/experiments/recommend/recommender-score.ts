import type { ListEvaluation } from '../../recommend/index.js';
import type { Interval } from '../../training/index.js';

/** Figures of the lists of a recommender for users of the test, of 10 items from the whole catalogue; fractions. */
export interface RecommenderScore {
  readonly recommender: string;
  /** With their 95 % bootstrap intervals over users. */
  readonly ndcg: Interval;
  readonly recall: Interval;
  readonly hitRate: Interval;
  /** Share of the catalogue that is in some list. */
  readonly coverage: number;
  /** Wall seconds of the fit. */
  readonly seconds: number;
}

export const LIST_LENGTH = 10;
export const CHOSEN_BY = `ndcg@${LIST_LENGTH}`;

/** @param seed of the intervals */
export async function scoreOfLists(
  label: string,
  evaluation: ListEvaluation,
  seconds: number,
  seed: number,
): Promise<RecommenderScore> {
  const intervals = await evaluation.intervals({ seed });
  const of = (figure: string) => intervals[`${figure}@${LIST_LENGTH}`]!;
  return {
    recommender: label,
    ndcg: of('ndcg'),
    recall: of('recall'),
    hitRate: of('hitRate'),
    coverage: evaluation.figures[`coverage@${LIST_LENGTH}`] ?? Number.NaN,
    seconds,
  };
}

export const recommenderScoreHeads = [`recommender`, 'NDCG@10', '95 %', 'recall@10', 'hits@10', 'coverage', 's'];

/** Rows of a table for people, in the order of {@link recommenderScoreHeads}. */
export function recommenderScoreRows(scores: readonly RecommenderScore[]): string[][] {
  const percent = (value: number, digits = 2) => (Number.isNaN(value) ? '-' : (100 * value).toFixed(digits));
  return scores.map(({ recommender, ndcg, recall, hitRate, coverage, seconds }) => [
    recommender,
    percent(ndcg.estimate),
    `${percent(ndcg.low, 1)}–${percent(ndcg.high, 1)}`,
    percent(recall.estimate),
    percent(hitRate.estimate),
    percent(coverage, 1),
    seconds.toFixed(1),
  ]);
}
