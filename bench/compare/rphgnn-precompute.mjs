// Pre-computation against torch, turn by turn: npm run bench -- rphgnn-precompute hgb-acm --python PYTHON --peers FOLDER --runs 5
// Every run is a process of its own, both on the same number of threads; the seconds are those of the pre-computation alone.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { hasModules } from './peer.mjs';

export async function rphgnnPrecompute(
  [name = 'hgb-acm'],
  { python = 'python3', peers = '../shared/peers', data, runs = '5', threads = '2' },
) {
  const root = data ?? process.env.HETEROGRAPH_DATA ?? '../shared/data';
  const torch = () => {
    const peer = [join(peers, 'torch_rphgnn.py'), '--data', join(root, name), '--threads', threads, '--epochs', '0'];
    return JSON.parse(execFileSync(python, peer, { encoding: 'utf8' })).precompute_seconds;
  };
  const sides = {
    ...(hasModules(python, ['torch']) && { torch }),
    sparse: () => ours(name, root, 'sparse', threads),
    'very-sparse': () => ours(name, root, 'very-sparse', threads),
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

function ours(name, root, projection, threads) {
  const code = `
    import { loadDataset } from './dist/datasets/index.js';
    import { rphgnnPresets } from './dist/models/index.js';
    import { precomputeRpHgnn } from './dist/propagation/index.js';
    const [name, root, projection] = process.argv.slice(1);
    const { graph, task } = await loadDataset(name, { root });
    const { hops, useInput, embeddingWidth } = rphgnnPresets[name];
    const started = performance.now();
    await precomputeRpHgnn(graph, { target: task.nodeType, hops, useInput, embeddingWidth, projection, seed: 1 });
    console.log((performance.now() - started) / 1000);
    process.exit();`;
  const env = { ...process.env, HETEROGRAPH_THREADS: threads };
  const args = ['--input-type=module', '-e', code, name, root, projection];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8', env }));
}
