import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectionKind, type PropagatedFeatures, precomputeRpHgnn } from '../../propagation/index.js';
import {
  accuracy,
  type Criterion,
  defaultLoss,
  macroF1,
  microF1,
  predict,
  predictRows,
  Trainer,
} from '../../training/index.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../types.js';
import { RpHgnnEncoder } from './encoder.js';
import type { RpHgnnSettings, SelectionCriterion } from './settings.js';

export interface RpHgnnClassifierOptions {
  readonly settings: RpHgnnSettings;
  /** Default 'very-sparse'. */
  readonly projection?: ProjectionKind;
  /** Folder of the training's checkpoint, from which an interrupted fit goes on; default none. */
  readonly checkpointDir?: string;
}

const criteria: Readonly<Record<SelectionCriterion, Criterion>> = { f1: [microF1, macroF1], accuracy, loss: 'loss' };

/** RpHGNN from graph to class scores: pre-computation, encoder, training. */
export class RpHgnnClassifier implements NodeClassifier {
  readonly name = 'rphgnn';
  readonly #options: RpHgnnClassifierOptions;
  #encoder: RpHgnnEncoder | undefined;
  #features: PropagatedFeatures | undefined;

  constructor(options: RpHgnnClassifierOptions) {
    this.#options = options;
  }

  async fit(
    { graph, nodeType, targets, split, seed }: ClassificationProblem,
    run: RunOptions = {},
  ): Promise<FitReport> {
    const { settings, projection, checkpointDir } = this.#options;
    this.dispose();
    const started = performance.now();
    const { hops, useInput, embeddingWidth, inputWidth, relations, labels } = settings;
    this.#features = await precomputeRpHgnn(graph, {
      target: nodeType,
      rows: wantedRows(split.train, split.valid, split.test),
      ...{ hops, useInput, embeddingWidth, inputWidth, relations, projection, seed, ...run },
      labels: labels && { ...labels, trainRows: split.train },
    });
    const precomputed = performance.now();
    this.#encoder = new RpHgnnEncoder(this.#features, graph.numNodes(nodeType), targets.numClasses, settings, seed);
    const trainer = new Trainer(this.#encoder, {
      loss: defaultLoss(targets),
      criterion: criteria[settings.criterion],
      optimizer: { learningRate: settings.learningRate },
      learningRateDecay: settings.learningRateDecay,
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      patience: settings.patience,
      validateEvery: settings.validateEvery,
      seed,
      checkpoint: checkpointDir === undefined ? undefined : { dir: checkpointDir, tag: this.#tag(graph, nodeType) },
    });
    const training = await trainer.fit(targets, split, run);
    const seconds = { precompute: (precomputed - started) / 1000, train: training.seconds };
    const numParameters = this.#encoder.parameters.reduce((sum, parameter) => sum + parameter.size, 0);
    return { seconds, training, numParameters };
  }

  async predict(rows: Int32Array, run: RunOptions = {}): Promise<Float32Array> {
    return predict(this.#fitted(), rows, { batchSize: 2048, ...run });
  }

  /** The last hidden representation of rows, [B, width]. */
  async embed(rows: Int32Array, run: RunOptions = {}): Promise<{ values: Float32Array; width: number }> {
    const encoder = this.#fitted();
    const values = await predictRows(rows, encoder.embeddingWidth, (batch) => encoder.embed(batch), {
      batchSize: 2048,
      ...run,
    });
    return { values, width: encoder.embeddingWidth };
  }

  dispose(): void {
    this.#encoder?.dispose();
    this.#features?.dispose();
    this.#encoder = undefined;
    this.#features = undefined;
  }

  /** What the weights depend on and the trainer cannot see: other features of the same shapes must not be taken for these. */
  #tag(graph: HeteroGraph, nodeType: string): string {
    const { projection = 'very-sparse' } = this.#options;
    const { epochs: _, patience: __, ...settings } = this.#options.settings;
    return JSON.stringify({ graph: graph.hash(), nodeType, projection, settings });
  }

  #fitted(): RpHgnnEncoder {
    if (this.#encoder) return this.#encoder;
    throw new HeteroGraphError('NOT_FITTED', 'The classifier has not been fitted.', { hint: 'Call fit first.' });
  }
}

function wantedRows(...parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(new Set(parts.flatMap((part) => [...part]))).sort();
}
