import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { adam, initTensors } from '../../tensor/index.js';
import { predict, Trainer } from '../../training/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { expectSizes } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { learningTask, numOutputs, predictionsOf } from '../core/learning.js';
import { checkpointFor, countWeights, readWeights, writeWeights } from '../core/network-state.js';
import { NodeEmbeddings } from '../core/node-embeddings.js';
import { trainedTaskOf } from '../core/problem.js';
import type {
  Embedding,
  Estimator,
  FitReport,
  InferenceOptions,
  LearnedTask,
  ModelResources,
  Problem,
  SavedModel,
} from '../core/types.js';
import { Perceptron } from '../mlp/perceptron.js';
import { chooseMetapaths } from './choose-metapaths.js';
import { fitMetaPath2Vec } from './fit.js';
import type { MetaPath2VecSettings } from './settings.js';
import { walkPaths } from './walks.js';

/** Rate and batch of the linear map; those of the model `logistic`. */
const head = { learningRate: 0.01, batchSize: 1024 };
const linear = { hiddenLayers: 0, hidden: 1, dropout: 0 };

interface Learned {
  readonly task: LearnedTask;
  readonly seed: number;
  readonly embeddings: NodeEmbeddings;
  /** Names, shapes and values of the linear map. */
  readonly map: Pick<SavedModel, 'parameters' | 'weights'>;
}

/**
 * Vectors of nodes from walks along metapaths, learned without labels, and a linear map from them: logistic regression of classes, least
 * squares of numbers. Nodes are those of the graph of the fit; nodes that came later have zeros.
 */
export class MetaPath2VecClassifier implements Estimator {
  readonly name = 'metapath2vec';
  readonly hasEmbedding = true;
  readonly usesTrainingLabels = false;
  readonly #settings: MetaPath2VecSettings;
  readonly #resources: ModelResources;
  #learned: Learned | undefined;
  /** Whether the graph of the fit is at hand: not in a restored model. */
  #isFitted = false;

  constructor(settings: MetaPath2VecSettings, resources: ModelResources = {}) {
    this.#settings = settings;
    this.#resources = resources;
  }

  static restore(saved: SavedModel, settings: MetaPath2VecSettings): MetaPath2VecClassifier {
    const { parameters, weights, task, seed } = saved;
    const { width } = settings;
    const types = parameters.flatMap(({ name }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    const map = { parameters: parameters.slice(types.length), weights: weights.slice(types.length) };
    expectSizes(map, 2, () => (width + 1) * numOutputs(task));
    const values = new Map(types.map((type, t) => [type, weights[t]!]));
    const classifier = new MetaPath2VecClassifier(settings);
    const embeddings = new NodeEmbeddings('metapath2vec', width, values);
    embeddings.valuesOf(task.nodeType);
    classifier.#learned = { task, seed, embeddings, map };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    const started = performance.now();
    const { graph, nodeType, seed } = problem;
    const metapaths = metapathsOf(graph, nodeType, this.#settings);
    const embeddings = await fitMetaPath2Vec(graph, { ...this.#settings, metapaths }, seed, run);
    const walked = performance.now();
    await initTensors();
    const task = trainedTaskOf(problem);
    const perceptron = headOf(embeddings, task, seed);
    try {
      const { learningRate, batchSize } = head;
      const { epochs, patience } = this.#settings;
      const trainer = new Trainer({
        optimizer: adam({ learningRate }),
        ...{ epochs, patience, seed, callbacks: this.#resources.callbacks },
        checkpoint: checkpointFor(problem, this.#settings, this.#resources),
      });
      const training = await trainer.fit(perceptron, learningTask(problem, task, 'f1', { batchSize }), run);
      this.#learned = { task, seed, embeddings, map: await readWeights(perceptron.parameters) };
      this.#isFitted = true;
      const numNodes = embeddings.nodeTypes.reduce((sum, type) => sum + embeddings.numNodes(type), 0);
      return {
        seconds: { embed: (walked - started) / 1000, train: training.seconds },
        training,
        numParameters: numNodes * embeddings.width + countWeights(perceptron.parameters),
      };
    } finally {
      perceptron.dispose();
    }
  }

  get task(): LearnedTask {
    return fitted(this.#learned).task;
  }

  /** Of all node types that walks met. @throws {HeteroGraphError} NOT_FITTED */
  get embeddings(): NodeEmbeddings {
    return fitted(this.#learned).embeddings;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { embeddings, run, learned } = this.#on(rows, options);
    await initTensors();
    const perceptron = headOf(embeddings, learned.task, learned.seed);
    try {
      writeWeights(perceptron.parameters, { ...learned.map } as SavedModel);
      return finiteScores(predictionsOf(learned.task, await predict(perceptron, rows, run)), rows);
    } finally {
      perceptron.dispose();
    }
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    const { embeddings, learned } = this.#on(rows, options);
    return embeddings.embed(learned.task.nodeType, rows);
  }

  async save(): Promise<SavedModel> {
    const { task, seed, embeddings, map } = fitted(this.#learned);
    const { nodeTypes, width } = embeddings;
    const shapes = nodeTypes.map((type) => ({ name: PREFIX + type, shape: [embeddings.numNodes(type), width] }));
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: {}, trainRows: new Int32Array(0) },
      parameters: [...shapes, ...map.parameters],
      weights: [...nodeTypes.map((type) => embeddings.valuesOf(type)), ...map.weights],
    };
  }

  dispose(): void {
    this.#learned = undefined;
    this.#isFitted = false;
  }

  /** The vectors as a graph needs them, with zeros for nodes that came later. */
  #on(rows: Int32Array, options: InferenceOptions) {
    const learned = fitted(this.#learned);
    const { nodeType } = learned.task;
    const known = learned.embeddings.numNodes(nodeType);
    const { graph, run } = checkInference(rows, options, learned.task, this.#isFitted ? known : undefined);
    if (!graph) {
      if (this.#isFitted) return { learned, run, embeddings: learned.embeddings };
      throw needsGraph();
    }
    return { learned, run, embeddings: extended(learned.embeddings, nodeType, graph.numNodes(nodeType)) };
  }
}

const PREFIX = 'embedding/';

/** @throws {HeteroGraphError} MODEL_MISMATCH where there are fewer nodes than vectors */
function extended(embeddings: NodeEmbeddings, nodeType: string, numNodes: number): NodeEmbeddings {
  const { width, model } = embeddings;
  const known = embeddings.numNodes(nodeType);
  if (numNodes === known) return embeddings;
  if (numNodes < known) {
    throw new HeteroGraphError(
      'MODEL_MISMATCH',
      `The graph has ${numNodes} nodes; the model has vectors of ${known}.`,
      {
        type: nodeType,
        hint: 'Give the graph of the fit, or one with further nodes after its own.',
      },
    );
  }
  const values = new Float32Array(numNodes * width);
  values.set(embeddings.valuesOf(nodeType));
  return new NodeEmbeddings(model, width, new Map([[nodeType, values]]));
}

function headOf(embeddings: NodeEmbeddings, task: LearnedTask, seed: number): Perceptron {
  const inputs = { x: embeddings.valuesOf(task.nodeType), width: embeddings.width };
  return new Perceptron('metapath2vec', inputs, numOutputs(task), linear, seed);
}

/** The given metapaths, or chosen ones. @throws {HeteroGraphError} INVALID_OPTION where none meets the node type; as {@link walkPaths} */
export function metapathsOf(graph: HeteroGraph, nodeType: string, { metapaths }: MetaPath2VecSettings) {
  if (metapaths === undefined) return chooseMetapaths(graph, nodeType).metapaths;
  if (walkPaths(graph, metapaths).some(({ types }) => types.includes(nodeType))) return metapaths;
  throw new HeteroGraphError('INVALID_OPTION', `No metapath meets the node type "${nodeType}".`, {
    ...{ column: 'settings.metapaths', type: nodeType },
    hint: 'Give one that does, or leave metapaths out.',
  });
}
