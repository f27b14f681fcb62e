import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { type ForwardMode, Linear } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import { adam, add, gatherRows, initTensors, type Parameter, type Scalar, type Tensor2D } from '../../tensor/index.js';
import {
  accuracy,
  classificationTask,
  type Model,
  macroF1,
  microF1,
  predict,
  predictRows,
  Trainer,
} from '../../training/index.js';
import { fitted } from '../core/fitted.js';
import { countWeights } from '../core/network-state.js';
import type { Embedding, FitReport } from '../core/types.js';
import { LinkNetwork } from '../link-network/network.js';
import { Perceptron } from '../mlp/perceptron.js';
import type { NetworkSettings } from '../network/settings.js';
import { linkedTypes, networkNamed } from '../unsupervised/network-named.js';
import { graphFeatures, standardised } from './graph-features.js';
import { checkGraphProblem, type GraphProblem } from './problem.js';
import { GraphReadout, type ReadoutKind } from './readout.js';

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
});

/** A model of whole graphs: numbers of graphs in, scores [B, C] out. */
interface GraphModel extends Model {
  readonly extraLoss?: Scalar | undefined;
  /** Called where the weights have changed. */
  prepare?(): Promise<void>;
}

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
  #fit: { readonly model: GraphModel; readonly problem: GraphProblem } | undefined;

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
    const model = this.#modelOf(problem);
    this.#fit = { model, problem };
    // A linear map from nothing, by loss: F1 of few validation graphs would choose an epoch near a random start.
    if (isSimple) for (const parameter of model.parameters) parameter.write(new Float32Array(parameter.size));
    const criterion = isSimple ? ('loss' as const) : [microF1, macroF1];
    const task = classificationTask({ targets, rows: split, criterion });
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
    const training = await trainer.fit(model, learning, run);
    const numParameters = countWeights(model.parameters);
    return { seconds: { train: training.seconds }, training, numParameters };
  }

  /** Scores of graphs [B, C], row-major. @throws {HeteroGraphError} NOT_FITTED; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE; ABORTED */
  async predict(rows: Int32Array, run: RunOptions = {}): Promise<Float32Array> {
    const { model, problem } = fitted(this.#fit);
    checkRows(rows, problem.numGraphs, 'rows');
    return predict(model, rows, { ...run, batchSize: Math.max(1, rows.length) });
  }

  /** Vectors of graphs, what the last map reads. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; and as {@link predict} */
  async embed(rows: Int32Array, run: RunOptions = {}): Promise<Embedding> {
    const { model, problem } = fitted(this.#fit);
    checkRows(rows, problem.numGraphs, 'rows');
    if (!(model instanceof GraphStates)) {
      throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${this.name} has no vectors of graphs.`, {
        hint: 'Use a message-passing model, such as sage.',
      });
    }
    const values = await predictRows(rows, (some) => model.embed(some), {
      ...run,
      batchSize: Math.max(1, rows.length),
    });
    return { values, width: rows.length === 0 ? 0 : values.length / rows.length };
  }

  /** @param rows labelled graphs @throws {HeteroGraphError} as {@link predict} */
  async score(rows: Int32Array, run: RunOptions = {}): Promise<GraphScore> {
    const { targets } = fitted(this.#fit).problem;
    const prediction = { logits: await this.predict(rows, run), rows, numClasses: targets.numClasses };
    const [exact, micro, macro] = [accuracy, microF1, macroF1].map((metric) => metric.compute(prediction, targets));
    return { accuracy: exact!, microF1: micro!, macroF1: macro!, graphs: rows.length };
  }

  dispose(): void {
    this.#fit?.model.dispose();
    this.#fit = undefined;
  }

  #modelOf(problem: GraphProblem): GraphModel {
    const { model, readout = 'mean', settings } = this.#options;
    const { numClasses } = problem.targets;
    if (model === 'majority' || model === 'logistic') {
      const inputs = model === 'majority' ? nothing(problem.numGraphs) : standardised(graphFeatures(problem));
      const shape = { hiddenLayers: 0, hidden: 1, dropout: 0 };
      return new Perceptron(model, inputs, numClasses, shape, problem.seed);
    }
    return new GraphStates(model, problem, readout, settings);
  }
}

/** Nothing of a graph: the constant of a linear map learns the shares of the classes. */
function nothing(numGraphs: number) {
  return { x: new Float32Array(numGraphs), width: 1 };
}

/** A message-passing network over all graphs at once, a read-out and a linear map. */
class GraphStates implements GraphModel {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #network: LinkNetwork<NetworkSettings>;
  readonly #readout: GraphReadout;
  readonly #head: Linear;
  readonly #dropout: number;
  #extraLoss: Scalar | undefined;

  constructor(name: string, problem: GraphProblem, kind: ReadoutKind, given: object | undefined) {
    const { graph, graphOf, numGraphs, targets, seed } = problem;
    const network = networkNamed(name, {}, given);
    const { hidden, dropout, relations } = network.settings;
    const edgeTypes = linkedTypes(graph, relations);
    this.name = name;
    this.#dropout = dropout;
    this.#network = new LinkNetwork({ kind: network, graph, edgeTypes, seed });
    const linked = new Set(edgeTypes.flatMap(([from, , to]) => [from, to]));
    const read = Object.fromEntries(Object.entries(graphOf).filter(([type]) => linked.has(type)));
    this.#readout = new GraphReadout({ kind, numGraphs, graphOf: read, width: hidden, seed });
    const shape = { inputWidth: this.#readout.width, outputWidth: targets.numClasses };
    this.#head = new Linear({ name: 'graph', seed, ...shape });
    const decoder = new Set(this.#network.decoder.parameters);
    const own = this.#network.parameters.filter((parameter) => !decoder.has(parameter));
    this.parameters = [...own, ...this.#readout.parameters, ...this.#head.parameters];
  }

  get extraLoss(): Scalar | undefined {
    return this.#extraLoss;
  }

  prepare(): Promise<void> {
    return this.#network.prepare(this.#network.messages);
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#head.forward(dropped(this.#vectors(rows, mode), this.#dropout, 'graph', mode));
  }

  embed(rows: Int32Array): Tensor2D {
    return this.#vectors(rows, { training: false });
  }

  dispose(): void {
    this.#network.dispose();
    this.#readout.dispose();
    this.#head.dispose();
  }

  #vectors(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const { outputs, extraLoss } = this.#network.outputs(this.#network.messages, mode);
    this.#extraLoss = extraLoss;
    return gatherRows(this.#readout.forward(outputs), rows);
  }
}
