import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** The same values as a constant: no gradient goes through it to what x was made of. Nothing is copied. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  const engine = tf.engine();
  const backend = engine.state.tensorInfo.get(x.dataId)?.backend;
  // The data are shared and counted, as a clone's are; unlike a clone, the new tensor is not on the tape.
  backend?.incRef(x.dataId);
  return engine.makeTensorFromDataId(x.dataId, x.shape, x.dtype, backend) as T;
}
