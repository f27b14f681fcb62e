// Forecasts of the database of races: npm run bench -- rel-f1 [--task driver-dnf,driver-position] [--protocol rolling,frozen] [--seeds 5] [--learner few-features,network] [--json]
// From the folder of CSV files to the figures, every time; everything is chosen on the validation rows.
import { join } from 'node:path';
import { fitForecast, mainFigure, openDatabase, readTask } from '../dist/relational/index.js';
import { dataRoot, failure, presentData } from './arguments.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

const tasks = ['driver-dnf', 'driver-position'];
/** Days of the windows that labels are of, by the data set's documentation. */
const horizons = { 'driver-dnf': 30, 'driver-position': 60 };
const protocols = ['rolling', 'frozen'];

export async function relF1(_, { quick, task, protocol, seeds = '1', learner, data }) {
  const root = join(dataRoot({ data }), 'rel-f1');
  if (presentData(['rel-f1'], dataRoot({ data })).length === 0)
    throw Object.assign(failure('There is no data set rel-f1.'), { code: 'DATASET_FILES_MISSING' });
  const chosen = { tasks: listed(task, tasks, '--task'), protocols: listed(protocol, protocols, '--protocol') };
  const rows = [];
  for (const name of quick ? ['driver-position'] : chosen.tasks) {
    for (const each of quick ? ['rolling'] : chosen.protocols) {
      const runs = [];
      for (let seed = 1; seed <= (quick ? 1 : Number(seeds)); seed++)
        runs.push(await once(root, name, each, { seed, quick, learner }));
      for (const run of runs) console.error(JSON.stringify({ task: name, protocol: each, ...run }));
      rows.push(...rowsOf(name, each, runs));
    }
  }
  return { rows };
}

function listed(text, all, option) {
  const names = text?.split(',') ?? all;
  const wrong = names.find((name) => !all.includes(name));
  if (wrong !== undefined) throw failure(`${option} is ${wrong}; there are: ${all.join(', ')}.`);
  return names;
}

async function once(root, name, protocol, { seed, quick, learner }) {
  const started = performance.now();
  const { database, graph } = await openDatabase(root);
  const task = await readTask(join(root, 'tasks', name), graph, { horizonDays: horizons[name] });
  const settings = quick
    ? { learners: ['linear'], features: { maxFeatures: 10 } }
    : learner
      ? { learners: learner.split(',') }
      : {};
  const { scores } = await fitForecast(database, task, { protocol, seed, ...settings });
  const { name: figure } = mainFigure[task.kind];
  const of = (part) => Object.fromEntries(scores.map((score) => [score.name, score[part][figure].value]));
  const kept = scores.find(({ isKept }) => isKept).name;
  return { seed, figure, kept, valid: of('valid'), test: of('test'), seconds: (performance.now() - started) / 1000 };
}

/** A row for each learner, and one for what was kept. */
function rowsOf(task, protocol, runs) {
  const named = Object.keys(runs[0].test).map((name) => [name, (run) => run.test[name], (run) => run.valid[name]]);
  const kept = ['kept', (run) => run.test[run.kept], (run) => run.valid[run.kept]];
  return [...named, kept].map(([learner, test, valid]) => ({
    ...{ task, protocol, learner, figure: runs[0].figure, seeds: runs.length },
    ...{ valid: fixed(mean(runs.map(valid)), 4), test: fixed(mean(runs.map(test)), 4) },
    error: runs.length > 1 ? fixed(standardError(runs.map(test)), 4) : undefined,
    seconds: fixed(mean(runs.map((run) => run.seconds)), 1),
    chosen:
      learner === 'kept'
        ? [...new Set(runs.map((run) => run.kept))].join(', ')
        : runs.filter((run) => run.kept === learner).length,
  }));
}
