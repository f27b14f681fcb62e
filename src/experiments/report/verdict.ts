import type { NodeTaskKind } from '../data/guess-task.js';
import type { NodeKind, ScoreOf } from '../kinds/node-kind.js';
import { percent } from '../score/score-table.js';
import { shortNumber } from '../score/short-number.js';

const names: Readonly<Record<string, string>> = { rocAuc: 'ROC-AUC', micro: 'micro-F1', mae: 'MAE' };

/**
 * What a run comes to, in a sentence: the judgement where a simple model does better, else by how much the model is ahead of the best of them.
 *
 * @param scores baselines first, the model last
 */
export function verdictOf<K extends NodeTaskKind>(
  kind: NodeKind<K>,
  scores: readonly ScoreOf<K>[],
  judgement: string | undefined,
): string {
  if (judgement !== undefined) return judgement;
  const model = scores.at(-1)!;
  const isPositive = 'positive' in model && model.positive !== undefined;
  const { name, direction } = kind.main(isPositive ? { positive: { index: 0, class: '' } } : {});
  const value = (score: ScoreOf<K>) => (score as unknown as Readonly<Record<string, number>>)[name]!;
  const text = (number: number) => (kind.name === 'regression' ? shortNumber(number) : percent(number));
  const own = `${model.model} has a ${names[name]} of ${text(value(model))} on the test rows`;
  const sign = direction === 'max' ? 1 : -1;
  const [best] = scores.slice(0, -1).sort((a, b) => sign * (value(b) - value(a)));
  if (!best || Number.isNaN(value(best))) return `${own}.`;
  const ahead = sign * (value(model) - value(best));
  const against = `the best simple model, ${best.model}, has ${text(value(best))}`;
  return ahead >= 0 ? `${own}; ${against}.` : `${own}, and ${against}, which is better by this figure.`;
}
