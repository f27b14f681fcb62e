import { HeteroGraphError } from '../core/index.js';
import { checkedSource } from './base/checked-source.js';
import type { DatasetDefinition } from './base/definition.js';
import type { Dataset, DatasetInfo, LoadOptions } from './base/types.js';
import { loadThroughCache } from './cache/load.js';
import { fangDataset } from './fang/dataset.js';
import { hgbDatasets } from './hgb/dataset.js';
import { lastfmDataset } from './lastfm/dataset.js';
import { rdfDatasets } from './rdf/dataset.js';
import { recommendationDatasets } from './recommendation/dataset.js';
import { timmeDataset } from './timme/dataset.js';
import { tripleDatasets } from './triples/dataset.js';
import { upfdDataset } from './upfd/dataset.js';
import { voteDatasets } from './votes/dataset.js';
import { wordnetDataset } from './wordnet/dataset.js';

const definitions: readonly DatasetDefinition[] = [
  wordnetDataset,
  ...hgbDatasets,
  ...rdfDatasets,
  fangDataset,
  upfdDataset,
  timmeDataset,
  lastfmDataset,
  ...voteDatasets,
  ...tripleDatasets,
  ...recommendationDatasets,
];

/** Every data set that can be loaded by name. */
export function listDatasets(): DatasetInfo[] {
  return definitions.map(({ info }) => info);
}

/**
 * Loads a data set by name. The first load parses its files and keeps the graph as Arrow files in the cache folder; later
 * ones open that, for as long as the files stay the same.
 *
 * @throws {HeteroGraphError} UNKNOWN_DATASET; DATASET_FILES_MISSING (which file, from where, where to put it);
 * DATASET_CHECKSUM, MALFORMED_ROW and what reading files throws; ABORTED
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const definition = definitionOf(name);
  const { info } = definition;
  const paths = definition.locate(options);
  const { verify = true } = options;
  const open = (file: string) => {
    const path = paths.get(file)!;
    return verify ? checkedSource(path, info.checksums[file]!, options) : path;
  };
  const parse = () => definition.read(open, options);
  const loaded =
    options.cache === false
      ? ({ graph: await parse(), source: 'files' } as const)
      : await loadThroughCache(definition, paths, parse, options);
  return { info, task: definition.task(loaded.graph), ...loaded };
}

/** @throws {HeteroGraphError} UNKNOWN_DATASET */
export function definitionOf(name: string): DatasetDefinition {
  const found = definitions.find(({ info }) => info.name === name);
  if (found) return found;
  throw new HeteroGraphError('UNKNOWN_DATASET', `There is no data set "${name}".`, {
    hint: `Known are: ${definitions.map(({ info }) => info.name).join(', ')}.`,
  });
}
