// Pre-computation against torch, turn by turn: npm run bench -- rphgnn-precompute hgb-acm --python PYTHON --peers FOLDER --runs 5
// Every run is a process of its own, both on the same number of threads; the seconds are those of the pre-computation alone.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { dataRoot } from '../arguments.mjs';
import { inChild } from '../child.mjs';
import { presetOf } from '../preset.mjs';
import { hasTorchScript } from './peer.mjs';

export async function rphgnnPrecompute(
  [name = 'hgb-acm'],
  { quick, python = 'python3', peers = '../shared/peers', data, runs = '5', threads = '2' },
) {
  const root = dataRoot({ data });
  const script = join(peers, 'torch_rphgnn.py');
  // The torch script has no projection of the input, so only a quick run, whose times are not compared, has it.
  const preset = { ...presetOf(name, quick), ...(!quick && { inputWidth: undefined }) };
  const torch = () => {
    const peer = [script, '--data', join(root, name), '--threads', threads, '--epochs', '0'];
    return JSON.parse(execFileSync(python, peer, { encoding: 'utf8' })).precompute_seconds;
  };
  const sides = {
    ...(hasTorchScript(python, script) && { torch }),
    sparse: () => ours(name, root, { ...preset, projection: 'sparse' }, threads),
    'very-sparse': () => ours(name, root, { ...preset, projection: 'very-sparse' }, threads),
  };
  const rows = [];
  for (let run = 0; run < Number(runs); run++) {
    const row = { run };
    for (const [side, seconds] of Object.entries(sides)) row[side] = seconds();
    row.load = loadavg()[0];
    rows.push(row);
    console.error(JSON.stringify(row));
  }
  const median = (side) => {
    const values = rows.map((row) => row[side]).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)];
  };
  const medians = Object.fromEntries(Object.keys(sides).map((side) => [side, median(side)]));
  const over = (side) => medians.torch / medians[side];
  const speedup = sides.torch && { sparse: over('sparse'), 'very-sparse': over('very-sparse') };
  return { rows, summary: { dataset: name, threads: Number(threads), medians, speedup } };
}

function ours(name, root, settings, threads) {
  const code = `
    import { loadDataset } from './dist/datasets/index.js';
    import { precomputeRpHgnn } from './dist/propagation/index.js';
    const [name, root, settings] = process.argv.slice(1);
    const { graph, task } = await loadDataset(name, { root });
    const { hops, useInput, inputWidth, embeddingWidth, projection } = JSON.parse(settings);
    const started = performance.now();
    await precomputeRpHgnn(graph, { target: task.nodeType, hops, useInput, inputWidth, embeddingWidth, projection, seed: 1 });
    console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
    process.exit();`;
  return inChild(code, [name, root, JSON.stringify(settings)], { HETEROGRAPH_THREADS: threads }).seconds;
}
