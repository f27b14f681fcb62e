import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../engine/parameter.js';

/** What an optimiser keeps between steps, as plain arrays. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number;
  /** Per kept quantity, such as Adam's moments `m` and `v`: one array per parameter, in their order. */
  readonly slots: Readonly<Record<string, readonly Float32Array[]>>;
}

/** Changes parameters by their gradients. Belongs to the backend it was created on; to be disposed by its owner. */
export interface Optimizer {
  /**
   * One step.
   *
   * @param gradients one per parameter, in order
   * @param factor multiplies every group's learning rate, see `Schedule`; default 1
   * @throws {HeteroGraphError} SHAPE_MISMATCH, BACKEND_CHANGED
   */
  step(gradients: readonly Tensor[], factor?: number): void;
  /** A copy of the state: an optimiser that restores it continues with the same bits. */
  state(): Promise<OptimizerState>;
  /** @throws {HeteroGraphError} SHAPE_MISMATCH where the state is of other parameters */
  restore(state: OptimizerState): void;
  dispose(): void;
}

/** Other settings for some of the parameters. */
export interface ParameterGroup {
  /** Names of parameters, or a pattern that their names match. */
  readonly parameters: readonly string[] | RegExp;
  /** Default: that of the optimiser. */
  readonly learningRate?: number;
  /** Default: that of the optimiser. */
  readonly weightDecay?: number;
}

/** Settings of every optimiser. */
export interface OptimizerOptions {
  readonly learningRate?: number;
  /** Strength of the pull of weights towards zero; default 0, of AdamW 0.01. */
  readonly weightDecay?: number;
  /** The first group that names a parameter decides; default: all parameters are alike. */
  readonly groups?: readonly ParameterGroup[];
}

/** An optimiser not yet bound to parameters: what `adam`, `adamW` and `sgd` return and the `Trainer` takes. */
export interface OptimizerRecipe {
  readonly name: string;
  /** The learning rate of parameters outside all groups. */
  readonly learningRate: number;
  /** All settings: a checkpoint of other ones is refused. */
  readonly config: Readonly<Record<string, string | number | boolean>>;
  /** @throws {HeteroGraphError} INVALID_OPTION where a group names no parameter */
  create(parameters: readonly Parameter[]): Optimizer;
}
