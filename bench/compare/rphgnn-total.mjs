// Whole runs against torch, turn by turn: npm run bench -- rphgnn-total hgb-dblp --python PYTHON --peers FOLDER [--runs 3]
// Pre-computation and training until it stops, on two threads, each in a process of its own; loading the data is not counted.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { dataRoot } from '../arguments.mjs';
import { inChild } from '../child.mjs';
import { presetOf } from '../preset.mjs';
import { hasTorchScript } from './peer.mjs';

export async function rphgnnTotal(
  [asked, ...sides],
  { quick, python = 'python3', peers = '../shared/peers', data, runs = '3', threads = '2', epochs },
) {
  const root = dataRoot({ data });
  const name = asked ?? (quick ? 'hgb-acm' : 'hgb-dblp');
  const preset = presetOf(name, quick);
  const settings = epochs === undefined ? preset : { ...preset, epochs: Number(epochs) };
  const wanted =
    sides.length > 0
      ? sides
      : [...(hasTorchScript(python, join(peers, 'torch_rphgnn.py')) ? ['torch'] : []), 'threads'];
  const rows = [];
  for (let run = 0; run < Number(runs); run++) {
    for (const side of wanted) {
      const result =
        side === 'torch'
          ? torch(python, peers, join(root, name), threads, run + 1)
          : ours(name, root, side, threads, run + 1, settings);
      const row = { side, seed: run + 1, ...result, load: loadavg()[0] };
      rows.push(row);
      console.error(JSON.stringify(row));
    }
  }
  const median = (side, key) => {
    const values = rows.filter((row) => row.side === side).map((row) => row[key]);
    return values.sort((a, b) => a - b)[values.length >> 1];
  };
  const summary = Object.fromEntries(
    wanted.map((side) => [
      side,
      { total: median(side, 'total'), micro: median(side, 'micro'), macro: median(side, 'macro') },
    ]),
  );
  return { rows, summary };
}

function torch(python, peers, data, threads, seed) {
  const peer = [join(peers, 'torch_rphgnn.py'), '--data', data, '--threads', threads, '--seed', String(seed)];
  const result = JSON.parse(execFileSync(python, peer, { encoding: 'utf8' }));
  const {
    precompute_seconds: precompute,
    train_seconds: train,
    epochs,
    test_micro_f1: micro,
    test_macro_f1: macro,
  } = result;
  return { total: precompute + train, precompute, train, epochs, micro, macro };
}

function ours(name, root, backend, threads, seed, settings) {
  const code = `
    import { loadDataset } from './dist/datasets/index.js';
    import { classificationProblem, RpHgnnClassifier } from './dist/models/index.js';
    import { macroF1, microF1, setBackend } from './dist/training/index.js';
    const [name, root, backend, seed, settings] = process.argv.slice(1);
    const { graph, task } = await loadDataset(name, { root });
    await setBackend(backend);
    const split = task.split(Number(seed));
    const problem = classificationProblem(graph, task.nodeType, split, Number(seed));
    const classifier = new RpHgnnClassifier({ settings: JSON.parse(settings) });
    const { seconds, training } = await classifier.fit(problem);
    const { numClasses } = problem.targets;
    const prediction = { logits: await classifier.predict(split.test), rows: split.test, numClasses };
    const [micro, macro] = [microF1, macroF1].map((metric) => 100 * metric.compute(prediction, problem.targets));
    const { precompute, train } = seconds;
    console.log(JSON.stringify({ total: precompute + train, precompute, train, epochs: training.epochs, micro, macro }));
    process.exit();`;
  return inChild(code, [name, root, backend, String(seed), JSON.stringify(settings)], { HETEROGRAPH_THREADS: threads });
}
