import type { LinkScore } from './link-score.js';

/**
 * What a run of links comes to, in a sentence: the figures of the model on the test links beside the best simple one's.
 *
 * @param scores simple models first, the model last
 */
export function linkVerdict(scores: readonly LinkScore[]): string {
  const model = scores.at(-1)!;
  const percent = (value: number) => (100 * value).toFixed(2);
  const figures = ({ auc, mrr }: LinkScore) => [
    ...(auc === undefined ? [] : [`an AUC of ${percent(auc)}`]),
    `an MRR of ${percent(mrr)}`,
  ];
  const own = `${model.model} has ${figures(model).join(' and ')} on the test links`;
  const [best] = scores.slice(0, -1).sort((a, b) => b.mrr - a.mrr);
  return best ? `${own}; the best simple model by MRR, ${best.model}, has ${figures(best).join(' and ')}.` : `${own}.`;
}
