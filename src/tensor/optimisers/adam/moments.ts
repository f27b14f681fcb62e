import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdamStep } from '../../../compute/internal.js';

/** Both moments of every parameter, in the parameters' order, as plain arrays. */
export interface MomentArrays {
  readonly m: readonly Float32Array[];
  readonly v: readonly Float32Array[];
}

/** The moments of an optimiser's parameters, kept where a backend changes them best. */
export interface Moments {
  /** Updates parameters and moments; `gradients` has one tensor per parameter, of its size. */
  step(gradients: readonly Tensor[], at: AdamStep): void;
  /** Copies. */
  read(): Promise<MomentArrays>;
  /** @param values of the parameters' sizes */
  write(values: MomentArrays): void;
  dispose(): void;
}
