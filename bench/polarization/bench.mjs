// Sides of nodes and signs of votes by the model polarization and by simpler ways: npm run bench -- polarization [--dataset A,B] [--seeds 5] [--epochs 200] [--out FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dataRoot, presentData } from '../arguments.mjs';
import { fixed, mean, standardError } from '../statistics.mjs';
import { sides } from './sides.mjs';
import { votes } from './votes.mjs';

const folders = {
  'timme-purep': 'timme-purep',
  fang: 'fang',
  'us-house-votes': 'us-congress-votes',
  'us-senate-votes': 'us-congress-votes',
};

/** ROC-AUC in percent, mean and standard error over the seeds. With `--out FILE` every score is kept as soon as it is there; vectors whose scores FILE has, of the same epochs, are not learned again. */
export async function polarization(_, { quick, dataset, seeds = '5', epochs = '200', data, out }) {
  const root = dataRoot({ data });
  const present = Object.keys(folders).filter((name) => presentData([folders[name]], root).length > 0);
  const names = dataset?.split(',') ?? (quick ? ['two-blocks'] : ['two-blocks', ...present]);
  const kept = out && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : {};
  const rows = [];
  for (const name of names) {
    const key = `${name}, ${epochs} epochs`;
    kept[key] ??= [];
    const isKept = (method, seed) => kept[key].some((score) => score.method === method && score.seed === seed);
    const asked = { seeds: quick ? 1 : Number(seeds), epochs: quick ? 2 : Number(epochs), root, quick, isKept };
    for await (const score of name.endsWith('-votes') ? votes(name, asked) : sides(name, asked)) {
      if (isKept(score.method, score.seed)) continue;
      kept[key].push(score);
      if (out) writeFileSync(out, `${JSON.stringify(kept, undefined, 1)}\n`);
    }
    const own = kept[key].filter(({ seed }) => seed <= asked.seeds);
    rows.push(...rowsOf(name, own));
  }
  return { rows };
}

function rowsOf(dataset, scores) {
  return [...new Set(scores.map(({ method }) => method))].map((method) => {
    const own = scores.filter((score) => score.method === method);
    const [probes, axes] = ['probe', 'axis'].map((key) => own.flatMap((score) => score[key] ?? []));
    const error = (values) => (values.length > 1 ? fixed(standardError(values)) : undefined);
    return {
      ...{ dataset, method, seeds: own.length, probe: fixed(mean(probes)), error: error(probes) },
      ...(axes.length > 0 ? { axis: fixed(mean(axes)), 'its error': error(axes) } : {}),
    };
  });
}
