import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { free } from './entries.mjs';
import { plantedGraph } from './inputs.mjs';

const SMALL = { embeddingWidth: 8, hidden: 16, epochs: 4, patience: 4, validateEvery: 1, batchSize: 100 };

/** Every classifier, trained for a few epochs: its class scores, and those of the saved model. */
export async function modelBits(api, record, data) {
  const { datasets, graph, models } = api;
  const planted = plantedGraph(api);
  const split = graph.splitNodes(planted, 'person', { strategy: 'stratified', seed: 6 });
  const presets = models.rphgnnPresets;
  for (const backend of ['threads', 'cpu']) {
    await api.training.setBackend(backend);
    const problem = () => models.classificationProblem(planted, 'person', split, 3);
    await baselines(api, (name, compute) => record(`planted, ${backend}, ${name}`, compute), problem);
    for (const [name, preset] of Object.entries(presets)) {
      const { relations, labels, ...settings } = preset;
      const options = {
        settings: { ...settings, ...(labels && { labels }), ...SMALL, hops: Math.min(settings.hops, 3) },
      };
      await record(`planted, ${backend}, rphgnn as for ${name}`, () =>
        fitted(new models.RpHgnnClassifier(options), problem()),
      );
    }
  }
  await api.training.setBackend('threads');
  const { graph: acm, task } = await datasets.loadDataset('hgb-acm', { root: data });
  const problem = () => models.classificationProblem(acm, task.nodeType, task.split(1), 1);
  await baselines(api, (name, compute) => record(`hgb-acm, ${name}`, compute), problem);
  await record('hgb-acm, rphgnn', () =>
    fitted(
      new models.RpHgnnClassifier({ settings: { ...presets['hgb-acm'], hops: 2, embeddingWidth: 32, epochs: 4 } }),
      problem(),
    ),
  );
  await record('hgb-acm, rphgnn saved and loaded', () => reloaded(api, problem()));
}

async function baselines({ models }, record, problem) {
  const short = { epochs: 3, hidden: 16 };
  await record('majority', () => fitted(new models.MajorityClassifier(), problem()));
  await record('label propagation', () => fitted(new models.LabelPropagationClassifier(), problem()));
  for (const features of ['own', 'propagated']) {
    await record(`ridge, ${features}`, () => fitted(new models.RidgeClassifier({ features }), problem()));
    await record(`mlp, ${features}`, () => fitted(new models.MlpClassifier({ features, ...short }), problem()));
  }
}

async function fitted(model, problem) {
  try {
    const { training } = await model.fit(problem);
    const rows = problem.split.test;
    return [
      await model.predict(rows),
      model.name === 'rphgnn' ? (await model.embed(rows)).values : 0,
      training ? [training.epochs, training.bestEpoch ?? 0] : 0,
    ];
  } finally {
    free(model);
  }
}

async function reloaded({ models }, problem) {
  const folder = mkdtempSync(join(tmpdir(), 'bits-'));
  try {
    const settings = { ...models.rphgnnPresets['hgb-acm'], hops: 1, embeddingWidth: 16, epochs: 2 };
    const model = new models.RpHgnnClassifier({ settings });
    await model.fit(problem);
    const place = join(folder, 'model');
    await (models.saveModel ? models.saveModel(model, place) : model.save(place));
    free(model);
    const loaded = await (models.loadModel ?? models.RpHgnnClassifier.load)(place);
    const scores = await loaded.predict(problem.split.test, { graph: problem.graph });
    free(loaded);
    return scores;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
