// One recommender, fitted and scored once.
import { loadDataset } from '../../dist/datasets/index.js';
import {
  evaluateRecommender,
  fitRecommender,
  holdOutPerUser,
  interactionsOf,
  sideOf,
  withoutPairs,
} from '../../dist/recommend/index.js';
import { failure } from '../arguments.mjs';

/** Of every draw of a split: the seeds of models do not change what is held out. */
const splitSeed = 1;

/** Figures, seconds and peak memory (MiB, of the process) of one fit. */
export async function scoreOnce({ root, dataset, name, settings, seed, valid }) {
  const { graph, task } = await loadDataset(dataset, { root });
  if (task.kind !== 'recommendation') throw failure(`${dataset} is no data set for recommendation.`);
  const problem = problemOf(graph, task, valid === 'some');
  let start = performance.now();
  const recommender = await fitRecommender(name, problem.data, { preset: dataset, settings, seed });
  const fitSeconds = (performance.now() - start) / 1000;
  start = performance.now();
  const evaluation = await evaluateRecommender(recommender, problem.test, { k: 20 });
  const listSeconds = (performance.now() - start) / 1000;
  const intervals = await evaluation.intervals({ seed: 1 });
  return {
    model: name,
    seed,
    ...figureOf(evaluation, intervals, 'recall@20'),
    ...figureOf(evaluation, intervals, 'ndcg@20'),
    users: evaluation.numEvaluated,
    epochs: recommender.report.epochs,
    seconds: round(fitSeconds, 2),
    'seconds of lists': round(listSeconds, 2),
    'peak MiB': Math.round(process.resourceUsage().maxRSS / 1024),
    remarks: [...(recommender.report.remarks ?? []), ...evaluation.remarks],
  };
}

/** The published split, or a fifth of each user's items; every rating counts as an item taken. */
function problemOf(graph, { edgeType, feedback, givenSplit }, isValidation) {
  const options = { edgeType, ...(feedback === 'ratings' && { weight: false }) };
  const given = givenSplit?.();
  let split = given
    ? {
        train: interactionsOf(graph, { ...options, edges: given.train }),
        test: interactionsOf(graph, { ...options, edges: given.test }),
      }
    : holdOutPerUser(interactionsOf(graph, options), { share: 0.2, seed: splitSeed });
  let known = withoutPairs(graph, [edgeType], split.test).graph;
  if (isValidation) {
    split = holdOutPerUser(split.train, { share: 0.1, seed: splitSeed });
    known = withoutPairs(known, [edgeType], split.test).graph;
  }
  const side = sideOf(split.train, known, { userType: edgeType[0], itemType: edgeType[2] });
  return { data: { train: split.train, side }, test: split.test };
}

function figureOf({ figures }, intervals, name) {
  const { low, high } = intervals[name];
  return { [name]: round(figures[name], 4), [`${name} 95 %`]: `${low.toFixed(4)} to ${high.toFixed(4)}` };
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
