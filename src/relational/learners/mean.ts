import type { Learner } from './types.js';

/** The name and title of {@link meanOf} several learners. @param weights [learners] */
export function meanLearner(
  learners: readonly Pick<Learner, 'name'>[],
  weights: ArrayLike<number>,
): Pick<Learner, 'name' | 'title' | 'level'> {
  const total = learners.reduce((sum, _, i) => sum + weights[i]!, 0);
  const shares = learners
    .map(({ name }, i) => ({ name, share: weights[i]! / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(100 * share)} %`);
  return { name: 'mean', title: `the weighted mean of learners (${shares.join(', ')})`, level: 'learned' };
}

/** The mean of what several predict, number by number. @param weights [all], not all 0; default: the same for all */
export function meanOf(all: readonly Float64Array[], weights?: ArrayLike<number>): Float64Array {
  const weightOf = (n: number) => weights?.[n] ?? 1;
  const total = all.reduce((sum, _, n) => sum + weightOf(n), 0);
  return all[0]!.map((_, i) => all.reduce((sum, values, n) => sum + weightOf(n) * values[i]!, 0) / total);
}
