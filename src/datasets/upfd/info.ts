import type { DatasetInfo } from '../base/types.js';

export const edgeFile = 'A.txt';
export const storyFile = 'node_graph_id.npy';
export const labelFile = 'graph_labels.npy';
export const timeFile = 'node_time.npy';
export const userFile = 'user_index.npy';
export const newsFile = 'news_ids.txt';
/** In the order of the class numbers. */
export const classes = ['real', 'fake'];

export const upfdInfo: DatasetInfo = {
  name: 'upfd-politifact',
  title: 'UPFD: news that is fake or real, by how it was passed on and by whom',
  licence: 'no licence file (katezhang1234), Apache-2.0 (safe-graph); use for research',
  citation: 'Dou et al.: User preference-aware fake news detection. SIGIR 2021.',
  source:
    'katezhang1234/Evaluating-GNNs, prepare_data/raw_data; safe-graph/GNN-FakeNews, data (without features, which are not there)',
  task: 'node-classification',
  splitRule:
    'the published split is not there: 70 % of every class, always the same, test; of the others a third validates by seed, the rest trains',
  files: [edgeFile, storyFile, labelFile, timeFile, userFile, newsFile],
  checksums: {
    [edgeFile]: 'ec4f260d050b74b9a4f5b06c066054862c2cb31e7300b1140bc6fd9a1b95a544',
    [storyFile]: '7778ad8c4ba0182e9da7be4dd9b2325a9c4f517609a83616bd1a95a261417c3a',
    [labelFile]: '7959e0bd7928b9106eadfe9e41652c289b190795905b8e895897c5c176398024',
    [timeFile]: '020bbf70f59325f2cb7641cf20c721d96de59e46898b7164eeada4687f1e96dc',
    [userFile]: '5cbaa9985d8b0d2780381011f560b0955ed4c03adecdb6688b3812881ffdd88f',
    [newsFile]: 'd0f734ef6594f7cb2ba1560b4d16902bb8a4c6169ef4da5476eba7a91e2e2688',
  },
  counts: {
    nodes: { story: 314, post: 41_054, user: 30_812 },
    edges: { 'post>spreads_to>post': 40_740, 'post>of>story': 41_054, 'user>wrote>post': 40_740 },
  },
};
