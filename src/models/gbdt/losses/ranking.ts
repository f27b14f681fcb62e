import type { Loss } from './loss.js';
import { dcgOf, discountOf, gainOf, Queries } from './queries.js';

/** Of {@link lambdarankLoss}. */
export interface RankingSettings {
  /** Places that count. */
  readonly rankingPlaces: number;
  /** Are pairs far apart in score, and questions with large gradients, made smaller? */
  readonly rankingNorm: boolean;
}

/**
 * LambdaMART (Burges 2010) as LightGBM has it: each pair of rows of a question with different relevances, one of them among the first places, is pulled apart
 * as much as changing places with each other would change the discounted gain (NDCG) of the list.
 *
 * @param groups number of the question of each row, [rows]
 */
export function lambdarankLoss(groups: Int32Array, targets: Float64Array, settings: RankingSettings): Loss {
  const queries = new Queries(groups);
  const best = Float64Array.from({ length: queries.count }, (_, query) =>
    dcgOf(queries.ranked(query, targets), targets, settings.rankingPlaces),
  );
  return {
    numOutputs: 1,
    objective: 'lambdarank',
    start: () => Float64Array.of(0),
    gradients([scores], relevances, _, gradients, seconds) {
      gradients.fill(0);
      seconds.fill(0);
      for (let query = 0; query < queries.count; query++) {
        if (best[query]! === 0) continue;
        addQuery(queries.ranked(query, scores!), scores!, relevances, best[query]!, settings, gradients, seconds);
      }
    },
    // Lists have a figure of their own: see `metric.ts`.
    lossOf: () => 0,
  };
}

/** @param ranked rows of a question, the highest score first; best what the best order of them would gain */
function addQuery(
  ranked: Int32Array,
  scores: Float64Array,
  relevances: Float64Array,
  best: number,
  { rankingPlaces, rankingNorm }: RankingSettings,
  gradients: Float64Array,
  seconds: Float64Array,
): void {
  const isSpread = scores[ranked[0]!] !== scores[ranked.at(-1)!];
  let total = 0;
  for (let i = 0; i < ranked.length - 1 && i < rankingPlaces; i++) {
    for (let j = i + 1; j < ranked.length; j++) {
      const [a, b] = [ranked[i]!, ranked[j]!];
      if (relevances[a] === relevances[b]) continue;
      const [high, low] = relevances[a]! > relevances[b]! ? [a, b] : [b, a];
      const apart = scores[high]! - scores[low]!;
      const gained = gainOf(relevances[high]!) - gainOf(relevances[low]!);
      let change = (gained * Math.abs(discountOf(i) - discountOf(j))) / best;
      if (rankingNorm && isSpread) change /= 0.01 + Math.abs(apart);
      const chance = 1 / (1 + Math.exp(apart));
      const [pull, second] = [chance * change, chance * (1 - chance) * change];
      gradients[high]! -= pull;
      gradients[low]! += pull;
      seconds[high]! += second;
      seconds[low]! += second;
      total += 2 * pull;
    }
  }
  if (!rankingNorm || total <= 0) return;
  const factor = Math.log2(1 + total) / total;
  for (const row of ranked) {
    gradients[row]! *= factor;
    seconds[row]! *= factor;
  }
}
