// Which side politicians are on, from whom they follow alone: vectors without labels, their principal axis, and how much each side keeps to itself.
// Run: npx tsx examples/political-sides.ts [FOLDER OF DATA SETS]
import { loadDataset } from 'heterograph/datasets';
import { echoIndex, embedNodes, principalAxis } from 'heterograph/models';
import { rocAucOf } from 'heterograph/training';

const { graph } = await loadDataset('timme-purep', { root: process.argv[2] ?? process.env.HETEROGRAPH_DATA });
const vectors = await embedNodes(graph, {
  model: 'polarization',
  epochs: 30,
  settings: { hidden: 16, relations: ['follows'] },
  seed: 1,
});
const { scores, share } = principalAxis({ values: vectors.valuesOf('account'), width: vectors.width });
console.log(`the principal axis has ${(100 * share).toFixed(0)} % of the variance`);

// Parties were not looked at: they only say how good it is.
const { values: parties, classes } = graph.labels('account', 'party')!;
const known = Int32Array.from(parties.keys()).filter((row) => parties[row]! >= 0);
const auc = rocAucOf(
  Float64Array.from(known, (row) => scores[row]!),
  Uint8Array.from(known, (row) => parties[row]!),
);
console.log(`ROC-AUC of ${classes.join(' against ')}: ${Math.max(auc, 1 - auc).toFixed(3)}`);

const sides = Int32Array.from(scores, (score) => Number(score > 0));
const { mean, sides: each } = echoIndex(graph, 'account', sides, { relations: ['replies_to'] });
console.log(`of those met in replies to a third, ${(100 * mean).toFixed(0)} % are on the own side`);
for (const [side, { inbreeding }] of each.entries()) console.log(`side ${side}: inbreeding ${inbreeding.toFixed(2)}`);

const names = graph.nodeTable('account').getChild('name')!;
const order = [...known].sort((a, b) => scores[a]! - scores[b]!);
for (const row of [...order.slice(0, 3), ...order.slice(-3)])
  console.log(scores[row]!.toFixed(2), classes[parties[row]!], names.get(row));
