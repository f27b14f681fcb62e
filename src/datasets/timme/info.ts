import type { EdgeType } from '../../graph/index.js';
import type { DatasetInfo } from '../base/types.js';

/** Ids of the accounts, in the order of the features. */
export const accountFile = 'all_twitter_ids.csv';
/** Name, id, handle and party. */
export const personFile = 'dict.csv';
/** A row of averaged word vectors an account. */
export const featureFile = 'tweets_average.npy';
export const featureWidth = 300;
/** Parties as they are written, in the order of the class numbers. */
export const parties: Readonly<Record<string, string>> = { D: 'Democrat', R: 'Republican' };
/** Two accounts, too few for a class: theirs is taken as unknown. */
export const independent = 'I';

/** A file of edges: source, target and how often. */
export interface TimmeEdges {
  readonly file: string;
  readonly type: EdgeType;
}

export const edgeFiles: readonly TimmeEdges[] = [
  { file: 'friend_list.csv', type: ['account', 'follows', 'account'] },
  { file: 'mention_list.csv', type: ['account', 'mentions', 'account'] },
  { file: 'retweet_list.csv', type: ['account', 'retweets', 'account'] },
  { file: 'favorite_list.csv', type: ['account', 'likes', 'account'] },
  { file: 'reply_list.csv', type: ['account', 'replies_to', 'account'] },
];

export const timmeInfo: DatasetInfo = {
  name: 'timme-purep',
  title: 'TIMME: the party of politicians, by five ways in which accounts refer to each other',
  licence: 'no licence file; to be cited',
  citation: 'Xiao et al.: TIMME: Twitter ideology-detection via multi-task multi-relational embedding. KDD 2020.',
  source: 'PatriciaXiao/TIMME, data/PureP',
  task: 'node-classification',
  splitRule:
    'none is published: 80 % of every party, always the same, test; of the others half validates by seed, half trains',
  files: [accountFile, personFile, featureFile, ...edgeFiles.map(({ file }) => file)],
  checksums: {
    [accountFile]: '5ab3788e7cebe71e06645ff8f679d60c86ab6c1755cc6d1b7e51fc9dea422502',
    [personFile]: '0f6d83373f7cbb70c6a4be52c6b1466462862e57ecf45dc6b473a37bbe537020',
    [featureFile]: '6132ab9d6d6237228c0ea5afd095fc68e5118ebcda25247a046afea5e4d21ff2',
    'friend_list.csv': '6a34772b68e55acc44ed4cef949cdfc412896b1bf0e22b5b50ccf0ca50216628',
    'mention_list.csv': '19fcb1f5c2de6ec5085a6c807ece9f37c8ca5ed1410f6001f7c140d26c5062a0',
    'retweet_list.csv': 'aa2579fa8551a09735d1c2fd54a8e6b72f48b5a6377e43d118f8ddc08b3d59b6',
    'favorite_list.csv': '37c51e68fa6685c0c5956b9e97e6f1b4e4c56bfb2d1c28af3731c29723806afa',
    'reply_list.csv': 'c2196e256e4364552fb202b90c5a5649e5ddb267a7aec337197fc10dd3cbf4cd',
  },
  counts: {
    nodes: { account: 583 },
    edges: {
      'account>follows>account': 59_073,
      'account>mentions>account': 27_682,
      'account>retweets>account': 19_760,
      'account>likes>account': 14_381,
      'account>replies_to>account': 1451,
    },
  },
};
