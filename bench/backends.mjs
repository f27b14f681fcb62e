// One training step of RpHGNN's own operations, and single operations, on every backend that is there:
// npm run bench -- backends [--runs 7]; npm run bench -- train-step [hgb-dblp] [--epochs 6]

import { RandomStream } from '../dist/core/index.js';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, RpHgnnClassifier, rphgnnPresets } from '../dist/models/index.js';
import {
  availableBackends,
  fusedAttention,
  linear,
  makeTensor,
  SparseOperand,
  setBackend,
  spmm,
} from '../dist/tensor/index.js';
import { randomCsr } from './compare/relations.mjs';

const round = (value) => Math.round(value * 100) / 100;

/** Names of the backends that are there; software adapters are left out unless they are asked for. */
async function present(wanted) {
  const found = await availableBackends();
  for (const { name, available, detail } of found)
    console.error(`${name}: ${available ? detail : `not here, ${detail}`}`);
  const names = found.filter(({ available }) => available).map(({ name }) => name);
  return wanted.length > 0 ? names.filter((name) => wanted.includes(name)) : names.filter((name) => name !== 'webgpu');
}

async function medianOf(runs, work) {
  const times = [];
  for (let run = -2; run < runs; run++) {
    const started = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

export async function backends(wanted, { runs = '7' }) {
  const rows = [];
  for (const name of await present(wanted)) {
    await setBackend(name);
    const tensor = (...shape) => makeTensor(shape, (values) => new RandomStream(1, 'backends').fillNormal(values));
    const row = { backend: name };
    const time = async (what, f) => {
      row[what] = round(
        await medianOf(Number(runs), async () => {
          const result = f();
          await result.data();
          result.dispose();
        }),
      );
    };
    const [x, weight, bias] = [tensor(2000, 512), tensor(512, 512), tensor(512)];
    await time('linear 2000 x 512 x 512, ms', () => linear(x, weight, bias));
    const operand = new SparseOperand(randomCsr(20_000, 20_000, 10));
    const nodes = tensor(20_000, 64);
    await time('spmm 200,000 x 64, ms', () => spmm(operand, nodes));
    const scores = tensor(20_000, 8);
    await time('attention 200,000 x 8 x 8, ms', () =>
      fusedAttention(operand, { queries: scores, keys: scores, values: nodes }, { heads: 8 }),
    );
    operand.dispose();
    for (const each of [x, weight, bias, nodes, scores]) each.dispose();
    rows.push(row);
  }
  return { rows, summary: 'medians; inputs on the backend, the result read back' };
}

/** Seconds of training epochs after the first, by backend. */
export async function trainStep([dataset = 'hgb-dblp', ...wanted], { epochs = '6', data }) {
  const root = data ?? process.env.HETEROGRAPH_DATA ?? '../shared/data';
  const { graph, task } = await loadDataset(dataset, { root });
  const problem = classificationProblem(graph, task.nodeType, task.split(1), 1);
  const rows = [];
  for (const name of (await present(wanted)).filter((each) => each !== 'cpu' || wanted.includes('cpu'))) {
    await setBackend(name);
    const settings = { ...rphgnnPresets[dataset], epochs: Number(epochs) };
    const classifier = new RpHgnnClassifier({ settings });
    const { training, numParameters } = await classifier.fit(problem);
    const seconds = training.history.column('seconds').slice(1);
    const sorted = [...seconds].sort((a, b) => a - b);
    rows.push({
      backend: name,
      dataset,
      parameters: numParameters,
      'epoch, s (median)': round(sorted[sorted.length >> 1]),
      'fastest, s': round(sorted[0]),
    });
    classifier.dispose();
  }
  return { rows, summary: 'an epoch: all batches forward, backward, Adam; validation as the preset says' };
}
