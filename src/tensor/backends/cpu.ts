import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** TensorFlow.js's plain backend, which registered itself when it was imported; kept from printing its advertisement. */
export function openCpu(): void {
  (tf.findBackend('cpu') as unknown as { firstUse: boolean }).firstUse = false;
}
