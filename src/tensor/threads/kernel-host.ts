import type * as tf from '@tensorflow/tfjs-core';
import type { Pool } from '../../compute/index.js';

/** A tensor whose values lie in the arena. */
export type PlacedTensor = tf.TensorInfo & { readonly address: number };

/**
 * Where an operation of ours finds its operands and puts its results, on whatever backend it runs: the pool, and addresses in the
 * pool's arena. The `threads` backend keeps its tensors there; for the others operands are copied in and results handed over.
 */
export interface KernelHost {
  readonly pool: Pool;
  /** A new tensor; its values are whatever was there. */
  allocate(shape: readonly number[], dtype?: 'float32' | 'int32'): PlacedTensor;
  /** Where the values of a float32 or int32 tensor lie. */
  address(info: tf.TensorInfo): number;
  /** The values themselves, not a copy. Never kept beyond the call. */
  values(info: tf.TensorInfo): Float32Array;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}
