import { type FeatureMatrix, HeteroGraphError, RandomStream } from '../../../core/index.js';
import { resolveCriterion, supervisedContrastiveLoss, type Task } from '../../../training/index.js';
import { balancedRows, rowsOfClasses } from '../objectives/balanced-rows.js';
import type { ObjectiveOptions } from '../objectives/options.js';
import { disposeRows, type RowBatch, rowBatch } from './row-inputs.js';

/** Two views of the rows of a step, one behind the other, and their classes. */
export type ComparedRows = RowBatch & { readonly labels: Int32Array };

/**
 * Rows of one class are alike, in two views that lack a share of their entries each: one step an epoch, of rows drawn anew.
 *
 * @param labels from 0, -1 where there is none
 */
export function rowTask(
  features: FeatureMatrix,
  labels: Int32Array,
  { batchSize = 512, temperature = 0.1, maskFeatures = 0.3 }: ObjectiveOptions,
): Task<ComparedRows> {
  const known = rowsOfClasses(labels);
  const nothingToPredict = () => {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'Compared rows are not predicted.', {
      hint: 'Use their vectors.',
    });
  };
  return {
    name: 'supcon',
    config: { batchSize, temperature, maskFeatures },
    criterion: resolveCriterion('loss'),
    *batches({ seed, epoch, start }) {
      if (start > 0) return;
      const stream = new RandomStream(seed, 'supcon', epoch);
      const rows = balancedRows(known, batchSize, stream.child('rows'));
      const both = Int32Array.from([...rows, ...rows]);
      const dropped = { share: maskFeatures, stream: stream.child('views') };
      yield { ...rowBatch(features, both, dropped), labels: both.map((row) => labels[row]!) };
    },
    batchSize: ({ labels: own }) => own.length,
    loss: (vectors, { labels: own }) => supervisedContrastiveLoss(vectors, own, temperature),
    disposeBatch: disposeRows,
    predict: nothingToPredict,
    evaluate: nothingToPredict,
  };
}
