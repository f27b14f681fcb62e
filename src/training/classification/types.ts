import type { Scalar, Tensor2D } from '../../tensor/index.js';
import type { Objective } from '../criterion.js';

/** One class per node: `labels` [N], -1 where unknown. */
export interface SingleLabelTargets {
  readonly kind: 'single';
  readonly labels: Int32Array;
  readonly numClasses: number;
}

/** Any number of classes per node: `labels` [N, C], row-major 0/1. */
export interface MultiLabelTargets {
  readonly kind: 'multi';
  readonly labels: Uint8Array;
  readonly numClasses: number;
}

export type Targets = SingleLabelTargets | MultiLabelTargets;

/** Differentiable mean loss of a batch. */
export interface Loss {
  readonly name: string;
  /** `logits` [B, C] belong to `rows` [B]; the scalar is a mean over the rows. */
  compute(logits: Tensor2D, rows: Int32Array, targets: Targets): Scalar;
}

/** Scores [B, C], row-major, of `rows` [B]. Single label: arg-max, ties to the lowest class. Multi-label: score > 0. */
export interface Prediction {
  readonly logits: Float32Array;
  readonly rows: Int32Array;
  readonly numClasses: number;
  /** [C], added to the scores where classes are decided, such as by a threshold; probabilities and ranks are without. Default 0. */
  readonly offsets?: Float32Array | undefined;
}

/** A figure of merit on the CPU, in float64. */
export interface Metric extends Objective {
  compute(prediction: Prediction, targets: Targets): number;
  /** Where the figure follows from class counts alone: lets the bootstrap redraw counts, which is far cheaper. */
  ofCounts?(counts: ClassCounts): number;
  /**
   * Gives the figure of the same rows where row i of the prediction counts `times[i]` times: lets the bootstrap sort and take logarithms
   * once for all its draws.
   */
  ofTimes?(prediction: Prediction, targets: Targets): (times: ArrayLike<number>) => number;
}

/** Numbers of rows per class [C]. */
export interface ClassCounts {
  /** Rows of the class that were predicted to be of it. */
  readonly truePositives: Float64Array;
  /** Rows predicted to be of the class. */
  readonly predicted: Float64Array;
  /** Rows of the class. */
  readonly actual: Float64Array;
}
