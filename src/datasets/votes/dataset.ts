import { splitLinksByMasks } from '../../graph/index.js';
import type { DatasetDefinition } from '../base/definition.js';
import { locateBelowRoot } from '../base/locate.js';
import { nay, voteFolder, voteInfos, yea } from './info.js';
import { readVotes } from './read.js';

/** Votes as links of two edge types, so that what a model of links says of both tells for a member and a bill which it will be. */
export const voteDatasets: readonly DatasetDefinition[] = voteInfos.map((info) => ({
  info,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(info, options, voteFolder),
  read: (open, run) => readVotes(open, info.files, run),
  task: (graph) => ({
    kind: 'link-prediction',
    edgeTypes: [yea, nay],
    scoredBy: 'pairs',
    split: (seed) => splitLinksByMasks(graph, { edgeTypes: [yea, nay], negatives: 1, seed }),
  }),
}));
