import type { WeightedCsr } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';
import type { RecommenderDefinition } from './definition.js';
import type { Scorer } from './scorer.js';

/**
 * The same recommender for strengths of any size: a pair of strength r counts log2(1 + r), in training and where histories are folded in. 1 stays
 * 1. Without it a few pairs of thousands of plays outweigh all others, and lists end below popularity.
 */
export function withLogStrengths<S extends object>(definition: RecommenderDefinition<S>): RecommenderDefinition<S> {
  return {
    ...definition,
    async fit(problem, settings, options) {
      const train = logged(problem.train);
      const { scorer, report } = await definition.fit({ ...problem, train }, settings, options);
      const isChanged = problem.train.matrix.values.some((strength) => strength !== 1);
      const remarks = [...(report.remarks ?? []), 'A pair of strength r counted log2(1 + r).'];
      return { scorer: scorerOf(scorer), report: isChanged ? { ...report, remarks } : report };
    },
    load: (state, settings, train) => scorerOf(definition.load(state, settings, logged(train))),
  };
}

function logged(interactions: Interactions): Interactions {
  return { ...interactions, matrix: loggedMatrix(interactions.matrix) };
}

function loggedMatrix(matrix: WeightedCsr): WeightedCsr {
  return { ...matrix, values: logStrengths(matrix.values) };
}

function logStrengths(strengths: Float32Array): Float32Array {
  return strengths.map((strength) => Math.log2(1 + strength));
}

/** Takes histories with strengths as they are given. */
function scorerOf(scorer: Scorer): Scorer {
  const { factors, cosines } = scorer;
  return {
    scoreUsers: (users) => scorer.scoreUsers(users),
    scoreHistories: (histories) => scorer.scoreHistories(loggedMatrix(histories)),
    scoreSimilar: (items) => scorer.scoreSimilar(items),
    state: () => scorer.state(),
    ...(factors && { factors }),
    ...(cosines && { cosines }),
    ...(scorer.foldIn && { foldIn: (histories) => scorer.foldIn!(loggedMatrix(histories)) }),
    ...(scorer.explain && {
      explain: ({ items, strengths }, item) => scorer.explain!({ items, strengths: logStrengths(strengths) }, item),
    }),
  };
}
