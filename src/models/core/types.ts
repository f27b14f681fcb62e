import type { HeteroGraphError, RunOptions } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import type { ExecutionReport } from '../../schedule/index.js';
import type { FitResult, Targets } from '../../training/index.js';

/** What a node classifier is asked to learn. Shape letters: N nodes of the target type, C classes, B rows. */
export interface ClassificationProblem {
  readonly graph: HeteroGraph;
  readonly nodeType: string;
  readonly targets: Targets;
  readonly split: NodeSplit;
  /** Where the labels come from; default: the node type's first label column. */
  readonly labelColumn?: string;
  /** Seed of everything random in the classifier. */
  readonly seed: number;
}

/** What every classifier tells after fitting. */
export interface FitReport {
  /** Wall seconds by stage, in order. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Of trained models: history, best epoch, what stopped it. */
  readonly training?: FitResult;
  readonly numParameters?: number;
  /** Why stored pre-computed features could not be used or kept; the fit went on without. */
  readonly storeProblem?: HeteroGraphError;
  /** Of models with a pre-computation that ran now: what ran where and when. */
  readonly execution?: ExecutionReport;
}

/**
 * One interface for models and baselines: fit on the training rows (the validation rows may select, the test rows are
 * never looked at), then score any rows.
 */
export interface NodeClassifier {
  readonly name: string;
  fit(problem: ClassificationProblem, options?: RunOptions): Promise<FitReport>;
  /**
   * Scores [B, C], row-major. Single label: the class is the arg-max (ties: the lowest class). Multi-label: a class is
   * predicted where its score is above 0.
   */
  predict(rows: Int32Array, options?: RunOptions): Promise<Float32Array>;
  dispose(): void;
}
