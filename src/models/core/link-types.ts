import type { RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph, TypedLinkSplit, TypedLinks } from '../../graph/index.js';
import type { Embedding, FitReport, SavedModel } from './types.js';

/** Which nodes some edge types join. Shape letters: R edge types, B queries, N nodes that may be the answer. */
export interface LinkProblem {
  readonly kind: 'links';
  /** The edge types, [R], and the links of each part with what a model may see while it scores them. */
  readonly split: TypedLinkSplit;
  /** Seed of everything random in the model. */
  readonly seed: number;
}

/** What a fitted model scores: links of these edge types, [R], by their place here. */
export interface LearnedLinks {
  readonly kind: 'links';
  readonly edgeTypes: readonly EdgeType[];
}

/** Questions for the other ends of links. All answers are nodes of one type. */
export interface LinkQueries {
  /** Which end is asked for: targets of known sources, or sources of known targets. */
  readonly side: 'target' | 'source';
  /** Rows of the known ends, [B]. */
  readonly known: Int32Array;
  /** Places of edge types, [B]. */
  readonly relation: Int32Array;
}

/** How to use a fitted model of links; without `graph`, it sees the training graph of the problem it was fitted on. */
export interface LinkInferenceOptions extends RunOptions {
  /** What the model may see instead: the same nodes, and for example the messages of the test. */
  readonly graph?: HeteroGraph;
}

/** Everything that a fitted model of links needs to score again. */
export interface SavedLinkModel extends Omit<SavedModel, 'task'> {
  readonly task: LearnedLinks;
}

/** One interface for all models of links: fit on the training links, then score any pairs, or all answers of a question. */
export interface LinkEstimator {
  /** What tables of scores call it. */
  readonly name: string;
  /** What was fitted. @throws {HeteroGraphError} NOT_FITTED */
  readonly task: LearnedLinks;
  /** Whether {@link embed} has an answer. */
  readonly hasEmbedding: boolean;
  /**
   * Validation links may choose the best epoch; test links and the graph of the test are never looked at.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH; ABORTED; and what the model says
   */
  fit(problem: LinkProblem, options?: RunOptions): Promise<FitReport>;
  /**
   * One number a pair, [pairs]; the greater, the likelier.
   *
   * @throws {HeteroGraphError} NOT_FITTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, MODEL_MISMATCH
   */
  score(links: TypedLinks, options?: LinkInferenceOptions): Promise<Float32Array>;
  /**
   * Scores of all N nodes as answers of every query, [B, N], row-major. The caller asks in batches.
   *
   * @throws {HeteroGraphError} as {@link score}
   */
  scoreAll(queries: LinkQueries, options?: LinkInferenceOptions): Promise<Float32Array>;
  /** Representations of nodes of a type. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, and as {@link score} */
  embed(nodeType: string, rows: Int32Array, options?: LinkInferenceOptions): Promise<Embedding>;
  /** What `saveLinkModel` writes. @throws {HeteroGraphError} NOT_FITTED */
  save(): Promise<SavedLinkModel>;
  dispose(): void;
}
