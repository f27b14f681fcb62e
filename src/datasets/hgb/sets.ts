import type { EdgeType } from '../../graph/index.js';
import type { DatasetInfo } from '../types.js';
import type { HgbNames } from './names.js';
import { hgbFiles } from './read.js';

const benchmark = {
  licence: 'no licence file; use for research, do not redistribute',
  citation:
    'Lv et al.: Are we really making much progress? Revisiting, benchmarking, and refining heterogeneous graph neural networks. KDD 2021.',
  source: 'THUDM/HGB, release of 2023 with true test labels',
  files: hgbFiles,
};

/** Link types that come in pairs: the second of each pair is the first one backwards. */
function pairs(...types: [EdgeType, string][]): HgbNames['linkTypes'] {
  return types.flatMap(([type, backwards], i) => [
    { type, inverse: 2 * i + 1 },
    { type: [type[2], backwards, type[0]] as const, inverse: 2 * i },
  ]);
}

export interface HgbSet {
  readonly info: DatasetInfo;
  readonly names: HgbNames;
}

const stratified = 'label.dat: a random fifth of every class validates, the rest trains; label.dat.test tests';

export const hgbSets: readonly HgbSet[] = [
  {
    info: { ...benchmark, name: 'hgb-acm', title: 'ACM papers by field (HGB)', splitRule: stratified },
    names: {
      nodeTypes: ['paper', 'author', 'subject', 'term'],
      linkTypes: pairs(
        [['paper', 'cites', 'paper'], 'cited_by'],
        [['paper', 'written_by', 'author'], 'writes'],
        [['paper', 'about', 'subject'], 'subject_of'],
        [['paper', 'uses', 'term'], 'used_by'],
      ),
      classes: ['database', 'wireless communication', 'data mining'],
      multiLabel: false,
    },
  },
  {
    info: { ...benchmark, name: 'hgb-dblp', title: 'DBLP authors by field (HGB)', splitRule: stratified },
    names: {
      nodeTypes: ['author', 'paper', 'term', 'venue'],
      linkTypes: [
        { type: ['author', 'writes', 'paper'], inverse: 3 },
        { type: ['paper', 'uses', 'term'], inverse: 4 },
        { type: ['paper', 'published_in', 'venue'], inverse: 5 },
        { type: ['paper', 'written_by', 'author'], inverse: 0 },
        { type: ['term', 'used_by', 'paper'], inverse: 1 },
        { type: ['venue', 'publishes', 'paper'], inverse: 2 },
      ],
      classes: ['database', 'data mining', 'artificial intelligence', 'information retrieval'],
      multiLabel: false,
    },
  },
  {
    info: {
      ...benchmark,
      name: 'hgb-imdb',
      title: 'IMDB movies by genre, several a movie (HGB)',
      splitRule: 'label.dat: a random fifth validates, the rest trains; label.dat.test tests',
    },
    names: {
      nodeTypes: ['movie', 'director', 'actor', 'keyword'],
      linkTypes: pairs(
        [['movie', 'directed_by', 'director'], 'directs'],
        [['movie', 'stars', 'actor'], 'acts_in'],
        [['movie', 'has', 'keyword'], 'keyword_of'],
      ),
      classes: ['romance', 'thriller', 'comedy', 'action', 'drama'],
      multiLabel: true,
    },
  },
];
