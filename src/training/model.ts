import type { ForwardMode } from '../layers/index.js';
import type { Parameter, Tensor2D } from '../tensor/index.js';

/**
 * Anything that computes an output from a batch by trainable parameters. What a batch and an output are is agreed
 * between the model and its {@link Task}; by default a batch is rows [B] (dense ids of the target type) and the output
 * one row of scores each, [B, C].
 */
export interface Model<Batch = Int32Array, Output = Tensor2D> {
  readonly name: string;
  /** In a fixed order, with distinct names: a checkpoint is written in this order and refuses other names or shapes. */
  readonly parameters: readonly Parameter[];
  /** The output for a batch. The caller tidies. */
  forward(batch: Batch, mode: ForwardMode): Output;
  dispose(): void;
}
