import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** Tensors alive now: constant over repeated steps unless something leaks. */
export function numTensors(): number {
  return tf.memory().numTensors;
}

/** Bytes of the arena in use now, constants of the caller included. */
export function usedBytes(): number {
  return ensureBackend().pool.arena.stats().used;
}
