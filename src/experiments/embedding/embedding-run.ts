import { join } from 'node:path';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../../data/index.js';
import { type HeteroGraph, hashGraph } from '../../graph/index.js';
import { loadEmbeddings, type NodeEmbeddings } from '../../models/index.js';
import { prepareFeatures } from '../data/prepare-features.js';
import { runFiles } from '../run/run-folder.js';
import { isRunOf, readRunOf } from '../run/run-kinds.js';
import { type EmbeddingRunConfig, embeddingConfigFormat } from './embedding-config.js';

/** Vectors that `trainEmbeddings` kept, for the nodes of a graph. */
export interface EmbeddingRun {
  readonly folder: string;
  readonly config: EmbeddingRunConfig;
  readonly embeddings: NodeEmbeddings;
  readonly opened: OpenedData;
  /** With the features that the run prepared. */
  readonly graph: HeteroGraph;
  /** Whether it is the graph of the training. */
  readonly isTrainedOn: boolean;
  /** What people should know of the data. */
  readonly remarks: readonly string[];
}

/** Whether a folder holds a run of embeddings. */
export function isEmbeddingRun(folder: string): Promise<boolean> {
  return isRunOf(folder, embeddingConfigFormat);
}

/**
 * Opens a run that `trainEmbeddings` kept: the vectors as they are on the data of the training, those of the nodes of other data where the
 * model can make them.
 *
 * @param options other data than those of the training; a run on a graph in memory needs a `graph`
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL; INVALID_OPTION; MODEL_MISMATCH where other data have other types,
 *   columns or relations, or where the run's own have changed; UNSUPPORTED_BY_MODEL where the model knows the nodes of its training alone;
 *   and as `openData`
 * @example
 * const { embeddings, graph } = await openEmbeddingRun('runs/shop-vectors', { data: 'shop-of-this-week' });
 */
export async function openEmbeddingRun(
  folder: string,
  options: Omit<DataOptions, 'target'> = {},
  run: RunOptions = {},
): Promise<EmbeddingRun> {
  const config = await readRunOf(folder, embeddingConfigFormat);
  const learned = await loadEmbeddings(join(folder, runFiles.model));
  const isOther = [options.dataset, options.data, options.graph].some((each) => each !== undefined);
  const { source } = config;
  if (!isOther && 'graph' in source) {
    throw new HeteroGraphError('INVALID_OPTION', 'The vectors were learned on a graph in memory.', {
      hint: 'Give the graph again: openEmbeddingRun(folder, { graph }).',
    });
  }
  const known = { ...options, ...(isOther || 'graph' in source ? {} : source) };
  const opened = await openData({ ...known, ...(config.target === undefined ? {} : { target: config.target }) }, run, {
    targetMayBeAbsent: isOther,
  });
  const isTrainedOn = hashGraph(opened.graph) === config.graph;
  if (!isOther && !isTrainedOn) {
    throw new HeteroGraphError('MODEL_MISMATCH', 'The data differ from those that the vectors were learned on.', {
      hint: 'Learn again; or give the changed data as dataset, data or graph.',
    });
  }
  const remarks = [...opened.remarks];
  const { graph } = prepareFeatures(opened.graph, {
    given: config.preparation,
    ...(isTrainedOn ? {} : { onRemark: (text: string) => remarks.push(text) }),
  });
  const embeddings = isTrainedOn ? learned : await learned.ofGraph(graph, run);
  return { folder, config, embeddings, opened, graph, isTrainedOn, remarks };
}
