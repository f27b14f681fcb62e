import type { DatasetDefinition } from '../base/definition.js';
import { drawnSplit } from '../base/drawn-split.js';
import { locateBelowRoot } from '../base/locate.js';
import { parties, timmeInfo } from './info.js';
import { readTimme } from './read.js';

export const timmeDataset: DatasetDefinition = {
  info: timmeInfo,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(timmeInfo, options),
  read: readTimme,
  task: (graph) => ({
    kind: 'node-classification',
    nodeType: 'account',
    labelColumn: 'party',
    classes: Object.values(parties),
    multiLabel: false,
    split: (seed) => drawnSplit(graph, 'account', seed, { test: 0.8, valid: 0.5 }),
  }),
};
