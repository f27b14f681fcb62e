import { similarIdHint } from '../../graph/internal.js';
import type { RecommendedList } from './lists.js';
import type { Recommender } from './recommender.js';

/** Unknown items that are looked up. */
const MOST_HINTS = 10;

/** What to say of the user and the items of a list that are unknown, but differ from known ones by their form alone; undefined where there are none. */
export function unknownHint(
  { train }: Pick<Recommender, 'train'>,
  { user, by, unknownItems }: Pick<RecommendedList, 'user' | 'by' | 'unknownItems'>,
): string | undefined {
  const isUnknown = user !== undefined && by === 'popularity' && train.users.indexOf(user) < 0;
  const hints = [
    ...(isUnknown ? [similarIdHint(train.users, user)] : []),
    ...unknownItems.slice(0, MOST_HINTS).map((item) => similarIdHint(train.items, item)),
  ].filter((hint) => hint !== undefined);
  return hints.length > 0 ? hints.join(' ') : undefined;
}
