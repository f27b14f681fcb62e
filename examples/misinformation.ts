// Which news are fake, by who published and who shared them. News of one source are alike, so they are never in two parts of the split.
// The compiled MuMiN data set goes the same way after openMumin(FOLDER). Run: npx tsx examples/misinformation.ts [FOLDER OF DATA SETS]
import { loadDataset } from 'heterograph/datasets';
import { sharedGroups, splitNodes, withColumn } from 'heterograph/graph';
import { classificationProblem, createModel } from 'heterograph/models';
import { macroF1 } from 'heterograph/training';

const { graph: plain } = await loadDataset('fang', { root: process.argv[2] ?? process.env.HETEROGRAPH_DATA });
const sources = new Int32Array(plain.numNodes('news'));
const { source, target } = plain.edgeIndex('publishes');
for (const [e, news] of target.entries()) sources[news] = source[e]!;
const graph = withColumn(plain, 'news', 'source', sources);

const labels = graph.labels('news', 'label')!;
const rows = Int32Array.from(labels.values.keys()).filter((row) => labels.values[row]! >= 0);
const split = splitNodes(graph, 'news', { strategy: 'grouped', group: 'source', rows, seed: 1 });
const shared = sharedGroups(graph, 'news', 'source', split);
console.log(`sources in several parts: ${shared.length === 0 ? 'none' : shared.length}`);
for (const [part, own] of Object.entries(split)) {
  const fake = own.filter((row: number) => labels.values[row] === 0).length;
  console.log(`${part}: ${own.length} news, ${fake} of them fake`);
}

// What is rare counts for more while it is learned, and macro-F1 asks for both classes alike.
const problem = classificationProblem(graph, 'news', split, 1, 'label', { classWeight: 'balanced' });
for (const name of ['logistic', 'label-propagation', 'sage']) {
  const settings = name === 'sage' ? { hidden: 16, epochs: 30 } : {};
  const model = createModel(name, { settings });
  const { classWeight: _, ...unweighted } = problem;
  await model.fit(name === 'label-propagation' ? unweighted : problem);
  const prediction = { logits: await model.predict(split.test), rows: split.test, numClasses: labels.numClasses };
  console.log(`${name}: macro-F1 ${(100 * macroF1.compute(prediction, problem.targets)).toFixed(1)}`);
  model.dispose();
}
