import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, type NodeSplit, splitNodes, stratifiedSplit } from '../../graph/index.js';
import type { DatasetDefinition } from '../base/definition.js';
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
    split: (seed) => splitOf(graph, seed),
  }),
};

/** Always the same test rows, drawn by seed 0; of the others a third validates by seed, in every class. */
function splitOf(graph: HeteroGraph, seed: number): NodeSplit {
  const fractions = { train: 0.3, valid: 0, test: 0.7 };
  const { train: known, test } = splitNodes(graph, 'story', { strategy: 'stratified', fractions, seed: 0 });
  const labels = graph.labels('story')!;
  const stream = new RandomStream(seed, 'split', 'story');
  const parts = { train: 2 / 3, valid: 1 / 3, test: 0 };
  return { ...stratifiedSplit(known, labels.values as Int32Array, labels.numClasses, parts, stream), test };
}
