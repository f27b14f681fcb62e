import type { LinkScore } from './link-score.js';

/** Figures by which models are compared; the greater, the better. */
const figures = [
  ['auc', 'AUC'],
  ['mrr', 'MRR'],
] as const;

/**
 * Says which simple models score above the model on the test links, by AUC where there are pairs without a link, and by MRR; undefined where
 * none does.
 *
 * @param scores simple models first, the model last
 */
export function belowSimple(scores: readonly LinkScore[]): string | undefined {
  const model = scores.at(-1)!;
  const said = figures.flatMap(([figure, name]) => {
    const own = model[figure];
    if (own === undefined) return [];
    const better = scores
      .slice(0, -1)
      .filter((each) => (each[figure] ?? Number.NaN) > own)
      .sort((a, b) => b[figure]! - a[figure]!);
    const [best] = better;
    if (!best) return [];
    const shown = (value: number) => (100 * value).toFixed(2);
    return [
      `below ${better.map((each) => each.model).join(', ')} by ${name} (${shown(own)} against ${shown(best[figure]!)})`,
    ];
  });
  if (said.length === 0) return undefined;
  return `${model.model} scores ${said.join(' and ')}. Use a simple model, or other settings.`;
}
