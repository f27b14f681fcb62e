import type { DatasetDefinition } from '../base/definition.js';
import { drawnSplit } from '../base/drawn-split.js';
import { locateBelowRoot } from '../base/locate.js';
import { classes, upfdInfo } from './info.js';
import { readUpfd } from './read.js';

export const upfdDataset: DatasetDefinition = {
  info: upfdInfo,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(upfdInfo, options),
  read: readUpfd,
  task: (graph) => ({
    kind: 'node-classification',
    nodeType: 'story',
    labelColumn: 'label',
    classes,
    multiLabel: false,
    split: (seed) => drawnSplit(graph, 'story', seed, { test: 0.7, valid: 1 / 3 }),
  }),
};
