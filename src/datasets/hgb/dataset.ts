import type { DatasetDefinition } from '../base/definition.js';
import { givenSplit } from '../base/given-split.js';
import { locateBelowRoot } from '../base/locate.js';
import { readHgbFiles } from './read.js';
import { hgbSets } from './sets.js';

export const hgbDatasets: readonly DatasetDefinition[] = hgbSets.map(({ info, names }) => ({
  info,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(info, options),
  read: (open, options) => readHgbFiles(open, names, options),
  task: (graph) => {
    const { classes, multiLabel } = names;
    const nodeType = names.nodeTypes[0]!;
    const split = (seed: number) => givenSplit(graph, nodeType, seed);
    return { kind: 'node-classification', nodeType, labelColumn: 'label', classes, multiLabel, split };
  },
}));
