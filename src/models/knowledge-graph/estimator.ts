import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type TypedLinks } from '../../graph/index.js';
import { expectSizes } from '../core/check-saved.js';
import { finiteScores } from '../core/check-scores.js';
import { fitted } from '../core/fitted.js';
import { checkLinkProblem, checkLinks, checkQueries } from '../core/link-problem.js';
import type {
  LearnedLinks,
  LinkEstimator,
  LinkInferenceOptions,
  LinkProblem,
  LinkQueries,
  SavedLinkModel,
} from '../core/link-types.js';
import type { Embedding, FitReport, ModelResources } from '../core/types.js';
import { type Embeddings, scoresOfAll, scoresOfPairs } from './embeddings.js';
import type { Family } from './family.js';
import { fitEmbeddings } from './fit.js';
import { NodeSpace } from './node-space.js';
import type { EmbeddingSettings } from './settings.js';

interface Learned {
  readonly task: LearnedLinks;
  readonly seed: number;
  readonly embeddings: Embeddings;
}

const runSchema = z.looseObject(option.runOptions);

/** What a saved model keeps beside its weights. */
const savedState = z.object({
  edgeTypes: z.array(z.tuple([z.string(), z.string(), z.string()])),
  numNodes: z.record(z.string(), option.countFrom(0)),
});

/** A model of links that learns a vector for every node and relation. The nodes are those it was fitted on. */
export class EmbeddingLinkModel implements LinkEstimator {
  readonly name: string;
  readonly hasEmbedding = true;
  readonly #family: Family;
  readonly #settings: EmbeddingSettings;
  readonly #resources: ModelResources;
  #learned: Learned | undefined;

  constructor(name: string, family: Family, settings: EmbeddingSettings, resources: ModelResources = {}) {
    this.name = name;
    this.#family = family;
    this.#settings = settings;
    this.#resources = resources;
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION, UNKNOWN_TYPE where its parts do not belong together */
  static restore(family: Family, saved: SavedLinkModel, settings: EmbeddingSettings): EmbeddingLinkModel {
    checkOptions(savedState, saved.state, { what: 'state' });
    const { edgeTypes, numNodes } = saved.state as z.infer<typeof savedState>;
    const space = new NodeSpace(edgeTypes, (type) => numNodes[type] ?? 0);
    const { rank } = settings;
    const widths = [family.nodeWidth(rank) * space.numNodes, family.relationWidth(rank) * 2 * edgeTypes.length];
    expectSizes(saved, 2, () => widths[0]! + widths[1]!);
    const [nodes, relations] = saved.weights as [Float32Array, Float32Array];
    const starts = saved.task.edgeTypes.every((type, i) => sameAt(edgeTypes, i, type));
    if (nodes.length !== widths[0] || !starts) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'The numbers of nodes do not fit the weights.', {
        column: 'nodes',
        hint: 'Save the model again.',
      });
    }
    const model = new EmbeddingLinkModel(saved.model, family, settings);
    const embeddings = { family, rank, space, edgeTypes, nodes, relations };
    model.#learned = { task: saved.task, seed: saved.seed, embeddings };
    return model;
  }

  get task(): LearnedLinks {
    return fitted(this.#learned).task;
  }

  async fit(problem: LinkProblem, run: RunOptions = {}): Promise<FitReport> {
    checkLinkProblem(problem, run);
    const { embeddings, result } = await fitEmbeddings(
      this.name,
      this.#family,
      this.#settings,
      problem,
      run,
      this.#resources,
    );
    const task = { kind: 'links', edgeTypes: problem.split.edgeTypes } as const;
    this.#learned = { task, seed: problem.seed, embeddings };
    const numParameters = embeddings.nodes.length + embeddings.relations.length;
    return { seconds: { train: result.seconds }, training: result, numParameters };
  }

  async score(links: TypedLinks, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { embeddings, task } = this.#ready(options);
    checkLinks(links, task.edgeTypes, { numNodes: (type) => embeddings.space.size(type!) });
    return finiteScores(scoresOfPairs(embeddings, links), links.source);
  }

  async scoreAll(queries: LinkQueries, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { embeddings, task } = this.#ready(options);
    const type = checkQueries(queries, task.edgeTypes, (name) => embeddings.space.size(name));
    return finiteScores(scoresOfAll(embeddings, queries, type), queries.known);
  }

  async embed(type: string, rows: Int32Array, options: LinkInferenceOptions = {}): Promise<Embedding> {
    const { embeddings } = this.#ready(options);
    const { space, nodes, family, rank } = embeddings;
    if (!space.has(type)) {
      throw new HeteroGraphError('UNKNOWN_TYPE', `The model has no nodes of type "${type}".`, {
        type,
        hint: `It has: ${space.types.join(', ')}.`,
      });
    }
    checkRows(rows, space.size(type), 'rows', { type });
    const width = family.nodeWidth(rank);
    const values = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) {
      const at = (space.start(type) + row) * width;
      values.set(nodes.subarray(at, at + width), i * width);
    }
    return { values, width };
  }

  async save(): Promise<SavedLinkModel> {
    const { task, seed, embeddings } = fitted(this.#learned);
    const { family, rank, space, edgeTypes, nodes, relations } = embeddings;
    const numNodes = Object.fromEntries(space.types.map((type) => [type, space.size(type)]));
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, trainRows: new Int32Array(0) },
      state: { edgeTypes, numNodes },
      parameters: [
        { name: 'nodes', shape: [space.numNodes, family.nodeWidth(rank)] },
        { name: 'relations', shape: [2 * edgeTypes.length, family.relationWidth(rank)] },
      ],
      weights: [nodes, relations],
    };
  }

  dispose(): void {
    this.#learned = undefined;
  }

  /** What was learned, where the graph, if one is given, has the nodes of the fitted one. */
  #ready({ graph, ...run }: LinkInferenceOptions): Learned {
    checkOptions(runSchema, run);
    const learned = fitted(this.#learned);
    const { space } = learned.embeddings;
    const other =
      graph && space.types.find((type) => !graph.nodeTypes.includes(type) || graph.numNodes(type) !== space.size(type));
    if (other === undefined) return learned;
    throw new HeteroGraphError('MODEL_MISMATCH', 'The graph has not the nodes that the model was fitted on.', {
      type: other,
      hint: 'Embeddings belong to nodes: fit the model on this graph.',
    });
  }
}

function sameAt(edgeTypes: readonly EdgeType[], i: number, type: EdgeType): boolean {
  return edgeTypes[i] !== undefined && edgeTypeKey(edgeTypes[i]) === edgeTypeKey(type);
}
