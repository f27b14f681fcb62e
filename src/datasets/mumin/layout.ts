import type { EdgeType } from '../../graph/index.js';

/** How a column of a compiled table becomes one of the graph. */
export interface MuminColumn {
  /** In the table. */
  readonly name: string;
  readonly kind: 'vector' | 'count' | 'flag' | 'text' | 'category' | 'time';
}

/** The tables of nodes, and what is read of each where it is there: vectors only where they were embedded. */
export const muminNodes: Readonly<Record<string, readonly MuminColumn[]>> = {
  claim: [
    ...columns('vector', ['embedding', 'reviewer_emb']),
    ...columns('text', ['reviewers', 'keywords', 'cluster_keywords']),
    ...columns('category', ['language', 'cluster']),
    ...columns('time', ['date']),
  ],
  tweet: post(),
  reply: post(),
  user: [
    ...columns('vector', ['description_emb']),
    ...columns('flag', ['verified', 'protected']),
    ...columns('count', ['num_followers', 'num_followees', 'num_tweets', 'num_listed']),
    ...columns('text', ['user_id', 'username', 'name', 'description', 'url', 'location']),
    ...columns('time', ['created_at']),
  ],
  image: [...columns('vector', ['pixels_emb']), ...columns('text', ['url'])],
  article: [...columns('vector', ['title_emb', 'content_emb']), ...columns('text', ['url', 'title', 'content'])],
  hashtag: columns('text', ['tag']),
};

/** Without these two nothing can be learned. */
export const neededNodes = ['claim', 'tweet'] as const;
export const discusses: EdgeType = ['tweet', 'discusses', 'claim'];

/** The tables of relations: `src` and `tgt` are values of the column `index` of the tables of nodes. */
export const muminEdges: readonly EdgeType[] = [
  discusses,
  ['tweet', 'mentions', 'user'],
  ['tweet', 'has_image', 'image'],
  ['tweet', 'has_hashtag', 'hashtag'],
  ['tweet', 'has_article', 'article'],
  ['reply', 'reply_to', 'tweet'],
  ['reply', 'quote_of', 'tweet'],
  ['user', 'posted', 'tweet'],
  ['user', 'posted', 'reply'],
  ['user', 'mentions', 'user'],
  ['user', 'has_hashtag', 'hashtag'],
  ['user', 'has_profile_picture', 'image'],
  ['user', 'retweeted', 'tweet'],
  ['user', 'follows', 'user'],
  ['article', 'has_top_image', 'image'],
];

/** Of claims; in the order of the class numbers, as they are published. */
export const muminClasses = ['misinformation', 'factual'];
/** Names of the masks of a graph, and of the columns of the tables. */
export const muminMasks = { train: 'train_mask', valid: 'val_mask', test: 'test_mask' } as const;

/** A table's name by what it holds: `tweet_discusses_claim`. */
export function edgeTable([source, relation, target]: EdgeType): string {
  return `${source}_${relation}_${target}`;
}

function post(): MuminColumn[] {
  return [
    ...columns('vector', ['text_emb', 'lang_emb']),
    ...columns('count', ['num_retweets', 'num_replies', 'num_quote_tweets']),
    ...columns('text', ['tweet_id', 'text', 'source']),
    ...columns('category', ['lang']),
    ...columns('time', ['created_at']),
  ];
}

function columns(kind: MuminColumn['kind'], names: readonly string[]): MuminColumn[] {
  return names.map((name) => ({ name, kind }));
}
