// Figures of recommenders on one data set: npm run bench -- recommend --dataset gowalla --model NAME --seeds N [--set JSON] [--valid some] [--json]
import { meanInterval } from '../../dist/experiments/index.js';
import { recommenderNames } from '../../dist/recommend/index.js';
import { dataRoot, failure } from '../arguments.mjs';
import { inChild } from '../child.mjs';

const defaultModels = ['popularity', 'item-knn', 'als', 'bpr', 'ease', 'gf-cf', 'lightgcn', 'simgcl', 'hetero'];
const child = `import { scoreOnce } from './bench/recommend/score-once.mjs';
console.log(JSON.stringify(await scoreOnce(JSON.parse(process.argv[1]))));`;

/**
 * Fits each model once per seed on the training pairs, in a process of its own, with its preset for the data set or its defaults, and ranks the whole
 * catalogue for every user with test pairs, training items left out: recall@20 and NDCG@20 as LightGCN defines them, with a bootstrap interval over users.
 * `--valid some` scores a tenth of each user's training items in place of the test pairs, to choose settings by.
 */
export async function recommend(
  names,
  { quick, dataset = 'lastfm-social', model, seeds = '1', from = '1', set = '{}', valid = 'none', data },
) {
  if (!['some', 'none'].includes(valid)) throw failure(`--valid must be none or some, not '${valid}'.`);
  const asked = [...(model ?? '').split(',').filter(Boolean), ...names];
  const models = asked.length > 0 ? asked : quick ? ['popularity', 'item-knn'] : defaultModels;
  for (const name of models) {
    if (recommenderNames().includes(name)) continue;
    throw failure(`Unknown model '${name}'. Known are: ${recommenderNames().join(', ')}.`);
  }
  const settings = JSON.parse(set);
  const root = dataRoot({ data });
  const [rows, means] = [[], []];
  for (const name of models) {
    const own = [];
    for (let seed = Number(from); seed < Number(from) + Number(quick ? 1 : seeds); seed++) {
      const { remarks, ...row } = inChild(child, [JSON.stringify({ root, dataset, name, settings, seed, valid })]);
      for (const remark of remarks) console.error(`${name}: ${remark}`);
      own.push(row);
    }
    rows.push(...own);
    if (own.length > 1) means.push({ model: name, ...meansOf(own) });
  }
  return { rows, ...(means.length > 0 && { summary: means }) };
}

/** Means over seeds with intervals of the t distribution. */
function meansOf(rows) {
  return Object.fromEntries(
    ['recall@20', 'ndcg@20', 'seconds'].map((figure) => [figure, meanInterval(rows.map((row) => row[figure]))]),
  );
}
