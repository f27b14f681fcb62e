import type { Scalar, Tensor2D } from '../../tensor/index.js';
import type { Objective } from '../criterion.js';

/** Numbers to predict of every node: `values` [N, W], row-major, NaN where unknown. */
export interface RegressionTargets {
  readonly values: Float32Array | Float64Array;
  /** W; default 1. */
  readonly width?: number;
}

/** Differentiable mean loss of a batch. */
export interface RegressionLoss {
  readonly name: string;
  /** Predictions and targets are [B, W]; the scalar is a mean over rows and columns. */
  compute(predicted: Tensor2D, actual: Tensor2D): Scalar;
}

/** Predicted values [B, W], row-major, of `rows` [B]. */
export interface RegressionPrediction {
  readonly values: Float32Array | Float64Array;
  readonly rows: Int32Array;
  readonly width: number;
}

/** A figure of merit on the CPU, in float64. */
export interface RegressionMetric extends Objective {
  compute(prediction: RegressionPrediction, targets: RegressionTargets): number;
}
