// Why is an author counted among the people of data mining? Trains HGT and LATTE on the DBLP graph of the HGB and asks LATTE about one author.
//
//   HETEROGRAPH_DATA=FOLDER node examples/explain-author.ts
//
// Needs the data set hgb-dblp; writes the Sankey picture to the path in FLOW_SVG, if there is one.
import { writeFileSync } from 'node:fs';
import { loadDataset } from 'heterograph/datasets';
import { classificationProblem, createModel } from 'heterograph/models';
import { microF1 } from 'heterograph/training';
import { flowPlot } from 'heterograph/viz';

const { graph, task } = await loadDataset('hgb-dblp', { root: process.env.HETEROGRAPH_DATA });
if (task.kind !== 'node-classification') throw new Error('The data set has no classes of nodes.');
const split = task.split(1);
const problem = classificationProblem(graph, task.nodeType, split, 1, task.labelColumn);
const epochs = Number(process.env.EPOCHS ?? 30);

for (const name of ['hgt', 'latte']) {
  const model = createModel(name, { preset: 'hgb-dblp', settings: { epochs, hidden: 32, heads: 4 } });
  await model.fit(problem);
  const logits = await model.predict(split.test);
  const { numClasses } = problem.targets;
  const score = microF1.compute({ logits, rows: split.test, numClasses }, problem.targets);
  console.log(`${name}: micro-F1 ${(100 * score).toFixed(1)}`);
  if (name !== 'latte') {
    model.dispose();
    continue;
  }

  const [author] = split.test;
  const { predictions, layers, edges, faithfulness, flow } = await model.explain!(Int32Array.of(author!), { top: 5 });
  const [first] = predictions;
  console.log(`author ${first!.id} is ${first!.predicted} (${(100 * first!.probability!).toFixed(0)} %)`);
  for (const { relation, mean, contribution } of layers.at(-1)!.relations) {
    console.log(`  ${relation ?? 'itself'}: weight ${mean.toFixed(2)}, contribution ${contribution.toFixed(2)}`);
  }
  for (const { source, relation } of edges) console.log(`  from ${source.type} ${source.id} along ${relation}`);
  const { change, randomChange } = faithfulness!;
  console.log(
    `without these edges the score falls by ${change.toFixed(2)}, without random ones by ${randomChange.toFixed(2)}`,
  );
  const svg = flowPlot(flow!);
  if (process.env.FLOW_SVG !== undefined) writeFileSync(process.env.FLOW_SVG, svg);
  console.log(`the picture has ${svg.match(/<path/g)!.length} ribbons`);
  model.dispose();
}
