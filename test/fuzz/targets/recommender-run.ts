import { openRecommenderRun, trainRecommender } from '../../../src/experiments/index.js';
import { GraphBuilder } from '../../../src/graph/index.js';
import { createApp } from '../../../src/serve/index.js';
import { ratings } from '../../experiments/recommend/folders.js';
import { type FuzzTarget, SilentFault } from '../target.js';

const liked = ratings().filter(({ rating }) => rating >= 4);
const graph = new GraphBuilder()
  .addNodes('user', 60)
  .addNodes('film', 30)
  .addEdges(['user', 'likes', 'film'], {
    source: Int32Array.from(liked, ({ user }) => user),
    target: Int32Array.from(liked, ({ item }) => item),
  })
  .build();
const train = (out: string) => trainRecommender({ graph, out, model: 'item-knn', cache: false });

/** A run folder of recommenders, config and all: it is opened and served, trained into again, or refused. */
export const recommenderRun: FuzzTarget = {
  name: 'recommender-run',
  isForged: true,
  writes: true,
  seed: async (folder) => {
    await train(folder);
  },
  read: async (folder, random) => {
    if (random.nextInt(6) === 0) {
      const { summary } = await train(folder);
      if (summary.problem) throw summary.problem;
    }
    const run = await openRecommenderRun(folder);
    const app = createApp(run);
    for (const query of ['/recommend?users=3&users=nobody&k=4', '/similar?items=5', '/health', '/openapi.json']) {
      const { status } = await app.fetch(new Request(`http://localhost${query}`));
      if (status !== 200) throw new SilentFault(`${query} is answered by ${status}.`);
    }
  },
};
