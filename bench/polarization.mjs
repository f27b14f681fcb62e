// Sides of nodes by the model polarization and by simpler ways: npm run bench -- polarization [--dataset A,B] [--seeds 5] [--epochs 60] [--json]
import { RandomStream } from '../dist/core/index.js';
import { loadDataset } from '../dist/datasets/index.js';
import { graphFromArrays, stratifiedSplit } from '../dist/graph/index.js';
import { createModel, embedNodes, principalAxis } from '../dist/models/index.js';
import { rocAucOf } from '../dist/training/index.js';
import { dataRoot, presentData } from './arguments.mjs';
import { plantedDataset } from './planted.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

const files = ['timme-purep', 'fang'];

/**
 * ROC-AUC of one class against the other on rows whose labels no one saw: logistic regression on the vectors of a fifth of the labelled nodes, drawn
 * anew for every seed, and where vectors need no labels also their principal axis, up to its sign.
 */
export async function polarization(_, { quick, dataset, seeds = '5', epochs = '60', data }) {
  const root = dataRoot({ data });
  const names = dataset?.split(',') ?? (quick ? ['planted'] : ['planted', ...presentData(files, root)]);
  const rows = [];
  for (const name of names) {
    const { graph, nodeType, labels } = await sidesOf(name, root, quick);
    for (const [method, vectorsOf] of methodsFor(graph, nodeType, quick ? 2 : Number(epochs))) {
      const [probes, axes] = [[], []];
      for (let seed = 1; seed <= Number(seeds); seed++) {
        const { probe, axis } = await scored(await vectorsOf(seed), labels, seed);
        probes.push(100 * probe);
        axes.push(100 * axis);
      }
      const error = probes.length > 1 ? { error: fixed(standardError(probes)) } : {};
      rows.push({ dataset: name, method, probe: fixed(mean(probes)), ...error, axis: fixed(mean(axes)) });
    }
  }
  return { rows };
}

/** A graph, and 0 or 1 for every node of a type, -1 where there is no label. */
async function sidesOf(name, root, quick) {
  const { graph, task } =
    name === 'planted' ? plantedDataset('planted-homophilous', quick ? 0.1 : 0.5) : await loadDataset(name, { root });
  const { nodeType, labelColumn } = task;
  const { values, valid } = graph.labels(nodeType, labelColumn);
  // Of more classes the first against the second.
  const labels = Int32Array.from(values, (value, row) => (valid?.[row] === 0 || value > 1 ? -1 : value));
  return { graph, nodeType, labels };
}

function methodsFor(graph, nodeType, epochs) {
  const features = graph.features(nodeType);
  const shape = { hidden: 32 };
  const without = { inputFeatures: 'none' };
  const learned = (model, settings, objective) => (seed) =>
    embedNodes(graph, {
      model,
      epochs,
      settings: { ...shape, ...settings },
      seed,
      ...(objective ? { objective } : {}),
    });
  const walks = { width: 32, walksPerNode: 5, walkLength: 20 };
  return [
    ...(features ? [['own features', () => features]] : []),
    [
      'DeepWalk (metapath2vec)',
      (seed) => embedNodes(graph, { model: 'metapath2vec', nodeType, settings: walks, seed }),
    ],
    ['GAT without types', learned('gat', { heads: 4 }, 'links')],
    ['SAGE by relation', learned('sage', {}, 'links')],
    ['polarization, links alone', learned('polarization', without)],
    ['polarization', learned('polarization', {})],
  ].map(([name, of]) => [name, async (seed) => matrixOf(await of(seed), nodeType)]);
}

function matrixOf(vectors, nodeType) {
  if ('kind' in vectors) return vectors;
  const numRows = vectors.numNodes(nodeType);
  return { kind: 'dense', numRows, width: vectors.width, values: vectors.valuesOf(nodeType) };
}

async function scored(vectors, labels, seed) {
  const known = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  const parts = { train: 0.2, valid: 0, test: 0.8 };
  const split = stratifiedSplit(known, labels, 2, parts, new RandomStream(seed, 'polarization'));
  const graph = graphFromArrays({ nodes: { node: { data: { vectors } } } });
  const targets = { kind: 'single', labels, numClasses: 2, classNames: ['0', '1'] };
  const model = createModel('logistic');
  await model.fit({ kind: 'classification', graph, nodeType: 'node', split, seed, targets });
  const scores = await model.predict(split.test);
  model.dispose();
  const isOne = Uint8Array.from(split.test, (row) => labels[row]);
  const probe = rocAucOf(
    Float64Array.from(split.test, (_, i) => scores[2 * i + 1] - scores[2 * i]),
    isOne,
  );
  if (vectors.kind !== 'dense') return { probe, axis: Number.NaN };
  const { scores: along } = principalAxis(vectors, { rows: known });
  const axis = rocAucOf(
    Float64Array.from(split.test, (row) => along[row]),
    isOne,
  );
  return { probe, axis: Math.max(axis, 1 - axis) };
}
