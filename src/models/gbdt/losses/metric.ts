import type { BoostedTreesSettings } from '../core/settings.js';
import type { Loss } from './loss.js';
import { meanNdcg, type Queries } from './queries.js';

/** A figure of validation rows, lower is better: what early stopping looks at. */
export function figureOf(
  { metric, ndcgPlaces }: Pick<BoostedTreesSettings, 'metric' | 'ndcgPlaces'>,
  loss: Loss,
  scores: readonly Float64Array[],
  { targets, weights }: { readonly targets: Float64Array; readonly weights?: Float64Array },
  queries?: Queries,
): number {
  const numRows = targets.length;
  if (metric === 'ndcg') return 1 - meanNdcg(queries!, scores[0]!, targets, ndcgPlaces);
  if (metric === 'auroc') return 1 - auroc(scores[0]!, targets);
  const predicted = (row: number) => (loss.objective === 'poisson' ? Math.exp(scores[0]![row]!) : scores[0]![row]!);
  let [sum, total] = [0, 0];
  for (let row = 0; row < numRows; row++) {
    const weight = weights ? weights[row]! : 1;
    total += weight;
    if (weight === 0) continue;
    if (metric === 'loss') sum += weight * loss.lossOf(scores, targets, row);
    else if (metric === 'mae') sum += weight * Math.abs(predicted(row) - targets[row]!);
    else sum += weight * (predicted(row) - targets[row]!) ** 2;
  }
  const mean = sum / total;
  return metric === 'rmse' ? Math.sqrt(mean) : mean;
}

/** The chance that a row of class 1 has a higher score than one of class 0, ties half; 0.5 where one class is absent. */
function auroc(scores: Float64Array, targets: Float64Array): number {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let [positives, rankSum] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    for (let i = start; i < end; i++) {
      if (targets[order[i]!]! < 0.5) continue;
      positives++;
      rankSum += (start + 1 + end) / 2;
    }
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
