import { HeteroGraphError } from '../../core/index.js';
import type { EmbeddingRun, LinkRun, RecommenderRun, RegressionRun, TrainedRun } from '../../experiments/index.js';
import type { Recommender } from '../../recommend/index.js';
import { servedEmbeddings } from './embedding-endpoints.js';
import { servedLinks } from './link-endpoints.js';
import { servedNodes } from './node-endpoints.js';
import { servedRecommender } from './recommender-endpoints.js';
import type { Served } from './served.js';

/** What can be served: an opened run of any kind, or a recommender. */
export type Servable = TrainedRun | RegressionRun | LinkRun | EmbeddingRun | RecommenderRun | Recommender;

/** By the task that the run says, so that this runs where the library that opens runs does not. @throws {HeteroGraphError} INVALID_OPTION */
export function servedBy(run: Servable): Served {
  if ('recommend' in run) return servedRecommender(run, 'interactions');
  if ('recommender' in run) return servedRecommender(run.recommender, run.config.data);
  const task = run.config?.task;
  if ('answers' in run && task === 'links') return servedLinks(run);
  if ('embeddings' in run && task === 'embedding') return servedEmbeddings(run);
  if ('choices' in run && 'config' in run && 'model' in run) return servedNodes(run);
  throw new HeteroGraphError('INVALID_OPTION', 'What is given is neither an opened run nor a recommender.', {
    column: 'run',
    hint: 'Open it with openRun, openRegressionRun, openLinkRun, openEmbeddingRun or openRecommenderRun.',
  });
}
