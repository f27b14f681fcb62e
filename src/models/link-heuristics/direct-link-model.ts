import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph, TypedLinks } from '../../graph/index.js';
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
import type { Embedding, FitReport } from '../core/types.js';

/** What every such model keeps of a fit. */
export interface DirectLinkFit {
  readonly task: LearnedLinks;
  readonly seed: number;
  /** The training graph; undefined where the model was restored. */
  readonly graph?: HeteroGraph;
}

const runSchema = z.strictObject(option.runOptions);

/** Base of the models of links that count instead of being trained. */
export abstract class DirectLinkModel<F extends DirectLinkFit> implements LinkEstimator {
  abstract readonly name: string;
  readonly hasEmbedding = false;
  /** Undefined until the model is fitted or restored. */
  protected learned: F | undefined;

  abstract save(): Promise<SavedLinkModel>;
  /** What is kept of a problem that has been checked. */
  protected abstract learn(problem: LinkProblem, task: LearnedLinks): F;
  /** The number of nodes of a type that may be asked for. */
  protected abstract sizeOf(type: string, graph: HeteroGraph | undefined): number;
  /** Scores of pairs whose ends and edge types have been checked. */
  protected abstract scorePairs(links: TypedLinks, graph: HeteroGraph | undefined): Float32Array;
  /** Writes the scores of all nodes of a type as answers of one question. */
  protected abstract scoreRow(
    query: { readonly side: LinkQueries['side']; readonly known: number; readonly relation: number },
    out: Float32Array,
    graph: HeteroGraph | undefined,
  ): void;

  get task(): LearnedLinks {
    return fitted(this.learned).task;
  }

  async fit(problem: LinkProblem, run: RunOptions = {}): Promise<FitReport> {
    checkLinkProblem(problem, run);
    this.learned = this.learn(problem, { kind: 'links', edgeTypes: problem.split.edgeTypes });
    return { seconds: {} };
  }

  async score(links: TypedLinks, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { task, graph } = this.#ready(options);
    checkLinks(links, task.edgeTypes, { numNodes: (type) => this.sizeOf(type!, graph) });
    return this.scorePairs(links, graph);
  }

  async scoreAll(queries: LinkQueries, options: LinkInferenceOptions = {}): Promise<Float32Array> {
    const { task, graph } = this.#ready(options);
    const type = checkQueries(queries, task.edgeTypes, (name) => this.sizeOf(name, graph));
    const size = this.sizeOf(type, graph);
    const scores = new Float32Array(queries.known.length * size);
    for (const [i, known] of queries.known.entries()) {
      const query = { side: queries.side, known, relation: queries.relation[i]! };
      this.scoreRow(query, scores.subarray(i * size, (i + 1) * size), graph);
    }
    return scores;
  }

  async embed(): Promise<Embedding> {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${this.name} has no hidden representation.`, {
      hint: 'Use a model that has one, such as complex.',
    });
  }

  dispose(): void {
    this.learned = undefined;
  }

  #ready({ graph, ...run }: LinkInferenceOptions) {
    checkOptions(runSchema, run);
    const { task, graph: own } = fitted(this.learned);
    return { task, graph: graph ?? own };
  }
}
