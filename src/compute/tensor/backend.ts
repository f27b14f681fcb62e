import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { getPool } from '../threads/pool.js';

const backendName = 'threads';

/**
 * The embedded backend: TensorFlow.js's plain one, whose data of ours lie in the shared arena, where the threaded kernels
 * read and write them without a copy. Operations without a kernel of ours run as in the plain backend.
 */
class ThreadsBackend extends MathBackendCPU {
  constructor() {
    super();
    // The plain backend advertises another package on first use; a library does not print.
    Object.assign(this, { firstUse: false });
  }

  override disposeData(dataId: object, force = false): boolean {
    const values = this.data.has(dataId) ? this.data.get(dataId).values : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && values instanceof Float32Array) getPool().arena.release(values);
    return gone;
  }
}

let ready = false;

/** Registers and selects the backend, once. Called by every entry of this room, so nobody needs to call it. */
export function ensureBackend(): ThreadsBackend {
  if (!ready) {
    tf.copyRegisteredKernels('cpu', backendName);
    tf.registerBackend(backendName, () => new ThreadsBackend(), 10);
    tf.setBackend(backendName);
    ready = true;
  }
  return tf.backend() as ThreadsBackend;
}

/** A float32 tensor whose values are written by `fill` straight into the arena. */
export function makeTensor<T extends tf.Tensor>(shape: number[], fill: (values: Float32Array) => void): T {
  const backend = ensureBackend();
  const { arena } = getPool();
  const size = shape.reduce((product, extent) => product * extent, 1);
  const values = arena.float32(arena.alloc(size * 4), size);
  fill(values);
  return tf.engine().makeTensorFromTensorInfo(backend.makeTensorInfo(shape, 'float32', values)) as T;
}

/**
 * The tensor's values, read by kernels at once; never kept. Values outside the arena (results of inherited operations) are
 * copied in for good.
 */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  const backend = ensureBackend();
  const entry = backend.data.get(tensor.dataId);
  const values = entry.values as Float32Array;
  const { arena } = getPool();
  if (arena.owns(values)) return values;
  const moved = arena.float32(arena.alloc(values.byteLength), values.length);
  moved.set(values);
  entry.values = moved;
  return moved;
}
