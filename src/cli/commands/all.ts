import type { Command } from 'commander';

/** A command as the help lists it; its options and what it needs are loaded where it is asked for. */
export interface ListedCommand {
  readonly name: string;
  readonly description: string;
  load(): Promise<(command: Command) => void>;
}

/** Each command, in the order of the help. */
export const commands: readonly ListedCommand[] = [
  {
    name: 'init',
    description:
      'look at tables (a folder of CSV, TSV, JSON lines, Parquet or Arrow, a zip of texts, or a database), guess how they belong together, and write that into graph.yaml, to be changed by hand; the tables are only read',
    load: async () => (await afterModels(() => import('./init.js'))).addInit,
  },
  {
    name: 'train',
    description:
      'train a model, compare it with baselines, and keep the run; an interrupted run continues when called again',
    load: async () => (await afterModels(() => import('./train.js'))).addTrain,
  },
  {
    name: 'evaluate',
    description: 'score the model of a run on its test rows, or on other data',
    load: async () => (await afterModels(() => import('./evaluate.js'))).addEvaluate,
  },
  {
    name: 'predict',
    description:
      'write the predicted class and the probabilities of nodes, or the predicted number, or of a run of links the likeliest targets',
    load: async () => (await afterModels(() => import('./predict.js'))).addPredict,
  },
  {
    name: 'embed',
    description: 'write the hidden representation of nodes; without a run: learn vectors of the nodes of all types',
    load: async () => (await afterModels(() => import('./embed.js'))).addEmbed,
  },
  {
    name: 'explain',
    description: 'why the model of a run predicts what it does of nodes (plans of a training: train --explain-plan)',
    load: async () => (await afterModels(() => import('./explain.js'))).addExplain,
  },
  {
    name: 'forecast',
    description: 'learn to forecast from tables with times, and say how good that is',
    load: async () => (await afterModels(() => import('./forecast.js'))).addForecast,
  },
  {
    name: 'anomalies',
    description: 'find the odd rows of a table, or the odd edges of a graph, and say which values do not go together',
    load: async () => (await afterModels(() => import('./anomalies.js'))).addAnomalies,
  },
  {
    name: 'rank',
    description: 'rank contestants, such as models, by comparisons or measurements most of which are missing',
    load: async () => (await afterModels(() => import('./rank.js'))).addRank,
  },
  {
    name: 'influence',
    description:
      'find the nodes from which influence spreads furthest, with a proven bound on the distance from the optimum',
    load: async () => (await import('./influence.js')).addInfluence,
  },
  {
    name: 'analyse',
    description: 'rank nodes, find communities, components, paths and more by an algorithm (--list)',
    load: async () => (await import('./analyse.js')).addAnalyse,
  },
  {
    name: 'recommend',
    description:
      'compare recommenders on who took what, and keep the best; with a run: items for a user or a list of items',
    load: async () => (await afterModels(() => import('./recommend.js'))).addRecommend,
  },
  {
    name: 'serve',
    description: 'answer questions to a run over HTTP until it is stopped: predictions, vectors, recommendations',
    load: async () => (await afterModels(() => import('./serve.js'))).addServe,
  },
  {
    name: 'describe',
    description: 'show types, counts, columns, degrees and memory of a graph',
    load: async () => (await import('./describe.js')).addDescribe,
  },
  {
    name: 'draw',
    description: 'draw a graph, or what is around one of its nodes, as SVG or as a page to move about in',
    load: async () => (await import('./draw.js')).addDraw,
  },
  {
    name: 'datasets',
    description: 'list the data sets that can be named, or fetch the files of one',
    load: async () => (await import('./datasets.js')).addDatasets,
  },
  {
    name: 'convert',
    description: 'write a graph as a folder of Arrow, CSV or JSON lines files',
    load: async () => (await import('./convert.js')).addConvert,
  },
  {
    name: 'validate',
    description:
      'look for rows that cannot be read, cells that are no value of their column and defects of the graph; exits with 1 where there are any',
    load: async () => (await import('./validate.js')).addValidate,
  },
  {
    name: 'doctor',
    description: 'show what the library can compute with here, what is missing and how to get it',
    load: async () => (await import('./doctor.js')).addDoctor,
  },
];

/** Room by room what most commands need, since all modules at once would open more files than some systems allow. */
async function afterModels<T>(load: () => Promise<T>): Promise<T> {
  await import('../../graph/index.js');
  await import('../../tensor/index.js');
  await import('../../datasets/index.js');
  await import('../../layers/index.js');
  await import('../../models/index.js');
  return load();
}
