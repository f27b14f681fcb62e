import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, type NodeSplit, splitNodes, stratifiedSplit } from '../../graph/index.js';
import type { DatasetDefinition } from '../definition.js';
import { locateBelowRoot } from '../locate.js';
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
    const split = (seed: number) => hgbSplit(graph, nodeType, seed);
    return { kind: 'node-classification', nodeType, labelColumn: 'label', classes, multiLabel, split };
  },
}));

/** A fifth of the labelled rows validates: of every class (rounded up) where labels are single, of all where not. */
function hgbSplit(graph: HeteroGraph, nodeType: string, seed: number): NodeSplit {
  const { train: labelled, test } = splitNodes(graph, nodeType, {
    strategy: 'given',
    train: 'trainValid',
    test: 'test',
  });
  const labels = graph.labels(nodeType)!;
  const stream = new RandomStream(seed, 'split', nodeType);
  if (labels.kind === 'single') {
    const fractions = { train: 0.8, valid: 0.2, test: 0 };
    return { ...stratifiedSplit(labelled, labels.values, labels.numClasses, fractions, stream), test };
  }
  const order = stream.shuffle(Int32Array.from(labelled));
  const numValid = Math.ceil(order.length / 5);
  return { train: order.slice(numValid).sort(), valid: order.slice(0, numValid).sort(), test };
}
