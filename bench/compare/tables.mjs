// Own columns of single tables against scikit-learn: npm run bench -- tables --python PYTHON [--seeds 1] [--data FOLDER]
// The same 60 % of the rows train, the same 20 % test: LogisticRegression or Ridge behind a ColumnTransformer (numbers imputed, with a mark,
// and standardised; texts one-hot), and `logistic` or `ridge` on features made of the columns. ROC-AUC (mean over classes of each
// against all others) or R2. Beside them boosted trees of both, stopped by the other 20 %: `HistGradientBoosting` and `gbdt` with their defaults.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareFeatures } from '../../dist/experiments/index.js';
import { readCsvGraph, splitNodes } from '../../dist/graph/index.js';
import { RandomStream } from '../../dist/index.js';
import { classificationProblem, createModel, regressionProblem } from '../../dist/models/index.js';
import { dataRoot, failure } from '../arguments.mjs';
import { hasModules } from './peer.mjs';

const script = fileURLToPath(new URL('tables_peer.py', import.meta.url));

export async function tablesBench(_, { python = 'python3', seeds = '1', data, quick }) {
  const hasPeer = hasModules(python, ['sklearn', 'pandas']);
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-tables-'));
  try {
    // Without scikit-learn there are no tables of its own to read: one that is generated, by our side alone.
    if (!hasPeer) return { rows: [await generated(folder)] };
    const rows = [];
    for (const seed of seeds.split(',').map(Number)) {
      const args = [script, folder, dataRoot({ data }), String(seed), quick ? '1' : '0'];
      const answer = execFileSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
      for (const { path, kind, name, texts, rows: numRows, columns, value, trees } of JSON.parse(answer)) {
        const { score, seconds, ownTrees } = await ours(path, kind, texts, seed);
        const [theirs, own, theirTrees, ofTrees] = [value, score, trees, ownTrees].map((each) =>
          Number(each.toFixed(4)),
        );
        const difference = Number((score - value).toFixed(4));
        const measure = kind === 'regression' ? 'R2' : 'AUC';
        rows.push({
          name,
          rows: numRows,
          columns,
          seed,
          measure,
          scikitLearn: theirs,
          own,
          difference,
          seconds,
          theirTrees,
          ownTrees: ofTrees,
        });
      }
    }
    const worst = rows.reduce((least, { difference }) => Math.min(least, difference), Number.POSITIVE_INFINITY);
    return { rows, summary: `The largest deficit is ${Math.max(0, -worst).toFixed(4)}.` };
  } catch (error) {
    throw error.status === undefined ? error : failure(`${python} ${script} failed.`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function generated(folder) {
  const random = new RandomStream(1, 'table');
  const parts = ['train', 'train', 'train', 'valid', 'test'];
  const lines = Array.from({ length: 500 }, (_, i) => {
    const [size, kind, part] = [random.next(), i % 3, parts[i % 5]];
    const isIn = (name) => part === name;
    return [i, size, `kind ${kind}`, size + kind / 3 + random.next() > 1.3, isIn('train'), isIn('valid'), isIn('test')];
  });
  const path = join(folder, 'generated.csv');
  writeFileSync(path, [['id', 'size', 'kind', 'target', 'train', 'valid', 'test'], ...lines].join('\n'));
  const { score, seconds } = await ours(path, 'classification', ['kind'], 1);
  return {
    name: 'generated',
    rows: lines.length,
    columns: 2,
    seed: 1,
    measure: 'AUC',
    own: Number(score.toFixed(4)),
    seconds,
  };
}

async function ours(path, kind, texts, seed) {
  const isClasses = kind === 'classification';
  const columns = Object.fromEntries(texts.map((name) => [name, 'utf8']));
  if (isClasses) columns.target = { role: 'label' };
  const { graph: read } = await readCsvGraph({ nodes: { row: { files: [path], columns } }, edges: [] });
  const masks = { train: 'train', valid: 'valid', test: 'test' };
  const split = splitNodes(read, 'row', { strategy: 'given', ...masks, ...(isClasses ? {} : { target: 'target' }) });
  const task = { nodeType: 'row', labelColumn: 'target' };
  const started = performance.now();
  const { graph } = prepareFeatures(read, { task, trainRows: split.train });
  const problem = (isClasses ? classificationProblem : regressionProblem)(graph, 'row', split, seed, 'target');
  const scoreOf = async (name) => {
    const model = createModel(name);
    await model.fit(problem);
    const given = await model.predict(split.test);
    model.dispose();
    return isClasses ? meanAuc(given, problem.targets, split.test) : r2(given, problem.targets.values, split.test);
  };
  const score = await scoreOf(isClasses ? 'logistic' : 'ridge');
  // Of making features, fitting, predicting and scoring.
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  return { score, seconds, ownTrees: await scoreOf('gbdt') };
}

function meanAuc(scores, { labels, numClasses }, rows) {
  const shares = softmax(scores, numClasses);
  let sum = 0;
  for (let c = 0; c < numClasses; c++) {
    const cases = Array.from(rows, (row, i) => ({ score: shares[i * numClasses + c], is: labels[row] === c }));
    sum += auc(cases);
  }
  return sum / numClasses;
}

function softmax(scores, width) {
  const shares = Float64Array.from(scores);
  for (let at = 0; at < shares.length; at += width) {
    const own = shares.subarray(at, at + width);
    const most = Math.max(...own);
    let total = 0;
    for (let i = 0; i < width; i++) total += own[i] = Math.exp(own[i] - most);
    for (let i = 0; i < width; i++) own[i] /= total;
  }
  return shares;
}

/** Share of pairs of a true and a false case in which the true one scores higher, equal scores half. */
function auc(cases) {
  cases.sort((a, b) => a.score - b.score);
  let [ranks, positives] = [0, 0];
  for (let from = 0; from < cases.length; ) {
    let to = from;
    while (to < cases.length && cases[to].score === cases[from].score) to++;
    const here = cases.slice(from, to).filter(({ is }) => is).length;
    ranks += here * ((from + to + 1) / 2);
    positives += here;
    from = to;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (cases.length - positives));
}

function r2(given, values, rows) {
  const mean = rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
  let [rest, total] = [0, 0];
  for (const [i, row] of rows.entries()) {
    rest += (values[row] - given[i]) ** 2;
    total += (values[row] - mean) ** 2;
  }
  return 1 - rest / total;
}
