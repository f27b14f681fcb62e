import type { RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import type { OpenFile } from '../base/definition.js';
import type { DatasetCounts, DatasetInfo } from '../base/types.js';
import { type RelationFile, readRelation } from './relation.js';
import { relationsGraph } from './relations-graph.js';

/** Ratings with relations of users and items to others, as HERec has them. */
export interface HerecSet {
  readonly info: DatasetInfo;
  /** The first one holds the ratings. */
  readonly relations: readonly RelationFile[];
}

const ratings = (file: string, type: EdgeType, hasTime: boolean): RelationFile => ({
  ...{ file, type, number: 'rating', hasTime },
});

interface Described {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly first: string;
  readonly relations: readonly RelationFile[];
  readonly checksums: Readonly<Record<string, string>>;
  readonly counts: DatasetCounts;
}

function herec({ name, title, licence, first, relations, checksums, counts }: Described): HerecSet {
  return {
    relations,
    info: {
      ...{ name, title, licence, checksums, counts },
      citation: `Shi, Hu, Zhao, Yu: Heterogeneous information network embedding for recommendation. IEEE TKDE 31(2), 2019. ${first}`,
      source: 'librahu/HIN-Datasets-for-Recommendation-and-Network-Embedding',
      task: 'recommendation',
      splitRule: 'none is published: draw one by seed, such as four fifths of each user, or split by time',
      files: relations.map(({ file }) => file),
    },
  };
}

export const movielensHin = herec({
  name: 'movielens-hin',
  title: 'MovieLens 100K with genres, ages and occupations: ratings of films',
  licence: 'research use, no redistribution for profit (GroupLens)',
  first: 'Harper, Konstan: The MovieLens datasets. ACM TiiS 5(4), 2015.',
  relations: [
    ratings('user_movie.dat', ['user', 'rates', 'movie'], true),
    { file: 'movie_genre.dat', type: ['movie', 'has', 'genre'] },
    { file: 'user_age.dat', type: ['user', 'is_of', 'age'] },
    { file: 'user_occupation.dat', type: ['user', 'works_as', 'occupation'] },
  ],
  checksums: {
    'user_movie.dat': '06416e597f82b7342361e41163890c81036900f418ad91315590814211dca490',
    'movie_genre.dat': 'df9197939345af429b20e1487e600518b4c4238bde5ce5296c3c013020faa450',
    'user_age.dat': 'a961078e511b9a91cdb2639e20b4e067a7af1df1e0382154d13e5af731e1b1ef',
    'user_occupation.dat': '2b687725d7061ec9ead69c5b3284a6f8d2ef766e499be586a06d20487e10bf52',
  },
  counts: {
    nodes: { user: 943, movie: 1682, genre: 18, age: 8, occupation: 21 },
    edges: {
      'user>rates>movie': 100_000,
      'movie>has>genre': 2891,
      'user>is_of>age': 943,
      'user>works_as>occupation': 943,
    },
  },
});

export const yelpHin = herec({
  name: 'yelp-hin',
  title: 'Yelp with friends, compliments, cities and categories: ratings of businesses',
  licence: 'research use (Yelp challenge)',
  first: 'Data: Yelp dataset challenge.',
  relations: [
    ratings('user_business.dat', ['user', 'rates', 'business'], false),
    { file: 'user_user.dat', type: ['user', 'knows', 'user'] },
    { file: 'user_compliment.dat', type: ['user', 'received', 'compliment'] },
    { file: 'business_city.dat', type: ['business', 'lies_in', 'city'] },
    { file: 'business_category.dat', type: ['business', 'has', 'category'] },
  ],
  checksums: {
    'user_business.dat': 'd57853e95c3f49f0060f31ee9365ab3fffe1010999c76863c3cd9628b91e994d',
    'user_user.dat': 'd360f88f66b7ba9a1fd460b8c414dba1bec6489773283083a614a77925bcaaed',
    'user_compliment.dat': 'e7f5c15155bf0843e3bdf9fb4743bb3ebf76826b4108e9e194fd637e0bb05ed6',
    'business_city.dat': '09c009dfa16709aff52de4831b9cb30f45a16dcfce1db06858d54af6ef5f7d1e',
    'business_category.dat': 'd3c1499e406c0a842b3c08c478ffe7bf26a8758b630e0b056d0f4bcf18c01a5b',
  },
  counts: {
    nodes: { user: 16_239, business: 14_284, compliment: 11, city: 47, category: 511 },
    edges: {
      'user>rates>business': 198_397,
      'user>knows>user': 158_590,
      'user>received>compliment': 76_875,
      'business>lies_in>city': 14_267,
      'business>has>category': 40_009,
    },
  },
});

export const amazonHin = herec({
  name: 'amazon-hin',
  title: 'Amazon with views, categories and brands: ratings of items',
  licence: 'research use (McAuley)',
  first: 'McAuley et al.: Image-based recommendations on styles and substitutes. SIGIR 2015.',
  relations: [
    ratings('user_item.dat', ['user', 'rates', 'item'], true),
    { file: 'item_view.dat', type: ['item', 'viewed_in', 'view'], separator: 'comma' },
    { file: 'item_category.dat', type: ['item', 'has', 'category'], separator: 'comma' },
    { file: 'item_brand.dat', type: ['item', 'is_of', 'brand'], separator: 'comma' },
  ],
  checksums: {
    'user_item.dat': 'd14fcc5b04f0d701d326149bc4f18d471156f189ff1f4d0fefa14511c4cb42c8',
    'item_view.dat': '42b1aec0a0eb9d71a265efb491dd951b523723637bb18f80f87c72d4fa6819da',
    'item_category.dat': '17b9158f777fbb0b8b035a9b675c2f7d2e9f7ad81f34919d3e6db4289c9dc6bf',
    'item_brand.dat': '65f4eaddff343a365ad474a6841bbaf541af1b2d96081c4adaeeeb8a7a8a313b',
  },
  counts: {
    nodes: { user: 6170, item: 2753, view: 3857, category: 22, brand: 334 },
    edges: {
      'user>rates>item': 195_791,
      'item>viewed_in>view': 5694,
      'item>has>category': 5508,
      'item>is_of>brand': 2753,
    },
  },
});

/** @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws */
export async function readHerec(
  relations: readonly RelationFile[],
  open: OpenFile,
  run: RunOptions,
): Promise<HeteroGraph> {
  const rows = [];
  for (const relation of relations) {
    const { type, number } = relation;
    rows.push({ type, ...(number !== undefined && { number }), ...(await readRelation(open, relation, run)) });
  }
  return relationsGraph(rows);
}
