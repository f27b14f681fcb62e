import { join } from 'node:path';
import { HeteroGraphError, RandomStream } from '../core/index.js';
import { type HeteroGraph, type NodeSplit, splitNodes, stratifiedSplit } from '../graph/index.js';
import { readHgbFolder } from './hgb/read.js';
import { type HgbSet, hgbSets } from './hgb/sets.js';
import type { Dataset, DatasetInfo, LoadOptions } from './types.js';
import { loadWordNet, wordnetInfo } from './wordnet/dataset.js';

/** Every data set that can be loaded by name. */
export function listDatasets(): DatasetInfo[] {
  return [wordnetInfo, ...hgbSets.map((set) => set.info)];
}

/**
 * Loads a data set by name.
 *
 * @throws {HeteroGraphError} UNKNOWN_DATASET, DATASET_FILES_MISSING (which file, from where, where to put it), MALFORMED_ROW
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  if (name === wordnetInfo.name) return loadWordNet(options);
  const set = hgbSets.find(({ info }) => info.name === name);
  if (set) return loadHgb(set, options);
  throw new HeteroGraphError('UNKNOWN_DATASET', `There is no data set "${name}".`, {
    hint: `Known are: ${listDatasets()
      .map((info) => info.name)
      .join(', ')}.`,
  });
}

async function loadHgb({ info, names }: HgbSet, options: LoadOptions): Promise<Dataset> {
  const root = options.root ?? process.env.HETEROGRAPH_DATA;
  if (root === undefined) {
    throw new HeteroGraphError('DATASET_FILES_MISSING', `Where the files of ${info.name} lie is not known.`, {
      hint: `Put ${info.files.join(', ')} (from ${info.source}) into ROOT/${info.name} and name ROOT by --root or HETEROGRAPH_DATA.`,
    });
  }
  const graph = await readHgbFolder(join(root, info.name), names, options);
  const { classes, multiLabel } = names;
  const nodeType = names.nodeTypes[0]!;
  const split = (seed: number) => hgbSplit(graph, nodeType, seed);
  const task = { kind: 'node-classification', nodeType, labelColumn: 'label', classes, multiLabel, split } as const;
  return { info, graph, task };
}

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
