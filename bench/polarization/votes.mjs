// Whether a vote that no one saw is for or against.
import { loadDataset } from '../../dist/datasets/index.js';
import { largestSingular } from './largest-singular.mjs';
import { methodsFor } from './methods.mjs';
import { auc, chances } from './read-outs.mjs';

/**
 * ROC-AUC of the sign of the test votes by method and seed. Vectors of members and bills are learned from the training votes; logistic regression on their products, column by column,
 * learns the signs of the training votes. Yields { method, seed, probe }; vectors that are kept are not learned again.
 */
export async function* votes(name, { seeds, epochs, root, quick, isKept }) {
  const { task } = await loadDataset(name, { root });
  const { train, test } = task.split(1);
  const learned = signed(train.positive);
  const asked = signed(test.positive);
  const { graph } = train;
  const all = joined(learned, asked);
  const rows = (from, count) => Int32Array.from({ length: count }, (_, i) => from + i);
  const split = {
    train: rows(0, learned.labels.length),
    valid: new Int32Array(0),
    test: rows(learned.labels.length, asked.labels.length),
  };
  const score = (found) => auc(found, all.labels, split.test);
  const [members, bills] = ['member', 'bill'].map((type) => graph.numNodes(type));
  yield { method: 'share of yeas of the bill', seed: 1, probe: score(shares(learned, asked, bills)) };
  const low = largestSingular(learned, members, bills, 4);
  const products = (i) => low.reduce((sum, { left, right }) => sum + left[asked.source[i]] * right[asked.target[i]], 0);
  yield {
    method: 'signs by 4 singular vectors',
    seed: 1,
    probe: score(Float64Array.from(asked.labels, (_, i) => products(i))),
  };
  const methods = methodsFor(graph, epochs);
  for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
    for (const [method, vectors] of Object.entries(methods)) {
      if (isKept(method, seed)) continue;
      const of = await vectors(seed);
      const matrix = multiplied(of('member'), of('bill'), all);
      yield { method, seed, probe: score(await chances(matrix, all.labels, split, seed)) };
    }
  }
}

/** 1 for a yea, 0 for a nay. */
function signed({ source, target, relation }) {
  return { source, target, labels: Int32Array.from(relation, (each) => 1 - each) };
}

function joined(a, b) {
  const both = (key) => Int32Array.from([...a[key], ...b[key]]);
  return { source: both('source'), target: both('target'), labels: both('labels') };
}

function shares(learned, asked, numBills) {
  const [yeas, counts] = [new Float64Array(numBills).fill(0.5), new Float64Array(numBills).fill(1)];
  for (const [i, label] of learned.labels.entries()) {
    yeas[learned.target[i]] += label;
    counts[learned.target[i]]++;
  }
  return Float64Array.from(asked.target, (bill) => yeas[bill] / counts[bill]);
}

function multiplied(left, right, { source, target }) {
  const { width } = left;
  const values = new Float32Array(source.length * width);
  for (let i = 0; i < source.length; i++)
    for (let j = 0; j < width; j++)
      values[i * width + j] = left.values[source[i] * width + j] * right.values[target[i] * width + j];
  return { kind: 'dense', numRows: source.length, width, values };
}
