import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { adam, add, initTensors, type Scalar, type Tensor2D } from '../../tensor/index.js';
import {
  accuracy,
  classificationTask,
  macroF1,
  microF1,
  predict,
  predictRows,
  type Targets,
  Trainer,
} from '../../training/index.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { countWeights, readWeights, writeWeights } from '../core/network-state.js';
import type { Embedding, FitReport } from '../core/types.js';
import type { ReadoutKind } from '../graph-network/readout.js';
import { GraphStates } from '../graph-network/states.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';
import type { NetworkSettings } from '../network/settings.js';
import { type GraphModel, makeGraphModel } from './make-model.js';
import { checkGraphProblem, checkJoinedGraphs, type GraphProblem } from './problem.js';
import { checkSavedGraphModel, type SavedGraphModel, specOf } from './saved.js';

export interface GraphClassifierOptions {
  /**
   * `majority`: shares of the classes among the training graphs; `logistic`: logistic regression on the mean features of the nodes of every
   * type and the logarithms of their numbers; or a message-passing model that gives the states of several node types, such as `sage`.
   */
  readonly model: string;
  /** Of message-passing models; default 'mean'. */
  readonly readout?: ReadoutKind;
  /** Settings of a message-passing model that differ from its defaults for links. */
  readonly settings?: object;
  /** Default 200. */
  readonly epochs?: number;
  /** In epochs; default 30. */
  readonly patience?: number;
  /** Graphs a step, of which alone states are computed; default: all of the training. */
  readonly batchSize?: number;
}

/** How to use a fitted model. */
export interface GraphInferenceOptions extends RunOptions {
  /** Other graphs than those of the fit, of the same types, feature widths and relations. */
  readonly graphs?: JoinedGraphs;
}

/** How well graphs were told apart. */
export interface GraphScore {
  readonly accuracy: number;
  readonly microF1: number;
  readonly macroF1: number;
  /** Graphs that were scored. */
  readonly graphs: number;
}

const optionsSchema = z.strictObject({
  model: z.string('the name of a model'),
  readout: z.optional(z.enum(['mean', 'max', 'sum', 'attention'])),
  settings: z.optional(z.looseObject({})),
  epochs: z.optional(option.countFrom(0)),
  patience: z.optional(option.nonNegative),
  batchSize: z.optional(option.count),
});

/**
 * Classes of whole graphs. The best epoch counts by the mean of micro- and macro-F1 of the validation graphs, of `logistic` and `majority`, which
 * begin with weights of 0, by the loss.
 *
 * @example
 * const { graph, graphOf, numGraphs } = joinGraphs(trees);
 * const model = new GraphClassifier({ model: 'sage', readout: 'attention' });
 * await model.fit({ graph, graphOf, numGraphs, targets, split, seed: 1 });
 * const { accuracy } = await model.score(split.test);
 */
export class GraphClassifier {
  readonly name: string;
  readonly #options: GraphClassifierOptions;
  #fit:
    | {
        readonly saved: SavedGraphModel;
        /** Absent of a restored model. */
        readonly own?: { readonly model: GraphModel; readonly graphs: JoinedGraphs; readonly targets: Targets };
      }
    | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: GraphClassifierOptions) {
    checkOptions(optionsSchema, options);
    this.#options = options;
    this.name = options.model;
  }

  /**
   * @throws {HeteroGraphError} what `checkGraphProblem` throws; UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL; NO_RELATIONS, MISSING_FEATURES;
   *   DIVERGED; NO_ROWS
   */
  async fit(problem: GraphProblem, run: RunOptions = {}): Promise<FitReport> {
    checkOptions(z.strictObject(option.runOptions), run);
    checkGraphProblem(problem);
    this.dispose();
    await initTensors();
    const { targets, split, seed } = problem;
    const isSimple = this.name === 'majority' || this.name === 'logistic';
    const { epochs = 200, patience = 30, settings } = this.#options;
    const { readout = 'mean' } = this.#options;
    const { numClasses } = targets;
    const { model, state } = makeGraphModel({
      ...{ name: this.name, graphs: problem, readout, settings, numOutputs: numClasses, seed, trainRows: split.train },
    });
    // A linear map from nothing, by loss: F1 of few validation graphs would choose an epoch near a random start.
    if (isSimple) for (const parameter of model.parameters) parameter.write(new Float32Array(parameter.size));
    const criterion = isSimple ? ('loss' as const) : [microF1, macroF1];
    const { batchSize } = this.#options;
    const batches = batchSize === undefined ? {} : { batchSize, evalBatchSize: batchSize };
    const task = classificationTask({ targets, rows: split, criterion, ...batches });
    const prepare = () => model.prepare?.();
    const { learningRate = isSimple ? 0.05 : 0.01, weightDecay = 0 } = (settings ?? {}) as Partial<NetworkSettings>;
    const trainer = new Trainer({
      optimizer: adam({ learningRate, weightDecay }),
      ...{ epochs: model.parameters.length === 0 ? 0 : epochs, patience, seed },
      callbacks: [{ onFitStart: prepare, onBatchEnd: prepare, onFitEnd: prepare }],
    });
    const learning = {
      ...task,
      loss(scores: Tensor2D, rows: Int32Array): Scalar {
        const loss = task.loss(scores, rows);
        return model.extraLoss ? (add(loss, model.extraLoss) as Scalar) : loss;
      },
    };
    try {
      const training = await trainer.fit(model, learning, run);
      const saved: SavedGraphModel = {
        ...{ model: this.name, settings: { readout }, seed, state },
        task: { kind: 'graphs', numClasses, nodeTypes: Object.keys(problem.graphOf) },
        ...(await readWeights(model.parameters)),
      };
      this.#fit = { saved, own: { model, graphs: problem, targets } };
      return { seconds: { train: training.seconds }, training, numParameters: countWeights(model.parameters) };
    } catch (error) {
      model.dispose();
      throw error;
    }
  }

  /** What `restore` takes. @throws {HeteroGraphError} NOT_FITTED */
  save(): SavedGraphModel {
    return fitted(this.#fit).saved;
  }

  /**
   * A fitted model from what `save` gave; `predict` and `embed` need graphs.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE where its parts do not belong together; UNKNOWN_MODEL
   */
  static restore(saved: SavedGraphModel): GraphClassifier {
    checkSavedGraphModel(saved);
    const { readout } = saved.settings as { readonly readout: ReadoutKind };
    const classifier = new GraphClassifier({ model: saved.model, readout });
    classifier.#fit = { saved };
    return classifier;
  }

  /**
   * Scores of graphs [B, C], row-major.
   *
   * @throws {HeteroGraphError} NOT_FITTED; MODEL_MISMATCH of graphs that are unlike those of the fit; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE;
   *   ABORTED
   */
  async predict(rows: Int32Array, options: GraphInferenceOptions = {}): Promise<Float32Array> {
    return this.#on(rows, options, (model, run) => predict(model, rows, run));
  }

  /** Vectors of graphs, what the last map reads. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; and as {@link predict} */
  async embed(rows: Int32Array, options: GraphInferenceOptions = {}): Promise<Embedding> {
    return this.#on(rows, options, async (model, run) => {
      if (!(model instanceof GraphStates)) {
        throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${this.name} has no vectors of graphs.`, {
          hint: 'Use a message-passing model, such as sage.',
        });
      }
      const values = await predictRows(rows, (some) => model.embed(some), run);
      return { values, width: rows.length === 0 ? 0 : values.length / rows.length };
    });
  }

  /** @param rows labelled graphs of the fit @throws {HeteroGraphError} as {@link predict} */
  async score(rows: Int32Array, run: RunOptions = {}): Promise<GraphScore> {
    const { own } = fitted(this.#fit);
    if (!own) throw needsGraph();
    const { targets } = own;
    const prediction = { logits: await this.predict(rows, run), rows, numClasses: targets.numClasses };
    const [exact, micro, macro] = [accuracy, microF1, macroF1].map((metric) => metric.compute(prediction, targets));
    return { accuracy: exact!, microF1: micro!, macroF1: macro!, graphs: rows.length };
  }

  dispose(): void {
    this.#fit?.own?.model.dispose();
    this.#fit = undefined;
  }

  /** The fitted model on its own graphs, or on others; `use` is done with it when it ends. */
  async #on<T>(
    rows: Int32Array,
    { graphs, ...run }: GraphInferenceOptions,
    use: (model: GraphModel, run: RunOptions & { readonly batchSize: number }) => Promise<T>,
  ): Promise<T> {
    const { saved, own } = fitted(this.#fit);
    checkOptions(z.strictObject(option.runOptions), run);
    if (graphs) checkJoinedGraphs(graphs);
    else if (!own) throw needsGraph();
    checkRows(rows, (graphs ?? own!.graphs).numGraphs, 'rows');
    const options = { ...run, batchSize: this.#options.batchSize ?? Math.max(1, rows.length) };
    if (!graphs) return use(own!.model, options);
    await initTensors();
    const { model } = makeGraphModel(specOf(saved, graphs));
    try {
      writeWeights(model.parameters, saved);
      await model.prepare?.();
      return await use(model, options);
    } finally {
      model.dispose();
    }
  }
}
