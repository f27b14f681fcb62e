import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { hashGraph } from '../../graph/index.js';
import {
  type GroupValues,
  type ProjectionKind,
  type PropagatedFeatures,
  precomputeRpHgnn,
} from '../../propagation/index.js';
import type { CostModel } from '../../schedule/index.js';
import { adam, exponentialDecay, initTensors } from '../../tensor/index.js';
import {
  accuracy,
  type Criterion,
  classificationTask,
  type Metric,
  macroF1,
  microF1,
  predict,
  predictRows,
  Trainer,
  type TrainerCallbacks,
} from '../../training/index.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../core/types.js';
import { readModel, type SavedModel, writeModel } from '../node/saved-model.js';
import { RpHgnnEncoder } from './encoder.js';
import type { RpHgnnSettings, SelectionCriterion } from './settings.js';
import { checkSettings } from './settings-check.js';

export interface RpHgnnClassifierOptions {
  readonly settings: RpHgnnSettings;
  /** Default 'very-sparse'. */
  readonly projection?: ProjectionKind;
  /** Folder of the training's checkpoint, from which an interrupted fit goes on; default none. */
  readonly checkpointDir?: string;
  /** Epochs between two checkpoints; default: the trainer's. */
  readonly checkpointEvery?: number;
  /** Folder in which pre-computed features are kept by key and found again; default none. */
  readonly store?: string;
  /**
   * Bytes of the kernels' memory for the pre-computation and its result: beyond it, tensors are put aside on disk, and the input of
   * training is read batch by batch. Default no limit.
   */
  readonly memoryBytes?: number;
  /** Costs to plan the pre-computation by, which learn from it; default: rough ones. */
  readonly costs?: CostModel;
  readonly callbacks?: readonly TrainerCallbacks[];
}

/** How to use a trained classifier; without `graph`, on the rows and features it was fitted with. */
export interface InferenceOptions extends RunOptions {
  /**
   * The graph to look at instead of the one fitted on: same node types, feature widths and relations, other nodes and edges
   * as they come. Its features are propagated anew with the same projections, for the wanted rows. Where labels are an
   * input, the nodes of the fitted graph must keep their rows (new ones are appended).
   */
  graph?: HeteroGraph;
}

const criteria: Readonly<Record<SelectionCriterion, Criterion<Metric>>> = {
  f1: [microF1, macroF1],
  accuracy,
  loss: 'loss',
};

/** RpHGNN from graph to class scores: pre-computation, encoder, training. */
export class RpHgnnClassifier implements NodeClassifier {
  readonly name = 'rphgnn';
  readonly #options: RpHgnnClassifierOptions;
  #encoder: RpHgnnEncoder | undefined;
  #features: PropagatedFeatures<GroupValues> | undefined;
  #model: SavedModel | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION naming the setting */
  constructor(options: RpHgnnClassifierOptions) {
    checkSettings(options.settings);
    this.#options = options;
  }

  /**
   * Pre-computes, then trains. After an abort during training the report says so and the best weights so far are in place.
   *
   * @throws {HeteroGraphError} what {@link precomputeRpHgnn} and {@link Trainer.fit} throw
   */
  async fit(problem: ClassificationProblem, run: RunOptions = {}): Promise<FitReport> {
    const { graph, nodeType, targets, split, seed, labelColumn } = problem;
    const { settings, projection = 'very-sparse', checkpointDir, checkpointEvery, callbacks } = this.#options;
    this.dispose();
    await initTensors();
    const started = performance.now();
    const trainRows = settings.labels ? split.train : new Int32Array(0);
    const rows = wantedRows(split.train, split.valid, split.test);
    const features = await this.#propagate(
      graph,
      { settings, projection, seed, nodeType, labelColumn, trainRows },
      rows,
      run,
    );
    this.#features = features;
    if (features.groups.length === 0) {
      throw new HeteroGraphError('NO_RELATIONS', 'No relation touches the node type: there is nothing to propagate.', {
        type: nodeType,
        hint: 'Add edges, or use MlpClassifier.',
      });
    }
    const precomputed = performance.now();
    const encoder = new RpHgnnEncoder(features, graph.numNodes(nodeType), targets.numClasses, settings, seed);
    this.#encoder = encoder;
    const task = classificationTask({
      targets,
      rows: split,
      criterion: criteria[settings.criterion],
      batchSize: settings.batchSize,
    });
    const trainer = new Trainer({
      optimizer: adam({ learningRate: settings.learningRate }),
      schedule: exponentialDecay(settings.learningRateDecay),
      epochs: settings.epochs,
      patience: settings.patience,
      validateEvery: settings.validateEvery,
      seed,
      callbacks,
      checkpoint:
        checkpointDir === undefined
          ? undefined
          : { dir: checkpointDir, tag: this.#tag(graph, nodeType, labelColumn), everyEpochs: checkpointEvery },
    });
    const training = await trainer.fit(encoder, task, run);
    this.#model = {
      settings: { ...settings, relations: settings.relations && [...settings.relations] },
      projection,
      seed,
      nodeType,
      ...(labelColumn === undefined ? {} : { labelColumn }),
      classes: classNames(problem),
      multiLabel: targets.kind === 'multi',
      groups: features.groups.map(({ name, hops, width }) => ({ name, hops, width })),
      parameters: encoder.parameters.map(({ name, shape }) => ({ name, shape: [...shape] })),
      weights: await Promise.all(encoder.parameters.map((parameter) => parameter.read())),
      trainRows,
    };
    return {
      seconds: { precompute: (precomputed - started) / 1000, train: training.seconds },
      training,
      numParameters: encoder.parameters.reduce((sum, parameter) => sum + parameter.size, 0),
      ...(features.storeProblem ? { storeProblem: features.storeProblem } : {}),
      ...(features.execution ? { execution: features.execution } : {}),
    };
  }

  /** Class scores [rows, C]. @throws {HeteroGraphError} NOT_FITTED, MODEL_MISMATCH, MISSING_FEATURES */
  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    return this.#using(rows, options, (encoder) => predict(encoder, rows, { batchSize: 2048, ...options }));
  }

  /** The last hidden representation of rows, [rows, width]. @throws {HeteroGraphError} as {@link predict} */
  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<{ values: Float32Array; width: number }> {
    return this.#using(rows, options, async (encoder) => {
      const forward = (batch: Int32Array) => encoder.embed(batch);
      const values = await predictRows(rows, forward, { batchSize: 2048, ...options });
      return { values, width: encoder.embeddingWidth };
    });
  }

  /** What was fitted: node type and class names. @throws {HeteroGraphError} NOT_FITTED */
  get task(): { readonly nodeType: string; readonly classes: readonly string[]; readonly multiLabel: boolean } {
    const { nodeType, classes, multiLabel } = this.#fitted();
    return { nodeType, classes, multiLabel };
  }

  /** Writes weights and settings into a folder. @throws {HeteroGraphError} NOT_FITTED, WRITE_FAILED */
  async save(dir: string): Promise<void> {
    await writeModel(dir, this.#fitted());
  }

  /**
   * A classifier that was saved; give `predict` and `embed` a graph.
   *
   * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE
   */
  static async load(
    dir: string,
    options: Pick<RpHgnnClassifierOptions, 'store' | 'memoryBytes'> = {},
  ): Promise<RpHgnnClassifier> {
    const model = await readModel(dir);
    const classifier = new RpHgnnClassifier({ ...options, settings: model.settings, projection: model.projection });
    classifier.#model = model;
    return classifier;
  }

  dispose(): void {
    this.#encoder?.dispose();
    this.#features?.dispose();
    this.#encoder = undefined;
    this.#features = undefined;
    this.#model = undefined;
  }

  /** Lends the encoder on the features of the fit, or one on the features of another graph. */
  async #using<T>(
    rows: Int32Array,
    { graph, ...run }: InferenceOptions,
    use: (encoder: RpHgnnEncoder) => Promise<T>,
  ): Promise<T> {
    const model = this.#fitted();
    await initTensors();
    if (!graph) {
      if (this.#encoder) return use(this.#encoder);
      throw new HeteroGraphError('NOT_FITTED', 'A loaded classifier holds no features.', { hint: 'Give it a graph.' });
    }
    const features = await this.#propagate(graph, model, wantedRows(rows), run);
    let encoder: RpHgnnEncoder | undefined;
    try {
      checkGroups(features, model);
      const count = graph.numNodes(model.nodeType);
      encoder = new RpHgnnEncoder(features, count, model.classes.length, model.settings, model.seed);
      for (const [i, parameter] of encoder.parameters.entries()) parameter.write(model.weights[i]!);
      return await use(encoder);
    } finally {
      encoder?.dispose();
      features.dispose();
    }
  }

  #propagate(
    graph: HeteroGraph,
    model: Pick<SavedModel, 'projection' | 'seed' | 'nodeType' | 'labelColumn' | 'trainRows'> & {
      readonly settings: RpHgnnSettings;
    },
    rows: Int32Array,
    { signal, onProgress }: RunOptions,
  ): Promise<PropagatedFeatures<GroupValues>> {
    const { projection, seed, nodeType: target, trainRows } = model;
    const { hops, useInput, embeddingWidth, inputWidth, relations, labels } = model.settings;
    const { store, memoryBytes, costs } = this.#options;
    const options = {
      ...{ target, rows, hops, useInput, embeddingWidth, inputWidth, relations, projection, seed, store },
      ...{ signal, onProgress, costs },
      labels: labels && {
        ...labels,
        trainRows,
        ...(model.labelColumn === undefined ? {} : { column: model.labelColumn }),
      },
    };
    return memoryBytes === undefined
      ? precomputeRpHgnn(graph, options)
      : precomputeRpHgnn(graph, { ...options, memoryBytes });
  }

  /** What the weights depend on and the trainer cannot see: other features of the same shapes must not be taken for these. */
  #tag(graph: HeteroGraph, nodeType: string, labelColumn: string | undefined): string {
    const { projection = 'very-sparse' } = this.#options;
    const { epochs: _, patience: __, ...settings } = this.#options.settings;
    return JSON.stringify({
      graph: hashGraph(graph),
      nodeType,
      labelColumn: labelColumn ?? null,
      projection,
      settings,
    });
  }

  #fitted(): SavedModel {
    if (this.#model) return this.#model;
    throw new HeteroGraphError('NOT_FITTED', 'The classifier has not been fitted.', { hint: 'Call fit first.' });
  }
}

function classNames({ graph, nodeType, targets, labelColumn }: ClassificationProblem): string[] {
  const classes = graph.labels(nodeType, labelColumn)?.classes ?? [];
  return Array.from({ length: targets.numClasses }, (_, c) => classes[c] ?? String(c));
}

function checkGroups({ groups, target }: PropagatedFeatures<GroupValues>, model: SavedModel): void {
  const describe = (group: { name: string; hops: number; width: number } | undefined) =>
    group ? `${group.name} of ${group.hops} hops and width ${group.width}` : 'nothing';
  for (let g = 0; g < Math.max(groups.length, model.groups.length); g++) {
    const [found, wanted] = [describe(groups[g]), describe(model.groups[g])];
    if (found === wanted) continue;
    throw new HeteroGraphError('MODEL_MISMATCH', `The model was trained on ${wanted}; the graph gives ${found}.`, {
      type: target,
      hint: 'Give a graph of the same node types, feature widths and relations, in the same order.',
    });
  }
}

/** Ascending, each once. */
function wantedRows(...parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(new Set(parts.flatMap((part) => [...part]))).sort();
}
