import * as z from 'zod/mini';
import type { RecommenderDefinition } from '../core/definition.js';
import { popularityCounts } from '../core/popularity-counts.js';
import type { Scorer } from '../core/scorer.js';
import { stateArray } from '../core/state.js';

/** The settings of `popularity`: it has none. */
export type PopularitySettings = Readonly<Record<never, never>>;

/** What most users took, the same for everybody: the first thing to compare a recommender with. */
export const popularity: RecommenderDefinition<PopularitySettings> = {
  name: 'popularity',
  title: 'What most users took, the same for everybody',
  isPersonal: false,
  settings: z.strictObject({}),
  defaults: {},
  async fit({ train }) {
    return { scorer: scorerOf(popularityCounts(train.matrix)), report: {} };
  },
  load: (state, _, train) => scorerOf(stateArray(state, 'counts', Float32Array, train.items.size)),
};

function scorerOf(counts: Float32Array): Scorer {
  const repeated = (times: number) => {
    const scores = new Float32Array(times * counts.length);
    for (let row = 0; row < times; row++) scores.set(counts, row * counts.length);
    return scores;
  };
  return {
    scoreUsers: (users) => repeated(users.length),
    scoreHistories: (histories) => repeated(histories.numRows),
    scoreSimilar: (items) => repeated(items.length),
    state: () => ({ counts }),
  };
}
