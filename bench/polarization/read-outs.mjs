// What is read off matrices: chances by logistic regression, and their principal axis.
import { graphFromArrays } from '../../dist/graph/index.js';
import { createModel, principalAxis } from '../../dist/models/index.js';
import { rocAucOf } from '../../dist/training/index.js';

/** Chances of class 1 for the test rows, by logistic regression on the training rows. */
export async function chances(matrix, labels, { train, valid, test }, seed) {
  const graph = graphFromArrays({ nodes: { node: { data: { features: matrix } } } });
  const targets = { kind: 'single', labels, numClasses: 2, classNames: ['0', '1'] };
  const model = createModel('logistic');
  await model.fit({ kind: 'classification', graph, nodeType: 'node', split: { train, valid, test }, seed, targets });
  const scores = await model.predict(test);
  model.dispose();
  return Float64Array.from(test, (_, i) => 1 / (1 + Math.exp(scores[2 * i] - scores[2 * i + 1])));
}

/** ROC-AUC, in percent. */
export function auc(scores, labels, rows) {
  return (
    100 *
    rocAucOf(
      scores,
      Uint8Array.from(rows, (row) => labels[row]),
    )
  );
}

/** ROC-AUC of the first principal axis of the known rows up to its sign, in percent. */
export function axisAuc(matrix, labels, { known, test }) {
  const { scores } = principalAxis(matrix, { rows: known });
  const found = auc(
    Float64Array.from(test, (row) => scores[row]),
    labels,
    test,
  );
  return Math.max(found, 100 - found);
}
