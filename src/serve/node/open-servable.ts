import type { RunOptions } from '../../core/index.js';
import type { DataOptions } from '../../data/index.js';
import { openEmbeddingRun, openLinkRun, openRecommenderRun } from '../../experiments/index.js';
import { isEmbeddingRun, isLinkRun, isRecommenderRun, openNodeRun } from '../../experiments/internal.js';
import type { Servable } from '../endpoints/served-by.js';

/**
 * Opens a run folder of any kind on the data of its training.
 *
 * @param options where the files lie; a run on a graph in memory needs the same `graph` again
 * @throws {HeteroGraphError} as `openRun`, `openLinkRun`, `openEmbeddingRun` and `openRecommenderRun`
 */
export async function openServable(
  folder: string,
  options: Omit<DataOptions, 'target'> = {},
  run: RunOptions = {},
): Promise<Servable> {
  if (await isRecommenderRun(folder)) return openRecommenderRun(folder);
  if (await isLinkRun(folder)) return openLinkRun(folder, options, run);
  if (await isEmbeddingRun(folder)) return openEmbeddingRun(folder, options, run);
  return openNodeRun(folder, options, run);
}
