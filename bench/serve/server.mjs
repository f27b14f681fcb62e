// A recommender, fitted and served in a process of its own; node --expose-gc, so that memory can be measured.
import { loadDataset } from '../../dist/datasets/index.js';
import { fitRecommender, interactionsFrom, interactionsOf } from '../../dist/recommend/index.js';
import { startServer } from '../../dist/serve/index.js';

const { root, dataset, model, quick, settings } = JSON.parse(process.argv[2]);
const train = quick ? someInteractions() : await ofDataset();
const started = performance.now();
const recommender = await fitRecommender(model, train, { seed: 1, settings, ...(dataset ? { preset: dataset } : {}) });
const seconds = (performance.now() - started) / 1000;
const server = await startServer(recommender, { port: 0 });

process.on('message', (what) => {
  if (what !== 'memory') return;
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  process.send({ heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 });
});
const stop = async () => {
  await server.stop();
  if (process.connected) process.disconnect();
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
const { users, items } = recommender.train;
process.send({ url: server.url, seconds, users: sample(users), items: sample(items), sizes: [users.size, items.size] });

function sample(index) {
  return Array.from({ length: Math.min(index.size, 5000) }, (_, i) =>
    index.idOf(Math.floor((i * index.size) / 5000) % index.size),
  );
}

async function ofDataset() {
  const { graph, task } = await loadDataset(dataset, { root });
  const given = task.givenSplit?.();
  return interactionsOf(graph, { edgeType: task.edgeType, weight: false, ...(given && { edges: given.train }) });
}

function someInteractions() {
  const rows = Array.from({ length: 4000 }, (_, i) => [i % 200, (i * 7 + (i % 13)) % 300]);
  return interactionsFrom({ users: rows.map(([user]) => user), items: rows.map(([, item]) => item) });
}
