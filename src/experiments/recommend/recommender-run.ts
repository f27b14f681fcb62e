import { join } from 'node:path';
import { expectArgument } from '../../core/index.js';
import { loadRecommender, type Recommender } from '../../recommend/index.js';
import { runFiles } from '../run/run-folder.js';
import { isRunOf, readRunOf } from '../run/run-kinds.js';
import { type RecommendRunConfig, recommendConfigFormat } from './recommend-config.js';

/** A recommender that `trainRecommender` kept. It needs no data: what it was fitted on is in the folder. */
export interface RecommenderRun {
  readonly folder: string;
  readonly config: RecommendRunConfig;
  readonly recommender: Recommender;
}

/** Whether a folder holds a run of recommenders. */
export function isRecommenderRun(folder: string): Promise<boolean> {
  return isRunOf(folder, recommendConfigFormat);
}

/**
 * Opens a run that `trainRecommender` kept.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, MODEL_MISMATCH, UNKNOWN_MODEL
 * @example
 * const { recommender } = await openRecommenderRun('runs/shop-recommend-seed-1');
 * const [list] = recommender.recommend(['ann'], { k: 5 });
 */
export async function openRecommenderRun(folder: string): Promise<RecommenderRun> {
  expectArgument(folder, 'text', 'folder');
  const config = await readRunOf(folder, recommendConfigFormat);
  return { folder, config, recommender: await loadRecommender(join(folder, runFiles.model)) };
}
