import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { Recommender } from '../core/recommender.js';
import type { ExternalId } from '../interactions/id.js';
import { RatingScorer } from './scorer.js';

/**
 * Ratings of pairs as numbers, within the range of the ratings it was fitted on; of a user or an item that it does not know, what is known of
 * the other. O(pairs x width).
 *
 * @param recommender of `rating-factors`
 * @returns one number a pair, in the unit of the ratings
 * @throws {HeteroGraphError} INVALID_OPTION where the recommender does not predict ratings; SHAPE_MISMATCH
 * @example
 * const rated = interactionsFrom({ users, items, weights: stars });
 * const recommender = await fitRecommender('rating-factors', rated);
 * predictRatings(recommender, ['ann'], ['Alien']); // Float32Array [4.3...]
 */
export function predictRatings(
  recommender: Recommender,
  users: ArrayLike<ExternalId>,
  items: ArrayLike<ExternalId>,
): Float32Array {
  expectMembers(recommender, 'recommender', { scorer: 'object', train: 'object' });
  expectArgument(users, 'list', 'users');
  expectArgument(items, 'list', 'items');
  const { scorer, train, name } = recommender;
  if (!(scorer instanceof RatingScorer)) {
    throw new HeteroGraphError('INVALID_OPTION', `${name} does not predict ratings.`, {
      column: 'recommender',
      hint: "Fit 'rating-factors'.",
    });
  }
  if (users.length !== items.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${users.length} users and ${items.length} items.`, {
      hint: 'Give one user and one item a pair.',
    });
  }
  const [u, i] = [train.users, train.items];
  return scorer.predict(
    Int32Array.from(users, (user) => u.indexOf(user)),
    Int32Array.from(items, (item) => i.indexOf(item)),
  );
}
