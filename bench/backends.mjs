// One training step of RpHGNN's own operations, and single operations, on every backend that is there:
// npm run bench -- backends [--runs 7]; npm run bench -- train-step [hgb-dblp] [--epochs 6]

import { RandomStream } from '../dist/core/index.js';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, RpHgnnClassifier } from '../dist/models/index.js';
import { fusedAttention, linear, makeTensor, SparseOperand, setBackend, spmm } from '../dist/tensor/index.js';
import { dataRoot, failure } from './arguments.mjs';
import { inChild } from './child.mjs';
import { randomCsr } from './compare/relations.mjs';
import { presetOf } from './preset.mjs';

const round = (value) => Math.round(value * 100) / 100;

/**
 * Names of the backends that are there; webgpu, which may be a software adapter, only if asked for.
 * Looked up in a process of its own: Dawn prints a stack trace where it finds no adapter.
 */
function present(wanted) {
  const { found } = inChild(lookUp, []);
  const unknown = wanted.find((name) => !found.some((each) => each.name === name));
  if (unknown !== undefined)
    throw failure(`Unknown backend '${unknown}'. Known are: ${found.map(({ name }) => name).join(', ')}.`);
  for (const { name, available, detail } of found)
    console.error(`${name}: ${available ? detail : `not here, ${detail}${missing(detail)}`}`);
  const names = found.filter(({ available }) => available).map(({ name }) => name);
  return wanted.length > 0 ? names.filter((name) => wanted.includes(name)) : names.filter((name) => name !== 'webgpu');
}

/** How to get a backend whose package is not installed. */
const missing = (detail) => {
  const [, name] = /the package (\S+) is not installed/.exec(detail) ?? [];
  return name ? ` To compare: npm install --no-save ${name}.` : '';
};

const lookUp = `
  import { availableBackends } from './dist/tensor/index.js';
  console.log(JSON.stringify({ found: await availableBackends() }));
  process.exit();`;

async function medianOf(runs, work) {
  const times = [];
  for (let run = -2; run < runs; run++) {
    const started = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

export async function backends(wanted, { quick, runs = '7' }) {
  const [rowsIn, hidden, numNodes] = quick ? [20, 16, 200] : [2000, 512, 20_000];
  const rows = [];
  for (const name of present(wanted)) {
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
    const [x, weight, bias] = [tensor(rowsIn, hidden), tensor(hidden, hidden), tensor(hidden)];
    await time(`linear ${rowsIn} x ${hidden} x ${hidden}, ms`, () => linear(x, weight, bias));
    const operand = new SparseOperand(randomCsr(numNodes, numNodes, 10));
    const nodes = tensor(numNodes, 64);
    await time(`spmm ${numNodes * 10} x 64, ms`, () => spmm(operand, nodes));
    const scores = tensor(numNodes, 8);
    await time(`attention ${numNodes * 10} x 8 x 8, ms`, () =>
      fusedAttention(operand, { queries: scores, keys: scores, values: nodes }, { heads: 8 }),
    );
    operand.dispose();
    for (const each of [x, weight, bias, nodes, scores]) each.dispose();
    rows.push(row);
  }
  return { rows, summary: 'medians; inputs on the backend, the result read back' };
}

/** Seconds of training epochs after the first, by backend. */
export async function trainStep([asked, ...wanted], { quick, epochs = '6', data }) {
  const dataset = asked ?? (quick ? 'hgb-acm' : 'hgb-dblp');
  const preset = presetOf(dataset, quick);
  const root = dataRoot({ data });
  const { graph, task } = await loadDataset(dataset, { root });
  const problem = classificationProblem(graph, task.nodeType, task.split(1), 1);
  const rows = [];
  for (const name of present(wanted).filter((each) => each !== 'cpu' || wanted.includes('cpu'))) {
    await setBackend(name);
    const settings = { ...preset, epochs: Number(epochs) };
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
