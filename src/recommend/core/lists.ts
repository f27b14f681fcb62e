import type { ExternalId } from '../interactions/id.js';

/** How the items of a list were found. `popularity`: nothing is known of the user, so that it is what most others took. */
export type ListOrigin = 'fitted' | 'folded-in' | 'popularity';

/** Items for one user, best first. */
export interface RecommendedList {
  /** The user asked for; absent where a list of items was given. */
  readonly user?: string | number;
  readonly items: readonly (string | number)[];
  /** [items], descending. Their unit is the recommender's own: compare them within a list. */
  readonly scores: Float32Array;
  readonly by: ListOrigin;
  /** How many items of the user's history were kept out of the list; 0 with `seen: true`. */
  readonly seenLeftOut: number;
  /** Whether there are fewer items than were asked for: no more are left that the filter lets through. */
  readonly isShort: boolean;
  /** Items given as a history that the catalogue does not have; they told nothing. */
  readonly unknownItems: readonly ExternalId[];
}

/** Items like another, best first. */
export interface SimilarItems {
  readonly item: string | number;
  readonly items: readonly (string | number)[];
  /** [items], descending. */
  readonly scores: Float32Array;
  /** Whether there are fewer items than were asked for. */
  readonly isShort: boolean;
  /** True where the catalogue does not have the item: there is nothing to compare, and the list is empty. */
  readonly isUnknown: boolean;
}
