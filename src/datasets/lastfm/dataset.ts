import { splitLinksByMasks } from '../../graph/index.js';
import type { DatasetDefinition } from '../base/definition.js';
import { locateBelowRoot } from '../base/locate.js';
import { lastfmInfo } from './info.js';
import { listens, readLastfm } from './read.js';

export const lastfmDataset: DatasetDefinition = {
  info: lastfmInfo,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(lastfmInfo, options),
  read: readLastfm,
  task: (graph) => ({
    kind: 'link-prediction',
    edgeTypes: [listens],
    scoredBy: 'pairs',
    split: (seed) => splitLinksByMasks(graph, { edgeTypes: [listens], negatives: 1, seed }),
  }),
};
