import type { DatasetDefinition } from '../base/definition.js';
import { givenSplit } from '../base/given-split.js';
import { locateBelowRoot } from '../base/locate.js';
import { classes, fangInfo } from './info.js';
import { readFang } from './read.js';

export const fangDataset: DatasetDefinition = {
  info: fangInfo,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(fangInfo, options),
  read: readFang,
  task: (graph) => ({
    kind: 'node-classification',
    nodeType: 'news',
    labelColumn: 'label',
    classes,
    multiLabel: false,
    split: (seed) => givenSplit(graph, 'news', seed),
  }),
};
