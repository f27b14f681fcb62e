import type { Learner } from './types.js';

/** The name and title of {@link meanOf}. */
export const meanLearner: Pick<Learner, 'name' | 'title' | 'level'> = {
  name: 'mean',
  title: 'the mean of the learners',
  level: 'learned',
};

/** The mean of what several predict, number by number. */
export function meanOf(all: readonly Float64Array[]): Float64Array {
  return all[0]!.map((_, i) => all.reduce((sum, values) => sum + values[i]!, 0) / all.length);
}
