import type { EdgeType } from '../../graph/index.js';
import type { DatasetInfo } from '../base/types.js';

export const entityFile = 'entities.txt';
export const newsFile = 'news_info.tsv';
/** The published split that leaves half of the news for training. */
export const splitFile = 'train_test_50.json';
/** A node type is told by how the name begins: `news_E104`. */
export const nodeTypes = ['news', 'user', 'source'] as const;
/** Named in the published splits and in no other file. */
export const missingNews = 'news_E208';
/** As they are written, in the order of the class numbers. */
export const classes = ['fake', 'real'];

/** A file of edges: source, target, and where `timed` the seconds since the news came out. */
export interface FangEdges {
  readonly file: string;
  readonly type: EdgeType;
  readonly timed: boolean;
}

export const edgeFiles: readonly FangEdges[] = [
  { file: 'source_publication.tsv', type: ['source', 'publishes', 'news'], timed: false },
  { file: 'source_citation.tsv', type: ['source', 'cites', 'source'], timed: false },
  { file: 'report.tsv', type: ['user', 'reports', 'news'], timed: true },
  { file: 'support_neutral.tsv', type: ['user', 'supports_neutrally', 'news'], timed: true },
  { file: 'support_negative.tsv', type: ['user', 'supports_negatively', 'news'], timed: true },
  { file: 'deny.tsv', type: ['user', 'denies', 'news'], timed: true },
];

export const fangInfo: DatasetInfo = {
  name: 'fang',
  title: 'FANG: news that is fake or real, by who published and who shared it',
  licence: 'no licence file; use for research',
  citation:
    'Nguyen et al.: FANG: Leveraging social context for fake news detection using graph representation. CIKM 2020.',
  source: 'nguyenvanhoang7398/FANG, data/news_graph (without follows and features of users, which are not there)',
  task: 'node-classification',
  splitRule:
    'train_test_50.json: of train and val together a random fifth of every class validates, the rest trains; test tests',
  files: [entityFile, newsFile, splitFile, ...edgeFiles.map(({ file }) => file)],
  checksums: {
    [entityFile]: 'd8e1effec7ddef38383026ffd7452342f9a77f62d2ed19e314c5061489269833',
    [newsFile]: '019607b7544d3db949ccfb1024ad8c6df69add934e3f270e86bef1fe5a905fc8',
    [splitFile]: 'ffc3d816f3f79a56f7ae40dc61c56380406946ff8ea2d6744c6550f21e7a5fa5',
    'source_publication.tsv': '53ca63598d18bb743572830950e63eedad8bf212458bb8009432ce541f5e084f',
    'source_citation.tsv': 'fcab46f0071e6a797606b5f3069caad726740c975ff5bc068b4e600040ccb229',
    'report.tsv': '3d5bb986bcc29974591470ea2afb045f4f5f7276ee531c646728ce614ed22436',
    'support_neutral.tsv': 'eac3149d744905846716d8a026418885e8d68dd9e9ac796da8873e6b2e4859b1',
    'support_negative.tsv': '298a33896c51ab0a2b6ba893899a9512dc639eb079218fc460891b5848ab6e16',
    'deny.tsv': '39024c7cda659d2e7950bf2b7c4e0915cc1adbd45815c35c65cdc6c99f791475',
  },
  counts: {
    nodes: { news: 1054, user: 54_461, source: 442 },
    edges: {
      'source>publishes>news': 1054,
      'source>cites>source': 3707,
      'user>reports>news': 38_722,
      'user>supports_neutrally>news': 20_107,
      'user>supports_negatively>news': 11_425,
      'user>denies>news': 5555,
    },
  },
};
