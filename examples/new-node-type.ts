// A node type that was not there in training: weights follow from what types are called, so that actors can come later.
// Run: npx tsx examples/new-node-type.ts [FOLDER OF DATA SETS]
import { loadDataset } from 'heterograph/datasets';
import { subgraph } from 'heterograph/graph';
import { classificationProblem, createModel } from 'heterograph/models';
import { microF1 } from 'heterograph/training';

const { graph, task } = await loadDataset('freebase-movie', { root: process.argv[2] ?? process.env.HETEROGRAPH_DATA });
if (task.kind !== 'node-classification') throw new Error('The data set has no classes of nodes.');
const { nodeType, labelColumn } = task;
const split = task.split(1);

// The same words for the same things: what a description says of a type is all that is known of it.
const schemaText = {
  nodes: {
    movie: 'a movie that people make',
    director: 'a person who directs movies',
    writer: 'a person who writes movies',
    actor: 'a person who acts in movies',
  },
};
const without = subgraph(graph, { nodeTypes: graph.nodeTypes.filter((type) => type !== 'actor') }).graph;
const problem = classificationProblem(without, nodeType, split, 1, labelColumn);
const model = createModel('higpt', {
  settings: { epochs: 40, criterion: 'f1', labels: true, schemaText },
});
await model.fit(problem);

for (const [what, seen] of Object.entries({ 'without actors': without, 'with actors': graph })) {
  const logits = await model.predict(split.test, { graph: seen });
  const prediction = { logits, rows: split.test, numClasses: problem.targets.numClasses };
  console.log(`${what}: micro-F1 ${(100 * microF1.compute(prediction, problem.targets)).toFixed(1)}`);
}
model.dispose();

// Whether they help is a question to ask: the most usual class is what an answer has to be better than.
const counts = new Map<number, number>();
for (const row of split.test) {
  const label = problem.targets.labels[row]!;
  counts.set(label, (counts.get(label) ?? 0) + 1);
}
console.log(`the most usual class: ${((100 * Math.max(...counts.values())) / split.test.length).toFixed(1)}`);
