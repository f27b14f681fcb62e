import { join } from 'node:path';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import {
  type FitRecommenderOptions,
  fitRecommender,
  type Interactions,
  type Recommender,
  type RecommendProblem,
} from '../../recommend/index.js';
import { runFiles } from '../run/run-folder.js';

/** {@link fitRecommender} of a run. */
export type FitOfRun = (
  name: string,
  data: Interactions | RecommendProblem,
  options: FitRecommenderOptions,
) => Promise<Recommender>;

/** Fits of a run, each with its checkpoint in a folder of its own: repeated in the same order, those that were done are not done again. */
export function keptFits(out: string | undefined): FitOfRun {
  if (out === undefined) return fitRecommender;
  let fits = 0;
  return (name, data, options) => {
    const dir = join(out, runFiles.checkpoint, `fit-${++fits}`);
    return fitRecommender(name, data, { ...options, checkpoint: { dir } });
  };
}

/** Says of a run that was stopped how to go on. */
export function howToGoOn(error: unknown, out: string | undefined): unknown {
  if (!isHeteroGraphError(error) || error.code !== 'ABORTED' || error.hint !== undefined) return error;
  const kept = out === undefined ? '' : `; fits that were done are kept in ${out}`;
  return new HeteroGraphError('ABORTED', `Stopped${kept}.`, {
    hint: out === undefined ? 'Give a run folder to continue later.' : 'Repeat the same call to continue.',
    cause: error.cause,
  });
}
