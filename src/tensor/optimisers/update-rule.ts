import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Pool } from '../../compute/index.js';
import type { GpuBackend } from '../engine/gpu-backend.js';

/** The learning rate and weight decay of one parameter at one step. */
export interface StepSettings {
  /** From 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Values of one parameter, in the arena. */
export interface UpdateArrays {
  readonly parameter: Float32Array;
  readonly gradient: Float32Array;
  /** In the order of the rule's names. */
  readonly slots: readonly Float32Array[];
}

/** The arithmetic of an optimiser: how one parameter and what is kept of it change in a step. */
export interface UpdateRule {
  /** Name of the operation, where tensors cannot be changed in place. */
  readonly opName: string;
  /** Names of what is kept per parameter, arrays of its size that are zero at first. */
  readonly slots: readonly string[];
  /** Changes parameter and slots in place. */
  update(pool: Pool, arrays: UpdateArrays, at: StepSettings): void;
  /** New parameter and slots, in WGSL. Inputs: parameter, gradient and the slots by name. */
  webgpu(backend: GpuBackend, inputs: Readonly<Record<string, TensorInfo>>, at: StepSettings): TensorInfo[];
}

/** Where an optimiser's slots lie and parameters are updated, as suits a backend. */
export interface SlotStore {
  /** One gradient and one setting per parameter. */
  step(gradients: readonly Tensor[], at: readonly StepSettings[]): void;
  /** Copies, by slot and parameter. */
  read(): Promise<Float32Array[][]>;
  /** @param values by slot and parameter, of the parameters' sizes */
  write(values: readonly (readonly Float32Array[])[]): void;
  dispose(): void;
}
