import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import { similarIdHint } from '../../graph/internal.js';
import type {
  ExternalId,
  Factors,
  ListOptions,
  RecommendedList,
  Recommender,
  RecommendOptions,
} from '../../recommend/index.js';
import { unknownHint } from '../../recommend/internal.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { about, entries, id, ids, MOST_IDS, text } from '../http/schemas.js';
import { rowsOfIds } from './rows-of-ids.js';
import type { Served } from './served.js';
import { together } from './together.js';
import { vectorsOf, vectorsSchema } from './vectors.js';

/** Users or items of one request for lists, each of which takes a score for every item. */
const MOST_LISTS = 100;
const someIds = ids.check(z.maxLength(MOST_LISTS, `a list of at most ${MOST_LISTS} ids`));
const strengthList = z
  .array(z.number('a number').check(z.positive('a number above 0')), 'a list of numbers')
  .check(z.maxLength(MOST_IDS, `a list of at most ${MOST_IDS} numbers`));
const value = z.union([text, z.number('a number'), z.boolean('true or false')]);

const filter = z.strictObject({
  allow: about('Only these items.', z.optional(ids)),
  deny: about('None of these items.', z.optional(ids)),
  where: about(
    'Values by column of the items: one, or a list of which one must fit.',
    z.optional(
      z.record(text, z.union([value, z.array(value).check(z.maxLength(1000, 'a list of at most 1000 values'))])),
    ),
  ),
  perCategory: about(
    'At most so many items with the same value of a column.',
    z.optional(z.strictObject({ column: text, atMost: entries })),
  ),
});

const listOptions = {
  k: about('Items in a list; default 10.', z.optional(entries)),
  filter: about('Which items may be in it; by POST alone.', z.optional(filter)),
};

const recommendRequest = z.strictObject({
  users: about('External ids of users, a list for each.', z.optional(someIds)),
  items: about('Instead of users: what somebody took who is not among them; one list.', z.optional(ids)),
  strengths: about(
    'With items: how strongly each was taken, above 0, in their order; default 1 each.',
    z.optional(strengthList),
  ),
  seen: about(
    'Whether items of the own history may be in the list; default false.',
    z.optional(z.boolean('true or false')),
  ),
  ...listOptions,
});

const ranked = z.array(z.object({ item: id, score: z.number() }));
const recommendResponse = z.object({
  lists: z.array(
    z.object({
      user: z.optional(id),
      items: about('The best first.', ranked),
      by: about('fitted; folded-in from a history; or popularity, where nothing is known of the user.', z.string()),
      seenLeftOut: about('Items of the own history that were left out.', z.number()),
      isShort: about('Whether there are fewer items than were asked for.', z.boolean()),
      unknownItems: about('Items that the catalogue does not have.', z.array(id)),
      hint: about('Known ids from which unknown ones differ by form alone, such as 007 and 7.', z.optional(text)),
    }),
  ),
});

const similarRequest = z.strictObject({
  items: about('External ids of items, a list for each.', someIds),
  ...listOptions,
});
const similarResponse = z.object({
  lists: z.array(
    z.object({
      ...{ item: id, items: ranked, isShort: z.boolean(), isUnknown: z.boolean() },
      hint: about('A known id from which an unknown one differs by form alone.', z.optional(text)),
    }),
  ),
});

const explainRequest = z.strictObject({
  user: about('Whose list the item is in.', z.optional(id)),
  items: about('Instead of a user: what somebody took.', z.optional(ids)),
  item: about('What is to be explained.', id),
});
const explainResponse = z.object({
  item: id,
  because: about(
    'What each item of the history adds to the score, the most first.',
    z.array(z.object({ item: id, value: z.number() })),
  ),
});

/** Lists for users and for items. @param data name of the data for people */
export function servedRecommender(recommender: Recommender, data: string): Served {
  const listsOf = together((users: readonly ExternalId[], options: RecommendOptions) =>
    recommender.recommend(users, options),
  );
  const similarOf = together((items: readonly ExternalId[], options: ListOptions) =>
    recommender.similarItems(items, options),
  );
  const recommend = endpoint({
    path: '/recommend',
    summary: 'Items for users, or for somebody by what they took.',
    request: recommendRequest,
    response: recommendResponse,
    answer: async ({ users, items, strengths, ...options }, { signal }) => {
      if ((users === undefined) === (items === undefined)) throw either('users', 'items');
      if (users && strengths) throw strengthsOfUsers();
      const own = strengths ? { ...options, strengths } : options;
      const lists = users ? await listsOf(users, options, signal) : [recommender.recommendFor(items!, own)];
      const hintOf = (list: RecommendedList) => unknownHint(recommender, list);
      return {
        lists: lists.map((list) => ({ ...list, items: rankedItems(list), scores: undefined, hint: hintOf(list) })),
      };
    },
  });
  const similar = endpoint({
    path: '/similar',
    summary: 'Items like others.',
    request: similarRequest,
    response: similarResponse,
    answer: async ({ items, ...options }, { signal }) => {
      const lists = await similarOf(items, options, signal);
      const known = recommender.train.items;
      return {
        lists: lists.map((list) => ({
          ...{ ...list, items: rankedItems(list), scores: undefined },
          ...(list.isUnknown ? { hint: similarIdHint(known, list.item) } : {}),
        })),
      };
    },
  });
  const explain = endpoint({
    path: '/explain',
    summary: 'Which items of the history an item is recommended for.',
    request: explainRequest,
    response: explainResponse,
    answer: ({ user, items, item }) => {
      if ((user === undefined) === (items === undefined)) throw either('user', 'items');
      const explained = recommender.explain(user ?? items!, item);
      if (explained) return explained;
      throw unexplained(recommender, user, item);
    },
  });
  const { factors } = recommender.scorer;
  return {
    ...{ task: 'recommendation', model: recommender.name, data },
    endpoints: [
      ...[recommend, similar],
      ...(recommender.scorer.explain ? [explain] : []),
      ...(factors ? [embedding(recommender, factors)] : []),
    ],
  };
}

function embedding({ train }: Recommender, factors: Factors): Endpoint {
  return endpoint({
    path: '/embed',
    summary: 'Vectors of users or items, whose inner products are the scores.',
    request: z.strictObject({ ids, of: about('Default items.', z.optional(z.enum(['users', 'items']))) }),
    response: vectorsSchema,
    answer: ({ ids: asked, of = 'items' }) => {
      const rows = rowsOfIds(train[of], asked, of, of === 'users' ? 'user' : 'item');
      const matrix = { values: factors[of], width: factors.width };
      return vectorsOf(of, matrix, Array.from(rows), (i) => train[of].idOf(rows[i]!));
    },
  });
}

function rankedItems({ items, scores }: Pick<RecommendedList, 'items' | 'scores'>) {
  return items.map((item, i) => ({ item, score: scores[i] }));
}

function either(one: string, other: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `It is not clear whose list is meant.`, {
    column: one,
    hint: `Give either ${one} or ${other}.`,
  });
}

function strengthsOfUsers(): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', 'Strengths are of items, and users are given.', {
    column: 'strengths',
    hint: 'Leave them out: what users took is known with its strength.',
  });
}

function unexplained(recommender: Recommender, user: string | number | undefined, item: string | number) {
  const isKnown = recommender.train.items.indexOf(item) >= 0;
  const [id, type] = isKnown ? ([user, 'users'] as const) : ([item, 'items'] as const);
  const similar = id === undefined ? undefined : similarIdHint(recommender.train[type], id);
  return new HeteroGraphError('UNKNOWN_ID', `${JSON.stringify(String(id))} is unknown.`, {
    type,
    hint: similar ?? 'There is nothing to explain of users and items that the recommender was not fitted on.',
  });
}
