// Odd rows among categorical events, by our detectors and PyOD's on the same rows:
// npm run bench -- anomaly [--set cmc,chess] [--seeds 11,12,13] [--protocol normal|unlabelled] [--python PYTHON] [--learner ours|pyod]
// [--codings one-hot,ordinal,frequency] [--out FILE] [--against FILE] [--json]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detectAnomalies, detectorNames, fitDetector } from '../../dist/anomaly/index.js';
import { rocAucOf } from '../../dist/training/index.js';
import { dataRoot, failure } from '../arguments.mjs';
import { hasModules, Peer } from '../compare/peer.mjs';
import { fixed, mean, standardError } from '../statistics.mjs';
import { inOrder } from './in-order.mjs';
import { readSet, setNames, splitOf } from './sets.mjs';
import { speed } from './speed.mjs';

const script = join(dirname(fileURLToPath(import.meta.url)), 'pyod_peer.py');
const peers = [
  'ECOD',
  'COPOD',
  'HBOS',
  'IForest',
  'PCA',
  'LODA',
  'CBLOF',
  'MCD',
  'GMM',
  'INNE',
  'KNN',
  'LOF',
  'OCSVM',
  'KDE',
];
const allCodings = ['one-hot', 'ordinal', 'frequency'];
/** Rows that those of the peer's detectors learn from that compare rows one by one. */
const neighbourRows = 3000;

/**
 * ROC-AUC of every detector with its defaults, mean and standard error over the seeds, a column a set; `auto` is the choice that `detectAnomalies` makes
 * without labels. A set's mean over the seeds counts once in `mean`. `--learner` keeps to one side; `--out` writes every figure, and `--against` takes those of PyOD
 * from such a file in place of a new run.
 */
export async function anomaly(names, options) {
  const {
    quick,
    set,
    seeds = '11,12,13,14,15',
    protocol = 'normal',
    learner,
    codings = allCodings.join(','),
    python = 'python3',
    data,
    out,
    against,
  } = options;
  const root = dataRoot({ data });
  const sets = set?.split(',') ?? (quick ? ['cmc'] : setNames);
  const unknown = sets.find((name) => !setNames.includes(name));
  if (unknown) throw failure(`Unknown set '${unknown}'. Known are: ${setNames.join(', ')}.`);
  if (!['normal', 'unlabelled'].includes(protocol))
    throw failure(`Unknown protocol '${protocol}': normal or unlabelled.`);
  const asked = codings.split(',');
  const odd = asked.find((coding) => !allCodings.includes(coding));
  if (odd !== undefined) throw failure(`Unknown coding '${odd}'. Known are: ${allCodings.join(', ')}.`);
  if (names[0] === 'speed') return speed(set?.split(',') ?? ['census', 'u2r'], root, Number(options.runs ?? '5'));
  if (names[0] !== undefined) throw failure(`Unknown part '${names[0]}'. There is: speed.`);
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-anomaly-'));
  const single = Object.fromEntries(['OMP', 'OPENBLAS', 'MKL', 'NUMBA'].map((name) => [`${name}_NUM_THREADS`, '1']));
  const withPeer = learner !== 'ours' && against === undefined && hasModules(python, ['pyod']);
  const peer = withPeer ? new Peer(python, [script], single) : undefined;
  const found = against === undefined ? [] : keptOf(against, sets, seeds);
  try {
    for (const name of sets) {
      const read = readSet(name, root);
      for (const seed of seeds.split(',').map(Number)) {
        const { train, test } = splitOf(read, protocol, seed);
        const odd = test.map((row) => read.odd[row]);
        const add = (detector, scores, seconds) =>
          found.push({ set: name, seed, detector, auc: rocAucOf(scores, odd), seconds: fixed(seconds) });
        if (learner !== 'pyod') await scoreOurs(read, train, test, seed, add);
        if (peer) await scorePeers({ peer, folder, read, train, test, seed, codings: asked, add });
        if (out) writeFileSync(out, JSON.stringify(found));
      }
    }
  } finally {
    peer?.close();
    rmSync(folder, { recursive: true });
  }
  return { rows: table(found, sets), summary: `protocol ${protocol}, seeds ${seeds}` };
}

/** PyOD's figures of a file that `--out` wrote. */
function keptOf(file, sets, seeds) {
  const isAsked = ({ set, seed, detector }) =>
    sets.includes(set) && seeds.split(',').includes(String(seed)) && detector.startsWith('PyOD');
  return JSON.parse(readFileSync(file, 'utf8')).filter(isAsked);
}

function tableOf({ names, texts }, rows) {
  return Object.fromEntries(names.map((name, column) => [name, rows.map((row) => texts[column][row])]));
}

async function scoreOurs(read, train, test, seed, add) {
  const [learned, asked] = [tableOf(read, train), tableOf(read, test)];
  const started = process.cpuUsage();
  const { detector, fitted } = await detectAnomalies(learned, { top: 0, seed });
  const scores = fitted.score(asked);
  for (const name of ['auto', detector]) add(name, scores, seconds(started));
  for (const name of detectorNames.filter((each) => each !== detector)) {
    const from = process.cpuUsage();
    add(name, (await fitDetector(name, learned, { seed })).score(asked), seconds(from));
  }
}

function seconds(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

async function scorePeers({ peer, folder, read: { texts }, train, test, seed, codings, add }) {
  const known = texts.map((values) => new Map(inOrder(values).map((text, code) => [text, code])));
  const codesOf = (rows) => Int32Array.from(rows.flatMap((row) => texts.map((values, c) => known[c].get(values[row]))));
  writeFileSync(join(folder, 'train.i32'), codesOf(train));
  writeFileSync(join(folder, 'test.i32'), codesOf(test));
  await peer.ask({ open: folder, sizes: known.map(({ size }) => size), seed, neighbour_rows: neighbourRows });
  for (const detector of peers) {
    for (const coding of codings) {
      const { failed, seconds } = await peer.ask({ detector, coding });
      if (failed) console.error(`Left out: PyOD ${detector}, ${coding}, seed ${seed}: ${failed}`);
      else {
        const bytes = readFileSync(join(folder, 'scores.f64'));
        add(`PyOD ${detector}, ${coding}`, new Float64Array(new Uint8Array(bytes).buffer), seconds);
      }
    }
  }
}

/** A row a detector, the best mean first; without a mean where it was left out of a set. */
function table(found, sets) {
  const rows = [...new Set(found.map(({ detector }) => detector))].map((detector) => {
    const means = [];
    const cells = sets.map((set) => {
      const aucs = found.filter((each) => each.detector === detector && each.set === set).map(({ auc }) => auc);
      if (aucs.length === 0) return [set, undefined];
      means.push(mean(aucs));
      const error = aucs.length > 1 ? ` ± ${standardError(aucs).toFixed(3)}` : '';
      return [set, `${mean(aucs).toFixed(3)}${error}`];
    });
    const whole = means.length === sets.length ? fixed(mean(means), 4) : undefined;
    const spent = found.filter((each) => each.detector === detector).reduce((sum, each) => sum + each.seconds, 0);
    return { detector, ...Object.fromEntries(cells), mean: whole, 'CPU s': fixed(spent, 1) };
  });
  return rows.sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
}
