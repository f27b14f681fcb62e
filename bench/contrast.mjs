// Nearest neighbours by vectors of supervised contrast, of cross entropy, and of the columns alone: npm run bench -- contrast [--dataset A,B] [--model sage] [--seeds 5] [--from 1] [--epochs 100] [--out FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, createModel, embedNodes, nearestClasses } from '../dist/models/index.js';
import { dataRoot } from './arguments.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

/** Neighbours that may vote; the validation rows choose. */
const COUNTS = [1, 5, 10, 20, 50];
const hidden = 64;

/**
 * Accuracy in percent on the test rows, mean and standard error over the seeds: k nearest neighbours among the training rows by cosine, k chosen on the validation rows; by what
 * a network has before its last layer, and by its vectors of supervised contrast, which see the labels of the training rows alone; beside the network's own answers, label propagation, and
 * neighbours by the nodes' columns. What FILE has already is not computed again.
 */
export async function contrast(_, options) {
  const { quick, dataset, model = 'sage', seeds = '5', from = '1', epochs = '100', out, data } = options;
  const root = dataRoot({ data });
  const names = dataset?.split(',') ?? ['hgb-acm', 'hgb-dblp'].slice(0, quick ? 1 : undefined);
  const kept = out && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : [];
  for (let seed = Number(from); seed < Number(from) + (quick ? 1 : Number(seeds)); seed++) {
    for (const name of names) {
      if (kept.some((each) => each.dataset === name && each.model === model && each.seed === seed)) continue;
      const { graph, task } = await loadDataset(name, { root });
      const problem = classificationProblem(graph, task.nodeType, task.split(seed), seed, task.labelColumn);
      kept.push({
        dataset: name,
        model,
        seed,
        scores: await scores(problem, { model, epochs: quick ? 2 : Number(epochs) }),
      });
      if (out) writeFileSync(out, `${JSON.stringify(kept, undefined, 1)}\n`);
    }
  }
  return {
    rows: names.flatMap((name) =>
      rowsOf(
        name,
        kept.filter((each) => each.dataset === name && each.model === model),
      ),
    ),
  };
}

async function scores(problem, { model, epochs }) {
  const { graph, nodeType, split, seed, targets } = problem;
  const labels = new Int32Array(graph.numNodes(nodeType)).fill(-1);
  for (const row of split.train) labels[row] = targets.labels[row];
  const all = Int32Array.from(labels.keys());
  const right = (classes, rows) =>
    (100 * rows.filter((row, i) => classes[i] === targets.labels[row]).length) / rows.length;
  const neighbours = (vectors) => {
    const share = (rows, k) => right(nearestClasses(vectors, labels, rows, { k }).classes, rows);
    const best = COUNTS.map((k) => ({ k, valid: share(split.valid, k) })).sort(
      (a, b) => b.valid - a.valid || a.k - b.k,
    )[0];
    return share(split.test, best.k);
  };
  const answers = async (fitted) => {
    const { numClasses } = targets;
    const logits = await fitted.predict(split.test);
    const classes = Int32Array.from(split.test, (_, i) => {
      const own = logits.subarray(i * numClasses, (i + 1) * numClasses);
      return own.indexOf(Math.max(...own));
    });
    return right(classes, split.test);
  };
  const propagation = createModel('label-propagation', {});
  await propagation.fit(problem);
  const network = createModel(model, { settings: { hidden, epochs: 2 * epochs } });
  await network.fit(problem);
  const found = {
    'label propagation': await answers(propagation),
    'neighbours by own columns': neighbours(denseOf(graph.features(nodeType), all.length)),
    [`${model}, its own answers`]: await answers(network),
    [`neighbours by ${model}, cross entropy`]: neighbours(await network.embed(all)),
  };
  network.dispose();
  const learned = await embedNodes(graph, {
    model,
    objective: 'supcon',
    nodeType,
    labels,
    seed,
    epochs,
    settings: { hidden },
  });
  found[`neighbours by ${model}, supervised contrast`] = neighbours({
    values: learned.valuesOf(nodeType),
    width: learned.width,
  });
  return found;
}

/** Features as a matrix; of nodes without any one column of ones, by which all are alike. */
function denseOf(features, numRows) {
  if (!features) return { values: new Float32Array(numRows).fill(1), width: 1 };
  const { width } = features;
  if (features.kind === 'dense') return { values: features.values, width };
  const values = new Float32Array(numRows * width);
  for (let row = 0; row < numRows; row++)
    for (let e = features.indptr[row]; e < features.indptr[row + 1]; e++)
      values[row * width + features.indices[e]] = features.values[e];
  return { values, width };
}

function rowsOf(dataset, runs) {
  return Object.keys(runs[0]?.scores ?? {}).map((method) => {
    const values = runs.map((run) => run.scores[method]);
    const error = values.length > 1 ? ` ± ${fixed(standardError(values))}` : '';
    return { dataset, method, seeds: runs.length, accuracy: `${fixed(mean(values))}${error}` };
  });
}
