import { RandomStream, type RunOptions, throwIfAborted, yieldToEventLoop } from '../../../core/index.js';
import { softmaxCrossEntropy, type Tensor2D, tensor2d, tidy } from '../../../tensor/index.js';
import {
  type Model,
  meanAbsoluteErrorLoss,
  probabilities,
  type ResolvedCriterion,
  rocAucOf,
  type Task,
} from '../../../training/index.js';
import type { ForecastKind } from '../../tasks/types.js';
import type { AnchorBatches, BatchSource } from './batch-source.js';
import { LoadedBatch } from './model.js';

/** Where the middle of the numbers is and how far they lie from it: the network learns (number - middle) / spread. */
export interface Labels {
  readonly kind: ForecastKind;
  readonly numClasses: number;
  readonly middle: number;
  readonly spread: number;
}

type NetworkTask = Task<LoadedBatch, Tensor2D, BatchSource, Float32Array>;

/** Learns the labels of anchors; the validation chooses by the figure that decides: area under the ROC curve, loss, or mean absolute error. */
export function networkTask(labels: Labels, train: BatchSource, valid: BatchSource | undefined): NetworkTask {
  const { kind, numClasses } = labels;
  const criterion: ResolvedCriterion = {
    name: kind === 'binary' ? 'rocAuc' : 'loss',
    direction: kind === 'binary' ? 'max' : 'min',
    value: (loss, figures) => (kind === 'binary' ? figures.rocAuc! : loss),
  };
  const loss = (output: Tensor2D, places: Int32Array, { anchors }: BatchSource) =>
    kind === 'numbers'
      ? meanAbsoluteErrorLoss.compute(
          output,
          tensor2d(
            Float32Array.from(places, (place) => (anchors.labels[place]! - labels.middle) / labels.spread),
            [places.length, 1],
          ),
        )
      : softmaxCrossEntropy(
          output,
          Int32Array.from(places, (place) => anchors.labels[place]!),
        );
  const predict = async (model: Model<LoadedBatch>, source: BatchSource, signal?: AbortSignal) =>
    (await outputsOf([model], source, numClasses, { signal }))[0]!;
  return {
    name: 'forecast',
    config: { kind, numClasses },
    criterion,
    ...(valid ? { valid } : {}),
    *batches({ seed, epoch, start }) {
      const order = new RandomStream(seed, 'shuffle', epoch).shuffle(Int32Array.from(train.groups.keys()));
      for (const group of order.subarray(start)) yield new LoadedBatch(train.batch(group));
    },
    batchSize: ({ batch }) => batch.anchors.length,
    loss: (output, { batch }) => loss(output, batch.anchors, train),
    disposeBatch: (batch) => batch.dispose(),
    predict: (model, source, run = {}) => predict(model, source, run.signal),
    async evaluate(model, source, { signal } = {}) {
      const prediction = await predict(model, source, signal);
      const every = Int32Array.from(source.anchors.rows, (_, i) => i);
      const scalar = tidy(() => loss(tensor2d(prediction, [every.length, numClasses]), every, source));
      const value = (await scalar.data())[0]!;
      scalar.dispose();
      const figures: Record<string, number> = {};
      if (kind !== 'binary') return { prediction, loss: value, figures };
      const scores = probabilities({ logits: prediction, rows: every, numClasses }, 'single');
      const yes = Float64Array.from(every, (i) => scores[2 * i + 1]!);
      figures.rocAuc = rocAucOf(yes, Uint8Array.from(source.anchors.labels));
      return { prediction, loss: value, figures };
    },
  };
}

/**
 * What each of several networks gives of all anchors, [anchors, outputs], in their order.
 *
 * @throws {HeteroGraphError} ABORTED
 */
export async function outputsOf(
  models: readonly Model<LoadedBatch>[],
  source: AnchorBatches,
  numOutputs: number,
  { signal, onProgress }: RunOptions = {},
): Promise<Float32Array[]> {
  const all = models.map(() => new Float32Array(source.anchors.rows.length * numOutputs));
  const { length: total } = source.anchors.rows;
  let done = 0;
  for (const [group, places] of source.groups.entries()) {
    await yieldToEventLoop();
    throwIfAborted(signal);
    const loaded = new LoadedBatch(source.batch(group));
    try {
      for (const [m, model] of models.entries()) {
        const numbers = await numbersOf(tidy(() => model.forward(loaded, { training: false })));
        for (const [i, place] of places.entries())
          all[m]!.set(numbers.subarray(i * numOutputs, (i + 1) * numOutputs), place * numOutputs);
      }
    } finally {
      loaded.dispose();
    }
    done += places.length;
    onProgress?.({ stage: 'predict', done, total, unit: 'rows' });
  }
  return all;
}

async function numbersOf(values: Tensor2D) {
  try {
    return await values.data();
  } finally {
    values.dispose();
  }
}
