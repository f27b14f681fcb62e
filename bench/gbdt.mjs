import { RandomStream } from '../dist/core/index.js';
import { BoostedTrees } from '../dist/models/index.js';
import { failure } from './arguments.mjs';

const sizes = { '100k': 100_000, '1m': 1_000_000 };

/**
 * npm run bench -- gbdt [100k] [1m]: CPU seconds of this process for binning and 100 trees of 63 leaves on 50 columns of 255 bins. For the
 * time of one thread set HETEROGRAPH_THREADS=1. The figures of LightGBM beside it are in RESULTS.md.
 */
export async function gbdt(names, { quick }) {
  const unknown = names.find((name) => !Object.hasOwn(sizes, name));
  if (unknown !== undefined) throw failure(`Unknown size '${unknown}'. Known are: ${Object.keys(sizes).join(', ')}.`);
  const rows = [];
  for (const name of quick ? ['100k'] : names.length > 0 ? names : ['100k']) {
    const numRows = quick ? 1000 : sizes[name];
    const { columns, targets } = table(numRows);
    const settings = { loss: 'logistic', numLeaves: 63, numTrees: quick ? 3 : 100 };
    const started = process.cpuUsage();
    let binned;
    const onProgress = () => (binned ??= process.cpuUsage(started));
    const model = await BoostedTrees.fit(columns, targets, settings, { onProgress });
    const all = process.cpuUsage(started);
    const predicted = process.cpuUsage();
    model.predict(columns);
    rows.push({
      rows: numRows,
      trees: model.numRounds,
      'bins and one tree (CPU s)': seconds(binned),
      'all (CPU s)': seconds(all),
      'predict (CPU s)': seconds(process.cpuUsage(predicted)),
    });
  }
  return { rows };
}

function seconds({ user, system }) {
  return Number(((user + system) / 1e6).toFixed(2));
}

/** Normal columns, seed 7, and two classes that eight of them decide with noise. */
function table(numRows) {
  const columns = Array.from({ length: 50 }, (_, c) => {
    const random = new RandomStream(7, 'gbdt', c);
    const values = new Float64Array(numRows);
    for (let i = 0; i < numRows; i++) values[i] = random.nextNormal();
    return { name: `x${c}`, kind: 'number', values };
  });
  const noise = new RandomStream(7, 'gbdt', 'noise');
  const [a, b, c, d, e, f, g, h] = columns.map(({ values }) => values);
  const targets = Float64Array.from({ length: numRows }, (_, i) => {
    const score = a[i] + Math.sin(2 * b[i]) * c[i] + (d[i] > 0.5 ? e[i] : 0) + 0.5 * f[i] * g[i] + Math.abs(h[i]) - 0.8;
    return Number(score + noise.nextNormal() > 0);
  });
  return { columns, targets };
}
