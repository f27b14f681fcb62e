import * as z from 'zod/mini';
import { checkOptions, type RunOptions } from '../../core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { taskOf } from '../core/problem.js';
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
import { allLinks } from '../link-network/all-links.js';
import { NetworkLinkModel } from '../link-network/estimator.js';
import type { LinkNetworkKind } from '../link-network/network.js';
import { linkedTypes } from '../link-network/network-of.js';
import { LogisticClassifier } from '../logistic/classifier.js';
import { RidgeClassifier } from '../ridge/classifier.js';
import type { PolarizationSettings } from './settings.js';

interface Learned {
  readonly task: LearnedTask;
  readonly seed: number;
  /** Of the graph of the fit; undefined where the model was restored. */
  readonly graph: HeteroGraph | undefined;
  /** Logistic regression of classes, ridge regression of numbers. */
  readonly probe: LogisticClassifier | RidgeClassifier;
  readonly network: NetworkLinkModel<PolarizationSettings>;
}

const PROBE = 'probe/';

const name = z.string('a text');
const stateSchema = z.looseObject({
  seen: z.looseObject({}),
  edgeTypes: z.array(z.tuple([name, name, name])).check(z.minLength(1, 'at least one')),
});

/**
 * Vectors of nodes, learned without labels from the links of the whole graph, and a linear map from them that learns the labels of the training
 * rows. Nodes of other graphs get vectors by the same network.
 */
export class PolarizationClassifier implements Estimator {
  readonly name: string;
  readonly hasEmbedding = true;
  readonly usesTrainingLabels = false;
  readonly #kind: LinkNetworkKind<PolarizationSettings>;
  readonly #resources: ModelResources;
  #learned: Learned | undefined;

  constructor(kind: LinkNetworkKind<PolarizationSettings>, resources: ModelResources = {}) {
    this.name = kind.name;
    this.#kind = kind;
    this.#resources = resources;
  }

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH where its parts do not belong together */
  static restore(
    saved: SavedModel,
    kind: LinkNetworkKind<PolarizationSettings>,
    resources: ModelResources = {},
  ): PolarizationClassifier {
    const { task, seed, state, parameters, weights } = saved;
    const isProbe = parameters.map(({ name }) => name.startsWith(PROBE));
    const part = (of: boolean) => ({
      parameters: parameters
        .filter((_, i) => isProbe[i] === of)
        .map(({ name, shape }) => ({ name: of ? name.slice(PROBE.length) : name, shape })),
      weights: weights.filter((_, i) => isProbe[i] === of),
    });
    const shared = { settings: kind.settings, seed, trainRows: new Int32Array(0) };
    checkOptions(stateSchema, state, { what: 'state' });
    const { seen, edgeTypes, scale } = state as z.infer<typeof stateSchema>;
    const links = { ...shared, ...part(false), model: saved.model, state: { seen } };
    const network = NetworkLinkModel.restore({ ...links, task: { kind: 'links', edgeTypes } }, kind, resources);
    const own = { ...shared, ...part(true), model: 'probe', task, state: scale === undefined ? {} : { scale } };
    const probe =
      task.kind === 'classification'
        ? LogisticClassifier.restore(own, { penalty: kind.settings.penalty })
        : RidgeClassifier.restore(own, { penalty: RIDGE });
    const classifier = new PolarizationClassifier(kind, resources);
    classifier.#learned = { task, seed, graph: undefined, network, probe };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    const { graph, nodeType, seed } = problem;
    const edgeTypes = linkedTypes(graph, this.#kind.settings.relations);
    const network = new NetworkLinkModel(this.#kind, this.#resources);
    const report = await network.fit({ kind: 'links', split: allLinks(graph, edgeTypes), seed }, run);
    const started = performance.now();
    const vectors = await vectorsOf(network, nodeType, graph);
    const probe =
      problem.kind === 'classification'
        ? new LogisticClassifier({ penalty: this.#kind.settings.penalty })
        : new RidgeClassifier({ penalty: RIDGE });
    const { labelColumn: _, ...unnamed } = problem;
    const read = await probe.fit({ ...unnamed, graph: vectors } as Problem, run);
    this.#learned = { task: taskOf(problem), seed, graph, network, probe };
    return {
      ...report,
      seconds: { ...report.seconds, probe: (performance.now() - started) / 1000 },
      numParameters: (report.numParameters ?? 0) + (read.numParameters ?? 0),
    };
  }

  get task(): LearnedTask {
    return fitted(this.#learned).task;
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { graph, run, learned } = this.#on(rows, options);
    const vectors = await vectorsOf(learned.network, learned.task.nodeType, graph);
    return learned.probe.predict(rows, { ...run, graph: vectors });
  }

  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    const { graph, learned } = this.#on(rows, options);
    return learned.network.embed(learned.task.nodeType, rows, { graph });
  }

  async save(): Promise<SavedModel> {
    const { task, seed, network, probe } = fitted(this.#learned);
    const [links, own] = [await network.save(), await probe.save()];
    return {
      ...{ model: this.name, settings: this.#kind.settings, seed, task, trainRows: new Int32Array(0) },
      state: { ...links.state, ...own.state, edgeTypes: links.task.edgeTypes },
      parameters: [...links.parameters, ...own.parameters.map(({ name, shape }) => ({ name: PROBE + name, shape }))],
      weights: [...links.weights, ...own.weights],
    };
  }

  dispose(): void {
    this.#learned?.network.dispose();
    this.#learned?.probe.dispose();
    this.#learned = undefined;
  }

  #on(rows: Int32Array, options: InferenceOptions) {
    const learned = fitted(this.#learned);
    const { task, graph: own } = learned;
    const { graph = own, run } = checkInference(rows, options, task, own?.numNodes(task.nodeType));
    if (!graph) throw needsGraph();
    return { learned, graph, run };
  }
}

/** Penalty of the linear map to numbers, as of the model `ridge`. */
const RIDGE = 0.01;

/** A graph of the nodes of one type alone, with their vectors. */
async function vectorsOf(
  network: NetworkLinkModel<PolarizationSettings>,
  nodeType: string,
  graph: HeteroGraph,
): Promise<HeteroGraph> {
  const numRows = graph.numNodes(nodeType);
  const rows = Int32Array.from({ length: numRows }, (_, row) => row);
  const { values, width } = await network.embed(nodeType, rows, { graph });
  const vectors = { kind: 'dense' as const, numRows, width, values };
  return graphFromArrays({ nodes: { [nodeType]: { data: { vectors } } } });
}
