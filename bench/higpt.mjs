// Node types that a model was not trained on: npm run bench -- higpt --dataset hgb-imdb [--leave actor,director] [--seeds 5] [--set '{"epochs":60}'] [--text names] [--json]

import { loadDataset } from '../dist/datasets/index.js';
import { meanInterval, pairedComparison } from '../dist/experiments/index.js';
import { edgeTypeKey, subgraph } from '../dist/graph/index.js';
import { classificationProblem, createModel, describeSchema, restoreModel, textVector } from '../dist/models/index.js';
import { macroF1, microF1 } from '../dist/training/index.js';
import { dataRoot, failure } from './arguments.mjs';

/** Written once, before any score was seen. */
const person = (does) => `a person who ${does} movies`;
const descriptions = {
  'hgb-imdb': {
    nodes: {
      movie: 'a movie that people make',
      director: person('directs'),
      actor: person('acts in'),
      keyword: 'a word that says what movies are about',
    },
    edges: {
      'movie>directed_by>director': 'a movie is made by a person who directs it',
      'director>directs>movie': 'a person who directs makes a movie',
      'movie>stars>actor': 'a movie is made by a person who acts in it',
      'actor>acts_in>movie': 'a person who acts makes a movie',
      'movie>has>keyword': 'a movie is about a word',
      'keyword>keyword_of>movie': 'a word says what a movie is about',
    },
  },
  'freebase-movie': {
    nodes: {
      movie: 'a movie that people make',
      actor: person('acts in'),
      director: person('directs'),
      writer: person('writes'),
    },
    edges: {
      'movie>stars>actor': 'a movie is made by a person who acts in it',
      'actor>acts_in>movie': 'a person who acts makes a movie',
      'movie>directed_by>director': 'a movie is made by a person who directs it',
      'director>directs>movie': 'a person who directs makes a movie',
      'movie>written_by>writer': 'a movie is made by a person who writes it',
      'writer>writes>movie': 'a person who writes makes a movie',
    },
  },
};
const ways = ['seen', 'generated', 'mean', 'absent'];

/**
 * For every node type but the target and every seed: trains on the graph without the type, then scores the test rows on the whole graph with
 * the weights that its description gives (`generated`), with the mean of the weights of the known types (`mean`), and without the type
 * (`absent`); beside it the model that was trained with all types (`seen`). The mean of weights is what the mean of vectors gives.
 */
export async function higpt(
  _,
  { quick, dataset = 'hgb-imdb', leave, seeds = '5', from = '1', set = '{}', text = 'written', data },
) {
  if (!(dataset in descriptions)) throw failure(`--dataset must be one of ${Object.keys(descriptions).join(', ')}.`);
  if (!['written', 'names'].includes(text)) throw failure(`--text must be written or names, not '${text}'.`);
  const { graph, task } = await loadDataset(dataset, { root: dataRoot({ data }) });
  const schemaText = text === 'written' ? descriptions[dataset] : {};
  const settings = { epochs: 60, criterion: 'f1', ...JSON.parse(set), ...(quick ? { epochs: 1 } : {}), schemaText };
  const others = graph.nodeTypes.filter((type) => type !== task.nodeType);
  const left = leave ? leave.split(',') : quick ? others.slice(0, 1) : others;
  const rows = [];
  for (let seed = Number(from); seed < Number(from) + Number(quick ? 1 : seeds); seed++) {
    const split = task.split(seed);
    const problemOn = (each) => classificationProblem(each, task.nodeType, split, seed, task.labelColumn);
    const whole = problemOn(graph);
    const seen = await fitted(whole, settings);
    const score = async (saved, on) => scores(await restoreModel(saved), whole, on);
    const withAll = await score(seen, graph);
    for (const type of left) {
      const known = subgraph(graph, { nodeTypes: graph.nodeTypes.filter((each) => each !== type) }).graph;
      const saved = await fitted(problemOn(known), settings);
      const substituted = {
        ...saved,
        settings: { ...saved.settings, schemaVectors: means(graph, known, type, saved.settings) },
      };
      const row = {
        ...{ dataset, type, seed, seen: withAll },
        generated: await score(saved, graph),
        mean: await score(substituted, graph),
        absent: await score(saved, known),
      };
      rows.push(row);
      console.error(JSON.stringify(row));
    }
  }
  const summary = left.map((type) => {
    const of = (way, key) => rows.filter((row) => row.type === type).map((row) => row[way][key]);
    const micro = Object.fromEntries(ways.map((way) => [way, meanInterval(of(way, 'micro'))]));
    const macro = Object.fromEntries(ways.map((way) => [way, meanInterval(of(way, 'macro'))]));
    const difference = pairedComparison(of('generated', 'micro'), of('mean', 'micro'));
    return { dataset, text, type, micro, macro, generatedMinusMean: difference };
  });
  return { rows, summary };
}

async function fitted(problem, settings) {
  const model = createModel('higpt', { settings });
  await model.fit(problem);
  const saved = await model.save();
  model.dispose();
  return saved;
}

async function scores(model, { split, targets }, graph) {
  const logits = await model.predict(split.test, { graph });
  model.dispose();
  const prediction = { logits, rows: split.test, numClasses: targets.numClasses };
  return { micro: 100 * microF1.compute(prediction, targets), macro: 100 * macroF1.compute(prediction, targets) };
}

/** For the type and its relations, the means of the vectors of all others. */
function means(graph, known, type, { schemaText, textWidth }) {
  const { nodes, edges } = describeSchema(known.schema, schemaText);
  const keys = known.edgeTypes.map(edgeTypeKey);
  const added = graph.edgeTypes.filter(([source, , target]) => source === type || target === type).map(edgeTypeKey);
  const edgeMean = meanVector(
    keys.map((key) => edges[key]),
    textWidth,
  );
  return {
    nodes: { [type]: meanVector(Object.values(nodes), textWidth) },
    edges: Object.fromEntries(added.map((key) => [key, edgeMean])),
  };
}

function meanVector(texts, width) {
  const sum = new Float64Array(width);
  for (const text of texts) for (const [i, value] of textVector(text, width).entries()) sum[i] += value / texts.length;
  return [...sum];
}
