// Seconds per training epoch of message-passing models against PyG, turn by turn, each run in a process of its own:
// npm run bench -- networks [hgt ...] --sets 3 --python PYTHON --peers FOLDER [--runs 3] [--epochs 5] [--threads 2]
// Full batch, hidden 64, 8 heads, two layers, no evaluation. The peer is the faster of PyG's edge list and CSR where it has both.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { dataRoot, presentData } from '../arguments.mjs';
import { inChild } from '../child.mjs';
import { hasTorchScript } from './peer.mjs';

/** The peer's name of a model, its forms of the adjacency, and our settings of the same shape. */
const models = {
  rgcn: { peer: 'rgcn', forms: ['edges'], settings: {} },
  sage: { peer: 'heterosage', forms: ['edges', 'csr'], settings: {} },
  han: { peer: 'han', forms: ['edges'], settings: { attentionDropout: 0 } },
  hgt: { peer: 'hgt', forms: ['edges'], settings: { softmax: 'all', norm: false } },
  'simple-hgn': { peer: 'simplehgn', forms: ['edges'], settings: { layers: 3, inputFeatures: 'all' } },
};
const shape = { layers: 2, hidden: 64 };

export async function networksBench(
  names,
  { quick, python = 'python3', peers = '../shared/peers', data, runs = '3', threads = '2', epochs = '5', dataset },
) {
  const root = dataRoot({ data });
  const given = dataset ?? (quick ? 'hgb-imdb' : undefined);
  const sets = given === undefined ? presentData(['hgb-acm', 'hgb-dblp', 'hgb-imdb'], root) : [given];
  const wanted = names.length > 0 ? names : quick ? ['sage'] : Object.keys(models);
  const hasPeer = hasTorchScript(python, join(peers, 'pyg_hgb.py'));
  const rows = [];
  for (const set of sets) {
    for (const name of wanted) {
      const { peer, forms, settings } = models[name];
      const times = { ours: [], peer: [] };
      const peaks = { ours: 0, peer: 0 };
      for (let run = 0; run < Number(runs); run++) {
        if (hasPeer) {
          const results = forms.map((form) =>
            pyg({ python, peers, set: join(root, set), peer, form, threads, epochs }),
          );
          const best = results.reduce((a, b) => (a.seconds_per_epoch <= b.seconds_per_epoch ? a : b));
          times.peer.push(best.seconds_per_epoch);
          peaks.peer = Math.max(peaks.peer, best.peak_rss_mib);
        }
        const result = ours({ set, root, name, settings: { ...shape, ...settings }, threads, epochs });
        times.ours.push(result.seconds);
        peaks.ours = Math.max(peaks.ours, result.peakMiB);
      }
      const [mine, theirs] = [median(times.ours), median(times.peer)];
      const row = { set, model: name, ours: mine, pyg: theirs, ratio: mine / theirs };
      rows.push({
        ...row,
        oursMiB: peaks.ours,
        pygMiB: peaks.peer,
        memory: peaks.ours / peaks.peer,
        load: loadavg()[0],
      });
      console.error(JSON.stringify(rows.at(-1)));
    }
  }
  const ratios = rows.map(({ ratio }) => ratio).filter(Number.isFinite);
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  return { rows, summary: { geometricMean: mean } };
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function pyg({ python, peers, set, peer, form, threads, epochs }) {
  const args = ['--data', set, '--model', peer, '--threads', threads, '--epochs', epochs];
  const more = form === 'csr' ? ['--adjacency', 'csr'] : [];
  const text = execFileSync(python, [join(peers, 'pyg_hgb.py'), ...args, ...more], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(text.trim().split('\n').at(-1));
}

function ours({ set, root, name, settings, threads, epochs }) {
  const code = `
    import { loadDataset } from './dist/datasets/index.js';
    import { classificationProblem, createModel } from './dist/models/index.js';
    const [set, root, name, settings, epochs] = process.argv.slice(1);
    const { graph, task } = await loadDataset(set, { root });
    // As the peer's timing: every labelled row but a fifth is trained on, nothing is evaluated.
    const split = { ...task.split(1), valid: new Int32Array(0) };
    const problem = classificationProblem(graph, task.nodeType, split, 1, task.labelColumn);
    const seconds = [];
    const callbacks = [{ onEpochEnd: (report) => void seconds.push(report.seconds) }];
    const model = createModel(name, { settings: { ...JSON.parse(settings), epochs: 3 + Number(epochs) }, callbacks });
    await model.fit(problem);
    const measured = seconds.slice(3).sort((a, b) => a - b);
    console.log(JSON.stringify({ seconds: measured[measured.length >> 1], peakMiB: process.resourceUsage().maxRSS / 1024 }));
    process.exit();`;
  return inChild(code, [set, root, name, JSON.stringify(settings), epochs], { HETEROGRAPH_THREADS: threads });
}
