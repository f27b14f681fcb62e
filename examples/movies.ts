// Predicts the genre of movies from who made them: a typed graph from plain rows, a heterogeneous graph neural network, baselines.
// Data: 3,201 movies of the npm package vega-datasets. Run: npx tsx examples/movies.ts
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { featureMatrix, graphFromRows, splitNodes, standardise } from 'heterograph/graph';
import {
  classificationProblem,
  type Estimator,
  LabelPropagationClassifier,
  MajorityClassifier,
  MlpClassifier,
  RpHgnnClassifier,
  rphgnnPresets,
} from 'heterograph/models';
import { macroF1, microF1 } from 'heterograph/training';

type Movie = Record<string, string | number | null>;
const folder = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data');
const movies = JSON.parse(readFileSync(join(folder, 'movies.json'), 'utf8')) as Movie[];

/** An edge from every movie to what a column of it names; the nodes at the other end are made as they are met. */
const edgesTo = (column: string) =>
  movies.flatMap((movie, source) => (movie[column] ? [{ source, target: String(movie[column]) }] : []));
const titleWords = movies.flatMap((movie, source) =>
  [
    ...new Set(
      String(movie.Title)
        .toLowerCase()
        .match(/\p{L}{4,}/gu) ?? [],
    ),
  ].map((target) => ({ source, target })),
);
const logarithm = (value: string | number | null | undefined) =>
  typeof value === 'number' ? Math.log10(1 + value) : null;

const { graph: raw } = await graphFromRows({
  nodes: {
    movie: {
      id: 'id',
      columns: { genre: { role: 'label' } },
      rows: movies.map((movie, id) => ({
        id,
        title: String(movie.Title),
        budget: logarithm(movie['Production Budget']),
        gross: logarithm(movie['Worldwide Gross']),
        rating: movie['IMDB Rating'] ?? null,
        votes: logarithm(movie['IMDB Votes']),
        genre: movie['Major Genre'] ?? null,
      })),
    },
  },
  edges: [
    { type: ['movie', 'directed_by', 'director'], rows: edgesTo('Director') },
    { type: ['movie', 'distributed_by', 'distributor'], rows: edgesTo('Distributor') },
    { type: ['movie', 'rated', 'rating'], rows: edgesTo('MPAA Rating') },
    { type: ['movie', 'based_on', 'source'], rows: edgesTo('Source') },
    { type: ['movie', 'is_of', 'creative_type'], rows: edgesTo('Creative Type') },
    { type: ['movie', 'has', 'word'], rows: titleWords },
  ],
});

const seed = 1;
const split = splitNodes(raw, 'movie', { strategy: 'stratified', seed });
const columns = ['budget', 'gross', 'rating', 'votes'];
const gathered = featureMatrix(raw, { nodeType: 'movie', columns, missing: 0 });
const { graph } = standardise(gathered, { nodeType: 'movie', trainRows: split.train });
console.log(graph.edgeTypes.map((type) => `${type.join(' > ')}: ${graph.numEdges(type)}`).join('\n'));

const settings = {
  ...rphgnnPresets['hgb-dblp'],
  hops: 2,
  useInput: true,
  embeddingWidth: 64,
  hidden: 32,
  inputDropout: 0.3,
  dropout: 0.5,
  batchSize: 512,
  epochs: 60,
  patience: 15,
  validateEvery: 1,
  criterion: 'f1',
} as const;
const classifiers: Estimator[] = [
  new MajorityClassifier(),
  new MlpClassifier(),
  new LabelPropagationClassifier(),
  new RpHgnnClassifier({ settings }),
];
const problem = classificationProblem(graph, 'movie', split, seed);
for (const classifier of classifiers) {
  await classifier.fit(problem);
  const rows = split.test;
  const prediction = { logits: await classifier.predict(rows), rows, numClasses: problem.targets.numClasses };
  const percent = (value: number) => (100 * value).toFixed(1);
  const [micro, macro] = [microF1, macroF1].map((metric) => percent(metric.compute(prediction, problem.targets)));
  console.log(`${classifier.name}: micro-F1 ${micro}, macro-F1 ${macro}`);
  classifier.dispose();
}
