import type { RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import type { OpenFile } from '../base/definition.js';
import type { DatasetInfo } from '../base/types.js';
import { joinedParts } from './joined-parts.js';
import { readRelation } from './relation.js';
import { relationsGraph } from './relations-graph.js';

export const listens: EdgeType = ['user', 'listens', 'artist'];
const knows: EdgeType = ['user', 'knows', 'user'];

export const lastfmSocialInfo: DatasetInfo = {
  name: 'lastfm-social',
  title: 'LastFM with friends: which artists users listen to',
  licence: 'research use (HetRec 2011)',
  citation:
    'Cantador, Brusilovsky, Kuflik: Second workshop on information heterogeneity and fusion in recommender systems (HetRec 2011). RecSys 2011.',
  source: 'gusye1234/LightGCN-PyTorch, data/lastfm',
  task: 'recommendation',
  splitRule: 'data1.txt to learn from and test1.txt to find; for validation hold out a tenth of each user of data1.txt',
  files: ['data1.txt', 'test1.txt', 'trustnetwork.txt'],
  checksums: {
    'data1.txt': 'c82af3228cbbda2f55a39244de09ed93292894f1d0d9f1908ebb57e27598fded',
    'test1.txt': 'de4417c0e6123284ce59a0934bcf5288ec1ec8774a18a1eef453c9952dfa48f9',
    'trustnetwork.txt': '5b5bd7cbe4d22f3cd333dbfc7ec4b995cb2bdb28d95b0e9c5fc5607079f7b69e',
  },
  counts: {
    nodes: { user: 1892, artist: 4489 },
    edges: { 'user>listens>artist': 52_668, 'user>knows>user': 25_434 },
  },
};

/**
 * Listening has its count as weight and masks of the two files; friends are stored in both directions.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws
 */
export async function readLastfmSocial(open: OpenFile, run: RunOptions): Promise<HeteroGraph> {
  const read = (file: string) => readRelation(open, { file, type: listens, number: 'count' }, run);
  const [train, test] = [await read('data1.txt'), await read('test1.txt')];
  const friends = await readRelation(open, { file: 'trustnetwork.txt', type: knows }, run);
  return relationsGraph([
    { type: listens, number: 'count', ...joinedParts({ train, test }) },
    { type: knows, ...friends },
  ]);
}
